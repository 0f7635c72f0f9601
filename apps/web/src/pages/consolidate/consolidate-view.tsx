import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { CandidateAnswer, ConsolidationAnswer, ProjectAnswer } from '@triad/collab';
import { ArrowLeft } from 'lucide-react';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { consolidating } from '../../messages/consolidating.ts';
import { Frame } from '../../shell/frame.tsx';
import { useAccount } from '../../shell/session.ts';
import { Button, EmptyState, Notice, ReasonDialog, toast, useFocusKept } from '../../ui/index.ts';
import { MethodsSection } from '../agreement/methods-section.tsx';
import { KeysSheet } from '../keys/keys-sheet.tsx';
import { PageFoot } from '../keys/page-foot.tsx';
import { pageKeys } from '../keys/page-keys.ts';
import { usePageKeys } from '../keys/use-page-keys.ts';
import { CandidateActs } from './candidate-acts.tsx';
import { CandidateAside } from './candidate-aside.tsx';
import { CandidateFilters } from './candidate-filters.tsx';
import type { CandidateCommand } from './candidate-keys.ts';
import { CANDIDATE_KEYS, candidateCommandFor, CHANGE_HINTS, READ_HINTS } from './candidate-keys.ts';
import { CandidateList } from './candidate-list.tsx';
import type { CandidateGiven } from './candidate-view.tsx';
import { CandidateView } from './candidate-view.tsx';
import { isShown, nextAfter, resembling, sharedPlaces, stepFrom } from './candidates.ts';
import { ConsolidateHead } from './consolidate-head.tsx';
import type { CandidateSearch } from './search.ts';
import { filterOf, searchOf } from './search.ts';
import { useCandidateActs } from './use-candidate-acts.ts';
import { useStatementTitles } from './use-statement-titles.ts';

const PickCmocDialog = lazy(() => import('./pick-cmoc-dialog.tsx'));
const words = consolidating;
const NONE: ReadonlySet<string> = new Set();

/** The list of candidates, the one that is looked at, another beside it, and what is said about it. */
export function Candidates({
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
  const search = useSearch({ from: '/signed-in/projects/$project/consolidate' });
  const navigate = useNavigate();
  const { preferences } = useAccount();
  const table = useMemo(() => pageKeys(CANDIDATE_KEYS, preferences), [preferences]);
  const [dialog, setDialog] = useState<'aside' | 'add' | 'keys' | null>(null);
  const [said, setSaid] = useState('');
  const { accept, change } = useCandidateActs(project.id);
  const statementOf = useStatementTitles(project);
  const { candidates } = answer;
  const filter = useMemo(() => filterOf(search), [search]);
  const list = useMemo(
    () => candidates.filter((each) => isShown(each, filter)),
    [candidates, filter],
  );
  const current = candidates.find(({ id }) => id === search.candidate) ?? null;
  const other =
    current === null ? null : (candidates.find(({ id }) => id === search.beside) ?? null);
  const alike = useMemo(
    () => (current === null ? [] : resembling(current, candidates)),
    [current, candidates],
  );
  const shared = current === null || other === null ? NONE : sharedPlaces(current, other);
  const to = (next: CandidateSearch): void =>
    void navigate({
      to: '/projects/$project/consolidate',
      params: { project: project.id },
      search: next,
      replace: true,
    });
  const go = (candidate: CandidateAnswer | null): void =>
    to({ ...searchOf(filter), ...(candidate === null ? {} : { candidate: candidate.id }) });
  // Without one the address gets the first, so that it always says what is shown.
  const first = list[0];
  const card = useRef<HTMLDivElement>(null);
  // One that is decided on gives way to the next, and what was pressed goes with it.
  const shown = `${(current ?? first)?.id ?? ''} ${dialog ?? ''}`;
  useFocusKept(shown, () => card.current ?? document.getElementById('main'));
  const isNamed = search.candidate !== undefined;
  useEffect(() => {
    if (!isNamed && first !== undefined) go(first);
    // `go` is made anew each time, and does the same.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isNamed, first]);

  const isBusy = accept.isPending || change.isPending;
  /** With the next one before the eyes, as long as the list is of those to look at. */
  const goOn = (candidate: CandidateAnswer): void => {
    if (filter.state === 'open') go(nextAfter(list, candidate.id));
  };
  const take = (candidate: CandidateAnswer, into: string | null): void =>
    accept.mutate(
      { candidate, into },
      {
        onSuccess: ({ cmoc }) => {
          setDialog(null);
          toast(into === null ? words.act.accepted : words.act.added, {
            action: {
              label: words.act.open,
              onAction: () =>
                void navigate({
                  to: '/projects/$project/cmocs/$cmoc',
                  params: { project: project.id, cmoc },
                }),
            },
          });
          goOn(candidate);
        },
      },
    );
  const set = (candidate: CandidateAnswer, state: 'open' | 'set-aside', why: string): void =>
    change.mutate(
      { candidate, state, why },
      {
        onSuccess: () => {
          setDialog(null);
          setSaid(state === 'open' ? words.act.reopened : words.act.asideSaid);
          if (state === 'set-aside') goOn(candidate);
        },
      },
    );
  const run = (command: CandidateCommand): void => {
    setSaid('');
    if (command === 'help') return setDialog('keys');
    if (command === 'next' || command === 'previous') {
      const next = stepFrom(list, search.candidate ?? null, command === 'next' ? 1 : -1);
      if (next === null) setSaid(command === 'next' ? words.keys.last : words.keys.first);
      else go(next);
      return;
    }
    if (current === null) return setSaid(words.keys.choose);
    if (command === 'beside') {
      const [nearest] = alike;
      if (nearest === undefined) setSaid(words.keys.noAlike);
      else to({ ...search, beside: nearest.candidate.id });
      return;
    }
    if (!mayChange || isBusy) return;
    if (current.state !== 'open') return setSaid(words.act.alreadySettled);
    if (command === 'accept') take(current, null);
    else setDialog(command === 'add' ? 'add' : 'aside');
  };
  usePageKeys(
    (event) => candidateCommandFor(event, table),
    (command, { repeat }) => {
      // Who holds the key down means one candidate, not all that come after it.
      if (!(command === 'accept' && repeat)) run(command);
    },
  );
  return (
    <Frame
      project={project}
      page={words.title}
      className="consolidate-frame"
      leftLabel={words.list.left}
      left={
        <div className="candidates-left">
          <Link
            to="/projects/$project"
            params={{ project: project.id }}
            className="candidates-back"
          >
            <ArrowLeft size={14} aria-hidden="true" />
            {words.list.back}
          </Link>
          <CandidateFilters
            candidates={candidates}
            found={list.length}
            filter={filter}
            titleOf={given.titleOf}
            onChange={(next) =>
              to({
                ...searchOf(next),
                ...(search.candidate === undefined ? {} : { candidate: search.candidate }),
              })
            }
          />
          {list.length === 0 ? (
            <EmptyState
              title={filter.state === 'open' ? words.list.noneOpen : words.list.noneFound}
            />
          ) : (
            <CandidateList
              project={project.id}
              list={list}
              current={search.candidate ?? null}
              search={searchOf(filter)}
            />
          )}
        </div>
      }
      rightLabel={words.candidate.right}
      right={
        current === null ? undefined : (
          <CandidateAside {...{ alike, statementOf, given, search }} candidate={current} />
        )
      }
      footer={
        <PageFoot
          {...{ table, said }}
          hints={mayChange ? CHANGE_HINTS : READ_HINTS}
          helpLabel={words.keys.all}
          onHelp={() => setDialog('keys')}
        />
      }
    >
      <div className="page-body consolidate-page">
        <ConsolidateHead project={project} answer={answer} given={given} />
        {current !== null ? (
          <>
            <div className={other === null ? 'candidate-one' : 'candidate-two'}>
              {[current, ...(other === null ? [] : [other])].map((candidate) => (
                <div
                  key={candidate.id}
                  ref={candidate === current ? card : null}
                  tabIndex={-1}
                  className="candidate-card card"
                >
                  <CandidateView {...{ candidate, given, shared, mayChange }} />
                  <CandidateActs
                    candidate={candidate}
                    table={table}
                    mayChange={mayChange}
                    isBusy={isBusy}
                    isFirst={candidate === current}
                    onAccept={() => take(candidate, null)}
                    onAdd={() => setDialog('add')}
                    onAside={() => setDialog('aside')}
                    onReopen={() => set(candidate, 'open', '')}
                  />
                </div>
              ))}
            </div>
            {other === null ? null : (
              <div>
                <Button onPress={() => go(current)}>{words.candidate.notBeside}</Button>
              </div>
            )}
          </>
        ) : isNamed ? (
          <Notice
            title={words.candidate.gone}
            action={
              first === undefined ? undefined : (
                <Button onPress={() => go(first)}>{words.candidate.goFirst}</Button>
              )
            }
          >
            {words.candidate.goneBody}
          </Notice>
        ) : (
          <EmptyState title={candidates.length === 0 ? words.noneCame : words.list.noneOpen}>
            {candidates.length === 0 ? words.noneCameBody : undefined}
          </EmptyState>
        )}
        {answer.methods === '' ? null : (
          <MethodsSection methods={answer.methods} words={words.methods} heading="h2" />
        )}
      </div>
      {dialog === 'aside' && current !== null ? (
        <ReasonDialog
          title={words.act.asideTitle}
          lead={words.act.asideLead}
          label={words.act.asideWhy}
          hint={words.act.asideHint}
          submit={words.act.asideSend}
          isPending={change.isPending}
          onSubmit={(why) => set(current, 'set-aside', why)}
          onClose={() => setDialog(null)}
        />
      ) : null}
      <Suspense>
        {dialog === 'add' && current !== null ? (
          <PickCmocDialog
            project={project.id}
            isPending={accept.isPending}
            onPick={(cmoc) => take(current, cmoc)}
            onClose={() => setDialog(null)}
          />
        ) : null}
      </Suspense>
      {dialog === 'keys' ? (
        <KeysSheet
          table={table}
          labels={words.keys}
          words={words.keys}
          onClose={() => setDialog(null)}
        />
      ) : null}
    </Frame>
  );
}
