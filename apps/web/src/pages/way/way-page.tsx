import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ProjectAnswer, ProvenanceAnswer } from '@triad/collab';
import { blindRoundOf, isAllowed, NOTHING_HIDDEN } from '@triad/collab';
import { Fragment } from 'react';
import { ApiError, sentenceOf } from '../../api/api-error.ts';
import { queries } from '../../api/queries.ts';
import { formatTime } from '../../annotator/time.ts';
import { way as words } from '../../messages/way.ts';
import { Frame } from '../../shell/frame.tsx';
import { EmptyState, Loading, Notice } from '../../ui/index.ts';
import { nameIn } from '../project/name-in.ts';
import { ProjectNav } from '../project/project-nav.tsx';
import { useProject } from '../project/use-project.ts';
import { AgreedStage } from './agreed-stage.tsx';
import { DecidedStage } from './decided-stage.tsx';
import { EvidenceStage } from './evidence-stage.tsx';
import { MarkedStage } from './marked-stage.tsx';
import { turnsOf } from './passage-turns.ts';
import { placeToDecide, wayStages } from './way-stages.ts';
import { waySummary } from './way-summary.ts';
import './way-page.css';

/** The whole way of one quote on one page, from a coder's mark to the CMOCs, and back. */
export function WayPage() {
  const { project } = useProject();
  const { transcript, span } = useParams({
    from: '/signed-in/projects/$project/way/$transcript/$span',
  });
  const mayRead = isAllowed('provenance.read', project.roles, NOTHING_HIDDEN);
  const isBlind = blindRoundOf(project.rounds, transcript, project.me) !== null;
  const { data, error } = useQuery({
    ...queries.provenance(project.id, transcript, span),
    enabled: mayRead && !isBlind,
  });
  const isUnknown = error instanceof ApiError && error.status === 404;
  return (
    <Frame project={project} page={words.title} left={<ProjectNav project={project} />}>
      <div className="page-body way-page">
        {!mayRead ? (
          <EmptyState title={words.mayNot}>{words.mayNotBody}</EmptyState>
        ) : isBlind ? (
          <EmptyState title={words.blind}>{words.blindBody}</EmptyState>
        ) : isUnknown ? (
          <EmptyState
            title={words.none}
            action={
              <Link
                to="/projects/$project/transcripts/$transcript"
                params={{ project: project.id, transcript }}
                className="btn primary"
              >
                {words.toTranscript}
              </Link>
            }
          >
            {words.noneBody}
          </EmptyState>
        ) : data !== undefined ? (
          <Way project={project} answer={data} span={span} />
        ) : error === null ? (
          <Loading>{words.loading}</Loading>
        ) : (
          <Notice kind="bad">{sentenceOf(error)}</Notice>
        )}
      </div>
    </Frame>
  );
}

function Way({
  project,
  answer,
  span,
}: {
  readonly project: ProjectAnswer;
  readonly answer: ProvenanceAnswer;
  /** By which the page was asked for. */
  readonly span: string;
}) {
  const { data: members } = useSuspenseQuery(queries.members(project.id));
  const nameOf = (id: string): string => nameIn(members, id);
  const stages = wayStages(answer);
  const place = placeToDecide(answer);
  return (
    <>
      <div className="page-head">
        <div>
          <h2>{words.title}</h2>
          <p>{words.lead}</p>
        </div>
      </div>
      <p className="summary">{waySummary(stages)}</p>
      <Passage project={project.id} answer={answer} span={span} />
      <ol className="way" aria-label={words.steps}>
        <MarkedStage project={project.id} {...{ answer, stages, span, nameOf }} />
        <DecidedStage project={project.id} {...{ answer, stages, place, nameOf }} />
        {stages.agreed.length === 0 ? null : (
          <>
            <AgreedStage project={project.id} {...{ stages, span, nameOf }} />
            <EvidenceStage project={project.id} stages={stages} />
          </>
        )}
      </ol>
    </>
  );
}

/** The words with what stands before and after; what the coders meant is marked. */
function Passage({
  project,
  answer: { passage, transcript, round, spans },
  span,
}: {
  readonly project: string;
  readonly answer: ProvenanceAnswer;
  readonly span: string;
}) {
  const shown = spans.find(({ id }) => id === span) ?? spans[0];
  return (
    <section className="way-passage" aria-label={words.passage}>
      <p className="small faint">
        <Link
          to="/projects/$project/transcripts/$transcript"
          params={{ project, transcript: transcript.id }}
          {...(shown === undefined ? {} : { hash: `span=${shown.member}~${round.id}/${shown.id}` })}
        >
          {transcript.title}
        </Link>
        {passage === null || passage.speaker === '' ? '' : ` · ${passage.speaker}`}
        {passage === null || passage.startSeconds === null
          ? ''
          : ` · ${formatTime(passage.startSeconds)}`}
        {` · ${words.round(round.number, round.kind)}`}
      </p>
      {passage === null ? (
        <p className="muted">{words.noPassage}</p>
      ) : (
        <blockquote>
          {turnsOf(passage).map(({ startUtf16, speaker, pieces }) => (
            <p key={startUtf16} dir="auto">
              {speaker === '' ? null : <span className="way-speaker">{speaker}</span>}
              {pieces.map((piece) =>
                piece.isMarked ? (
                  <mark key={piece.startUtf16}>{piece.text}</mark>
                ) : (
                  <Fragment key={piece.startUtf16}>{piece.text}</Fragment>
                ),
              )}
            </p>
          ))}
        </blockquote>
      )}
    </section>
  );
}
