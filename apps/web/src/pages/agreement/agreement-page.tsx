import { keepPreviousData, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { AgreementAnswer, MemberAnswer, ProjectAnswer } from '@triad/collab';
import {
  basisOf,
  blindRoundOf,
  isAllowed,
  isBlindAnywhere,
  NOTHING_HIDDEN,
  ROUTES,
} from '@triad/collab';
import { ListFilter, SlidersHorizontal } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { fillPath } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import { agreement as words } from '../../messages/agreement.ts';
import { ExportMenu } from '../../shell/export-menu.tsx';
import { Frame } from '../../shell/frame.tsx';
import { Button, EmptyState, Loading, Notice, RoleDrawing } from '../../ui/index.ts';
import { nameIn } from '../project/name-in.ts';
import { ProjectNav } from '../project/project-nav.tsx';
import { useProject } from '../project/use-project.ts';
import { FiguresSection } from './figures-section.tsx';
import { JobBar } from './job-bar.tsx';
import { KindCounts } from './kind-counts.tsx';
import { LeftOutSection } from './left-out-section.tsx';
import { MethodsSection } from './methods-section.tsx';
import { PairsSection } from './pairs-section.tsx';
import { RolesSection } from './roles-section.tsx';
import { transcriptsIn } from './search.ts';
import { summaryOf } from './summary.ts';
import { TranscriptsSection } from './transcripts-section.tsx';
import './agreement-page.css';

const SettingsDialog = lazy(() => import('./settings-dialog.tsx'));
const ChooseTranscriptsDialog = lazy(() => import('./choose-transcripts-dialog.tsx'));

/** While intervals are drawn, it is asked again after so long. */
const INTERVALS_AGAIN_MS = 2_500;

/** Where coders agree and where they part: a sentence, the places, then the figures. */
export function AgreementPage() {
  const { project } = useProject();
  const search = useSearch({ from: '/signed-in/projects/$project/agreement' });
  const chosen = transcriptsIn(search);
  const { data: members } = useSuspenseQuery(queries.members(project.id));
  const mayRead = isAllowed('agreement.read', project.roles, NOTHING_HIDDEN);
  const { data, error } = useQuery({
    ...queries.agreement(project.id, chosen),
    enabled: mayRead,
    placeholderData: keepPreviousData,
    // Nobody tells that they are drawn.
    refetchInterval: ({ state }) =>
      state.data?.intervals === 'coming' ? INTERVALS_AGAIN_MS : false,
  });
  const content = !mayRead ? (
    <EmptyState title={words.mayNot}>{words.mayNotBody}</EmptyState>
  ) : data !== undefined ? (
    <Answered project={project} members={members} answer={data} chosen={chosen} error={error} />
  ) : error === null ? (
    <Loading>{words.loading}</Loading>
  ) : (
    <Notice kind="bad">{sentenceOf(error)}</Notice>
  );
  return (
    <Frame project={project} page={words.title} left={<ProjectNav project={project} />}>
      <div className="page-body agreement-page">{content}</div>
    </Frame>
  );
}

function Answered({
  project,
  members,
  answer,
  chosen,
  error,
}: {
  readonly project: ProjectAnswer;
  readonly members: readonly MemberAnswer[];
  readonly answer: AgreementAnswer;
  readonly chosen: readonly string[];
  /** It could not be fetched again. */
  readonly error: Error | null;
}) {
  const nameOf = (id: string): string => nameIn(members, id);
  const mayWork = isAllowed('agreement.work', project.roles, {
    nowhereBlind: !isBlindAnywhere(project.rounds, project.me),
  });
  const { transcripts } = answer;
  const isNothing = transcripts.length === 0;
  const isKnown = transcripts.some(({ result }) => result !== null);
  return (
    <>
      <div className="page-head">
        <div>
          <h2>{words.title}</h2>
          <p>{words.lead}</p>
        </div>
        {isNothing ? null : <Acts project={project} answer={answer} chosen={chosen} />}
      </div>
      {error === null ? null : <Notice kind="bad">{sentenceOf(error)}</Notice>}
      {isNothing ? (
        <Nothing project={project} isHidden={answer.hidden > 0} isChosen={chosen.length > 0} />
      ) : (
        <>
          {answer.hidden === 0 ? null : <Notice>{words.hidden(answer.hidden)}</Notice>}
          <section className="agreement-sentence" aria-label={words.title}>
            <p className="summary">{summaryOf(answer)}</p>
            <JobBar project={project.id} answer={answer} mayWork={mayWork} />
          </section>
          {isKnown ? <KindCounts project={project.id} answer={answer} /> : null}
          <TranscriptsSection
            project={project.id}
            transcripts={transcripts}
            rounds={project.rounds}
            nameOf={nameOf}
          />
          {isKnown ? <Described project={project.id} answer={answer} nameOf={nameOf} /> : null}
          <LeftOutSection answer={answer} nameOf={nameOf} />
          <MethodsSection methods={answer.methods} words={words.methods} heading="h3" />
        </>
      )}
    </>
  );
}

/** The tables and figures that describe the places. */
function Described({
  project,
  answer,
  nameOf,
}: {
  readonly project: string;
  readonly answer: AgreementAnswer;
  readonly nameOf: (member: string) => string;
}) {
  return (
    <>
      <div className="heat-columns">
        <RolesSection project={project} answer={answer} />
        {answer.settings.coefficients ? (
          <PairsSection pairs={answer.pairs} nameOf={nameOf} />
        ) : null}
      </div>
      {answer.settings.coefficients ? (
        <FiguresSection figures={answer.figures} intervals={answer.intervals} />
      ) : (
        <p className="muted">{words.figures.off}</p>
      )}
    </>
  );
}

function Acts({
  project,
  answer,
  chosen,
}: {
  readonly project: ProjectAnswer;
  readonly answer: AgreementAnswer;
  readonly chosen: readonly string[];
}) {
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<'settings' | 'transcripts' | null>(null);
  const close = (): void => setDialog(null);
  const choices = useChoices(project, answer, chosen);
  return (
    <div className="row wrap">
      <Button
        icon={<ListFilter size={14} aria-hidden="true" />}
        onPress={() => setDialog('transcripts')}
      >
        {chosen.length === 0
          ? words.filter.all(answer.transcripts.length)
          : words.filter.some(answer.transcripts.length)}
      </Button>
      <ExportMenu
        words={words.export}
        pathOf={(as) =>
          fillPath(
            ROUTES.exportAgreement.path,
            { project: project.id },
            { as, ...(chosen.length === 0 ? {} : { transcripts: chosen.join() }) },
          )
        }
      />
      {isAllowed('agreement.change', project.roles) ? (
        <Button
          icon={<SlidersHorizontal size={14} aria-hidden="true" />}
          onPress={() => setDialog('settings')}
        >
          {words.settings.button}
        </Button>
      ) : null}
      <Suspense>
        {dialog === 'settings' ? (
          <SettingsDialog project={project.id} answer={answer} onClose={close} />
        ) : null}
        {dialog === 'transcripts' ? (
          <ChooseTranscriptsDialog
            transcripts={choices}
            chosen={chosen}
            onClose={close}
            onChoose={(ids) =>
              void navigate({
                to: '/projects/$project/agreement',
                params: { project: project.id },
                search: ids.length === 0 ? {} : { transcripts: ids.join() },
              })
            }
          />
        ) : null}
      </Suspense>
    </div>
  );
}

/** All transcripts that can be chosen: the answer to a choice has only those that were. */
function useChoices(
  { id, rounds, me }: ProjectAnswer,
  { transcripts }: AgreementAnswer,
  chosen: readonly string[],
): readonly { readonly id: string; readonly title: string }[] {
  const all = useQuery(queries.transcripts(id)).data;
  if (chosen.length === 0 || all === undefined) return transcripts;
  return all.filter(
    (each) =>
      basisOf(rounds, each.id, each.basis) !== null && blindRoundOf(rounds, each.id, me) === null,
  );
}

function Nothing({
  project,
  isHidden,
  isChosen,
}: {
  readonly project: ProjectAnswer;
  readonly isHidden: boolean;
  readonly isChosen: boolean;
}) {
  if (isHidden || isBlindAnywhere(project.rounds, project.me)) {
    return <EmptyState title={words.allHidden}>{words.allHiddenBody}</EmptyState>;
  }
  return (
    <EmptyState
      title={words.none}
      drawing={<RoleDrawing />}
      action={
        isChosen ? (
          <Link
            to="/projects/$project/agreement"
            params={{ project: project.id }}
            className="btn primary"
          >
            {words.filter.showAll}
          </Link>
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
      {isChosen ? words.filter.gone : words.noneBody}
    </EmptyState>
  );
}
