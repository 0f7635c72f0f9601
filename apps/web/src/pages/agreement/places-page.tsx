import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ProjectAnswer } from '@triad/collab';
import type { ReactNode } from 'react';
import { ApiError, sentenceOf } from '../../api/api-error.ts';
import { queries } from '../../api/queries.ts';
import { agreement } from '../../messages/agreement.ts';
import { Frame } from '../../shell/frame.tsx';
import { EmptyState, Loading, Notice } from '../../ui/index.ts';
import { ProjectNav } from '../project/project-nav.tsx';
import { useProject } from '../project/use-project.ts';
import { Places } from './places-view.tsx';
import { whyHidden } from './why-hidden.ts';
import '../../annotator/css/index.css';
import './place-panel.css';
import './places-page.css';

const words = agreement.place;

/** One transcript with the places on which its coders differ. */
export function PlacesPage() {
  const { transcript: id } = useParams({
    from: '/signed-in/projects/$project/agreement/$transcript',
  });
  const { project } = useProject();
  const { data: transcripts } = useSuspenseQuery(queries.transcripts(project.id));
  const known = transcripts.find((each) => each.id === id);
  const stop = whyHidden(project, known, id, 'agreement.read');
  const mayAsk = stop === null;
  const { data, error } = useQuery({
    ...queries.transcriptAgreement(project.id, id),
    enabled: mayAsk,
  });
  const { data: transcript } = useQuery({
    ...queries.transcript(project.id, id),
    enabled: mayAsk,
  });
  // What was there goes from the page, too, when it is taken away.
  const isGone = known === undefined || (error instanceof ApiError && error.status === 404);
  if (stop === null && !isGone && data !== undefined && transcript !== undefined) {
    const { failed, title } = data.transcript;
    if (failed === null || data.groups.length > 0) {
      return <Places key={id} project={project} transcript={transcript} answer={data} />;
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
    <Aside project={project} page={known?.title ?? agreement.title}>
      {known === undefined ? (
        <EmptyState title={words.noTranscript} action={<Back project={project.id} />}>
          {words.noTranscriptBody}
        </EmptyState>
      ) : stop !== null ? (
        <EmptyState title={stop.title} action={<Back project={project.id} />}>
          {stop.body}
        </EmptyState>
      ) : error instanceof ApiError && error.status === 404 ? (
        <EmptyState title={words.noRound} action={<Back project={project.id} />}>
          {words.noRoundBody}
        </EmptyState>
      ) : error === null ? (
        <Loading>{agreement.loading}</Loading>
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
    <Link to="/projects/$project/agreement" params={{ project }} className="btn">
      {words.toAgreement}
    </Link>
  );
}
