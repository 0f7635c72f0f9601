import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { AdjudicationOverview, ProjectAnswer } from '@triad/collab';
import { isAllowed, isBlindAnywhere } from '@triad/collab';
import { sentenceOf } from '../../api/api-error.ts';
import { queries } from '../../api/queries.ts';
import { adjudicating as words } from '../../messages/adjudicating.ts';
import { number } from '../../messages/format.ts';
import { Frame } from '../../shell/frame.tsx';
import type { Column } from '../../ui/index.ts';
import { EmptyState, Loading, Notice, RoleDrawing, Table } from '../../ui/index.ts';
import { ProjectNav } from '../project/project-nav.tsx';
import { useProject } from '../project/use-project.ts';
import { MethodButton } from '../sign-off/method-button.tsx';
import { overviewSentence } from './overview-sentence.ts';
import '../agreement/agreement-page.css';
import './decide-page.css';

type Row = AdjudicationOverview['transcripts'][number];

/** How far adjudication is: a sentence that counts, then the transcripts. */
export function AdjudicatePage() {
  const { project, may } = useProject();
  const mayRead = may('consolidation.read');
  const { data, error } = useQuery({
    ...queries.adjudicationOverview(project.id),
    enabled: mayRead,
  });
  return (
    <Frame project={project} page={words.title} left={<ProjectNav project={project} />}>
      <div className="page-body agreement-page">
        {!mayRead ? (
          <EmptyState title={words.mayNot}>{words.mayNotBody}</EmptyState>
        ) : data !== undefined ? (
          <Answered project={project} answer={data} error={error} />
        ) : error === null ? (
          <Loading>{words.loading}</Loading>
        ) : (
          <Notice kind="bad">{sentenceOf(error)}</Notice>
        )}
      </div>
    </Frame>
  );
}

function Answered({
  project,
  answer,
  error,
}: {
  readonly project: ProjectAnswer;
  readonly answer: AdjudicationOverview;
  /** It could not be fetched again. */
  readonly error: Error | null;
}) {
  const { transcripts, hidden } = answer;
  const isBlind = isBlindAnywhere(project.rounds, project.me);
  return (
    <>
      <div className="page-head">
        <div>
          <h2>{words.title}</h2>
          <p>{words.lead}</p>
        </div>
        <MethodButton project={project} />
      </div>
      {error === null ? null : <Notice kind="bad">{sentenceOf(error)}</Notice>}
      {transcripts.length === 0 ? (
        hidden > 0 || isBlind ? (
          <EmptyState title={words.allHidden}>{words.allHiddenBody}</EmptyState>
        ) : (
          <EmptyState
            title={words.none}
            drawing={<RoleDrawing />}
            action={
              <Link
                to="/projects/$project/rounds"
                params={{ project: project.id }}
                className="btn primary"
              >
                {words.toRounds}
              </Link>
            }
          >
            {words.noneBody}
          </EmptyState>
        )
      ) : (
        <>
          {hidden === 0 ? null : <Notice>{words.hidden(hidden)}</Notice>}
          <section className="agreement-sentence" aria-label={words.title}>
            <p className="summary">{overviewSentence(answer)}</p>
            {isAllowed('decision.write', project.roles, { unblinded: true }) ? null : (
              <p className="muted">{words.mayNotDecide}</p>
            )}
          </section>
          <div className="scrolls-wide">
            <Table
              label={words.table.caption}
              columns={columnsOf(project.id)}
              rows={transcripts}
              keyOf={({ id }) => id}
            />
          </div>
        </>
      )}
    </>
  );
}

function columnsOf(project: string): readonly Column<Row>[] {
  const { table } = words;
  const counted = (id: 'all' | 'agreed' | 'decided'): Column<Row> => ({
    id,
    header: table[id],
    numeric: true,
    renderCell: ({ places }) => <Count n={places?.[id] ?? null} />,
    ...(id === 'all' ? {} : { leaveOutBelow: id === 'agreed' ? 900 : 600 }),
  });
  return [
    {
      id: 'title',
      header: table.transcript,
      isRowHeader: true,
      renderCell: ({ id, title, places, failed }) => (
        <>
          <Link
            to="/projects/$project/adjudicate/$transcript"
            params={{ project, transcript: id }}
            search={{}}
            className="transcript-name"
          >
            <bdi>{title}</bdi>
          </Link>
          {failed === null ? null : <p className="agreement-failed small">{failed}</p>}
          {failed === null && places === null ? <p className="faint small">{table.never}</p> : null}
        </>
      ),
    },
    counted('all'),
    counted('agreed'),
    {
      id: 'far',
      header: table.far,
      hideHeader: true,
      tight: true,
      leaveOutBelow: 900,
      renderCell: ({ places }) => (places === null ? null : <HowFar places={places} />),
    },
    counted('decided'),
    {
      id: 'open',
      header: table.open,
      numeric: true,
      renderCell: ({ id, title, places }) =>
        places === null || places.open === 0 ? (
          <Count n={places?.open ?? null} />
        ) : (
          <Link
            to="/projects/$project/adjudicate/$transcript"
            params={{ project, transcript: id }}
            search={{ state: 'open' }}
            aria-label={table.showOpen(title, places.open)}
          >
            {number(places.open)}
          </Link>
        ),
    },
    {
      id: 'touched',
      header: table.touched,
      numeric: true,
      renderCell: ({ id, title, touched }) =>
        touched === 0 ? (
          <Count n={null} />
        ) : (
          <Link
            to="/projects/$project/adjudicate/$transcript"
            params={{ project, transcript: id }}
            search={{ state: 'touched' }}
            aria-label={table.showTouched(title, touched)}
          >
            {number(touched)}
          </Link>
        ),
    },
    {
      id: 'answers',
      header: table.answers,
      leaveOutBelow: 600,
      renderCell: ({ answers: { accepts, differs } }) =>
        accepts + differs === 0 ? <Count n={null} /> : table.answersOf(accepts, differs),
    },
  ];
}

function Count({ n }: { readonly n: number | null }) {
  return n === null || n === 0 ? <span className="faint">–</span> : number(n);
}

/** How much of what is to be decided is: the figures beside it say the same. */
function HowFar({
  places: { all, agreed, decided },
}: {
  readonly places: NonNullable<Row['places']>;
}) {
  const share = all === agreed ? 1 : decided / (all - agreed);
  return (
    <span className="kind-bar how-far" aria-hidden="true">
      <i style={{ width: `${share * 100}%` }} />
    </span>
  );
}
