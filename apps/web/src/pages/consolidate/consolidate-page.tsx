import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ConsolidationAnswer, ProjectAnswer } from '@triad/collab';
import { isBlindAnywhere } from '@triad/collab';
import { sentenceOf } from '../../api/api-error.ts';
import { queries } from '../../api/queries.ts';
import { consolidating as words } from '../../messages/consolidating.ts';
import { Frame } from '../../shell/frame.tsx';
import { EmptyState, Loading, Notice, RoleDrawing } from '../../ui/index.ts';
import { nameIn } from '../project/name-in.ts';
import { ProjectNav } from '../project/project-nav.tsx';
import { useProject } from '../project/use-project.ts';
import type { CandidateGiven } from './candidate-view.tsx';
import { Candidates } from './consolidate-view.tsx';
import { JobBar } from './job-bar.tsx';
import '../agreement/agreement-page.css';
import './consolidate-page.css';

/** What may be CMOCs: computed from what coders tied and marked, decided one by one by a lead. */
export function ConsolidatePage() {
  const { project, may } = useProject();
  const { data: members } = useSuspenseQuery(queries.members(project.id));
  const { data: transcripts } = useSuspenseQuery(queries.transcripts(project.id));
  const mayRead = may('consolidation.read');
  const { data, error } = useQuery({ ...queries.consolidation(project.id), enabled: mayRead });
  const given: CandidateGiven = {
    project: project.id,
    nameOf: (id) => nameIn(members, id),
    titleOf: (id) => transcripts.find((each) => each.id === id)?.title ?? '–',
  };
  const mayChange = may('consolidation.change', {
    nowhereBlind: !isBlindAnywhere(project.rounds, project.me),
  });
  if (mayRead && data !== undefined && (data.candidates.length > 0 || data.job?.state === 'done')) {
    return <Candidates {...{ project, given, mayChange }} answer={data} />;
  }
  return (
    <Frame project={project} page={words.title} left={<ProjectNav project={project} />}>
      <div className="page-body consolidate-page">
        {!mayRead ? (
          <EmptyState title={words.mayNot}>{words.mayNotBody}</EmptyState>
        ) : data !== undefined ? (
          <Nothing {...{ project, given, mayChange }} answer={data} />
        ) : error === null ? (
          <Loading>{words.loading}</Loading>
        ) : (
          <Notice kind="bad">{sentenceOf(error)}</Notice>
        )}
      </div>
    </Frame>
  );
}

function Nothing({
  project,
  answer,
  given,
  mayChange,
}: {
  readonly project: ProjectAnswer;
  readonly answer: ConsolidationAnswer;
  readonly given: CandidateGiven;
  readonly mayChange: boolean;
}) {
  const isReady = answer.fresh.length > 0 || answer.job !== null;
  return (
    <>
      {answer.hidden === 0 ? null : <Notice>{words.hidden(answer.hidden)}</Notice>}
      <EmptyState
        title={words.none}
        drawing={<RoleDrawing />}
        action={
          isReady ? (
            <JobBar
              project={project.id}
              answer={answer}
              mayChange={mayChange}
              nameOf={given.nameOf}
            />
          ) : (
            <Link
              to="/projects/$project/rounds"
              params={{ project: project.id }}
              className="btn primary"
            >
              {words.toRounds}
            </Link>
          )
        }
      >
        <p>{words.noneBody}</p>
        {isReady ? mayChange ? null : <p>{words.noneOthers}</p> : <p>{words.needsRound}</p>}
      </EmptyState>
    </>
  );
}
