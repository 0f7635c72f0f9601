import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ProjectAnswer } from '@triad/collab';
import type { ReactNode } from 'react';
import { ApiError, sentenceOf } from '../../api/api-error.ts';
import { queries } from '../../api/queries.ts';
import { adjudicating as words } from '../../messages/adjudicating.ts';
import { agreement } from '../../messages/agreement.ts';
import { Frame } from '../../shell/frame.tsx';
import { EmptyState, Loading, Notice } from '../../ui/index.ts';
import { whyHidden } from '../agreement/why-hidden.ts';
import { ProjectNav } from '../project/project-nav.tsx';
import { useProject } from '../project/use-project.ts';
import { Decide } from './decide-view.tsx';
import '../../annotator/css/index.css';
import '../agreement/agreement-page.css';
import '../agreement/place-panel.css';
import '../agreement/places-page.css';
import './decide-page.css';

/** One transcript with all its places, to be decided. */
export function DecidePage() {
  const { transcript: id } = useParams({
    from: '/signed-in/projects/$project/adjudicate/$transcript',
  });
  const { project } = useProject();
  const { data: transcripts } = useSuspenseQuery(queries.transcripts(project.id));
  const known = transcripts.find((each) => each.id === id);
  const stop = whyHidden(project, known, id, 'decisions.read');
  const asked = { enabled: stop === null };
  const { data, error } = useQuery({ ...queries.adjudication(project.id, id), ...asked });
  const { data: transcript } = useQuery({ ...queries.transcript(project.id, id), ...asked });
  const isMissing = error instanceof ApiError && error.status === 404;
  // What was there goes from the page, too, when it is taken away.
  const isGone = known === undefined || isMissing;
  if (stop === null && !isGone && data !== undefined && transcript !== undefined) {
    const { failed, title } = data.transcript;
    if (failed === null || data.groups.length > 0) {
      return <Decide key={id} project={project} transcript={transcript} answer={data} />;
    }
    return (
      <Aside project={project} page={title}>
        <EmptyState title={words.failed} action={<Back project={project.id} />}>
          {failed}
        </EmptyState>
      </Aside>
    );
  }
  return (
    <Aside project={project} page={known?.title ?? words.title}>
      {known === undefined ? (
        <EmptyState title={agreement.place.noTranscript} action={<Back project={project.id} />}>
          {agreement.place.noTranscriptBody}
        </EmptyState>
      ) : stop !== null ? (
        <EmptyState title={stop.title} action={<Back project={project.id} />}>
          {stop.body}
        </EmptyState>
      ) : isMissing ? (
        <EmptyState title={agreement.place.noRound} action={<Back project={project.id} />}>
          {words.noneBody}
        </EmptyState>
      ) : error === null ? (
        <Loading>{words.loading}</Loading>
      ) : (
        <Notice kind="bad">{sentenceOf(error)}</Notice>
      )}
    </Aside>
  );
}

function Aside({
  project,
  page,
  children,
}: {
  readonly project: ProjectAnswer;
  readonly page: string;
  readonly children: ReactNode;
}) {
  return (
    <Frame project={project} page={page} left={<ProjectNav project={project} />}>
      <div className="page-body">{children}</div>
    </Frame>
  );
}

function Back({ project }: { readonly project: string }) {
  return (
    <Link to="/projects/$project/adjudicate" params={{ project }} className="btn">
      {words.back}
    </Link>
  );
}
