import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import type { AdjudicationAnswer, ProjectAnswer, TranscriptAnswer } from '@triad/collab';
import { blindRoundOf, isAllowed } from '@triad/collab';
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { keyLabel } from '../../annotator/keys.ts';
import { useSignal } from '../../annotator/signal.ts';
import { queries } from '../../api/queries.ts';
import { adjudicating as words } from '../../messages/adjudicating.ts';
import { agreement } from '../../messages/agreement.ts';
import { useAccount } from '../../shell/session.ts';
import { Checkbox, ConfirmDialog, Notice } from '../../ui/index.ts';
import { byName } from '../agreement/by-name.ts';
import { PlacesBar } from '../agreement/places-bar.tsx';
import { PlaceGone, PlacesFrame } from '../agreement/places-frame.tsx';
import type { Place } from '../agreement/places.ts';
import { groupPlacesOf, placeAt, stepFrom } from '../agreement/places.ts';
import { sceneOf } from '../agreement/scene.ts';
import { usePlaceWords } from '../agreement/use-place-words.ts';
import { firstKeyOf, pageKeys } from '../keys/page-keys.ts';
import { usePageKeys } from '../keys/use-page-keys.ts';
import { nameIn } from '../project/name-in.ts';
import { BulkMenu, useUndoBatch } from './bulk-menu.tsx';
import { CaseListColumn, nextTranscript } from './case-list-column.tsx';
import { CasePanel } from './case-panel.tsx';
import { Configurations } from './configurations.tsx';
import { DecideFoot } from './decide-foot.tsx';
import type { DecideCommand } from './decide-keys.ts';
import { DECIDE_KEYS, takeOf } from './decide-keys.ts';
import type { Heard } from './heard.ts';
import { heardAs } from './heard.ts';
import { goesOnwards, keepOnwards } from './onwards.ts';
import { Orphans } from './orphans.tsx';
import { isAct, roleKeys } from './outcomes.ts';
import { withPending } from './pending.ts';
import { ReplyForm } from './reply-form.tsx';
import {
  decisionsByPlace,
  isListed,
  isTouched,
  nextOpen,
  stateOf,
  withoutPlace,
} from './standing.ts';
import { useCurrent } from './use-current.ts';
import { useDeciding } from './use-deciding.ts';
import { useDesk } from './use-desk.ts';
import { useLeads, whoIsWhere } from './use-leads.ts';
import { useLock } from './use-lock.ts';

/** The places of one transcript, decided one after the other. */
export function Decide({
  project,
  transcript,
  answer,
}: {
  readonly project: ProjectAnswer;
  readonly transcript: TranscriptAnswer;
  readonly answer: AdjudicationAnswer;
}) {
  const { data: members } = useSuspenseQuery(queries.members(project.id));
  const overview = useQuery(queries.adjudicationOverview(project.id)).data;
  const { preferences } = useAccount();
  const nameOf = useMemo(() => (id: string) => nameIn(members, id), [members]);
  // What is drawn changes with these alone: a decision more draws nothing of it anew.
  const { text, turns, spans, groups, sketches, differences, flags } = answer;
  const scene = useMemo(
    () => sceneOf({ text, turns, spans, groups }, transcript.speakers),
    [text, turns, spans, groups, transcript.speakers],
  );
  const places = useMemo(
    () => groupPlacesOf({ spans, groups, sketches, differences, flags }),
    [spans, groups, sketches, differences, flags],
  );
  const coders = useMemo(
    () => byName(answer.transcript.coders, nameOf).map(({ member }) => member),
    [answer.transcript.coders, nameOf],
  );
  const given = usePlaceWords(project, answer, nameOf);
  const areLettersOn = preferences.letterKeys !== false;
  const table = useMemo(() => pageKeys(DECIDE_KEYS, preferences), [preferences]);
  const keyOf = (command: DecideCommand): string | undefined => firstKeyOf(table, command);
  const mayDecide = isAllowed('decision.write', project.roles, {
    unblinded: blindRoundOf(project.rounds, transcript.id, project.me) === null,
  });

  const { current, isNew, isGone, filter, setPlace, setFilter, goToTranscript } = useCurrent(
    project.id,
    transcript.id,
    places,
  );
  const roles = roleKeys(project.method, current?.spans ?? []);
  const [dialog, setDialog] = useState<'flag' | 'keys' | null>(null);
  const [batch, setBatch] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const [isOnwards, setOnwards] = useState(goesOnwards);
  const scroller = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const reasonField = useRef<HTMLTextAreaElement>(null);
  const passage = useRef<HTMLDivElement>(null);
  const toKeys = (): void => scroller.current?.focus({ preventScroll: true });

  // ---- what is decided, with what is on its way
  const desk = useDesk(project.id, transcript.id, {
    text: answer.transcript.result?.text ?? '',
    onRefused: (place) => {
      const refused = places.find(({ id }) => id === place);
      if (refused !== undefined) go(refused, words.said.refused);
    },
  });
  const pending = useSignal(desk.pending);
  const refusals = useSignal(desk.refused);
  const known = useMemo(() => decisionsByPlace(answer.decisions), [answer.decisions]);
  const decisions = useMemo(
    () => withPending(known, pending, project.me),
    [known, pending, project.me],
  );
  const waiting = useMemo(() => new Set(pending.keys()), [pending]);
  const list = useMemo(
    () => places.filter((place) => isListed(place, decisions.get(place.id), filter)),
    [places, decisions, filter],
  );
  const isOpen = (place: Place): boolean => {
    const decision = decisions.get(place.id);
    return stateOf(place, decision) === 'open' || isTouched(decision);
  };
  const further = nextTranscript(overview, transcript.id);
  const deciding = useDeciding({
    desk,
    places,
    current,
    decisions,
    known,
    nameOf,
    transcript: answer.transcript,
    say: setSaid,
    onBack: toKeys,
    onUndone: (place) => go(place, words.said.undone),
    onDecided: (place, sentence) => {
      if (!isOnwards) {
        setSaid(sentence);
        return;
      }
      // What is decided leaves a list of the open ones; the rest of the filter leads on.
      const isIn = (other: Place): boolean =>
        other !== place &&
        isOpen(other) &&
        isListed(other, decisions.get(other.id), { ...filter, state: 'all' });
      const next = nextOpen(places, place, isIn);
      if (next !== null) go(next, sentence);
      else {
        const key = keyOf('transcript');
        const on =
          further === null || key === undefined
            ? []
            : [words.said.goOn(further.title, keyLabel(key))];
        setSaid([sentence, words.said.lastOpen, ...on].join(' '));
      }
    },
  });
  const { asking, drawn, takers, decision, stop } = deciding;
  const stopRef = useRef(stop);
  useEffect(() => {
    stopRef.current = stop;
  });
  const go = useCallback(
    (place: Place, sentence = ''): void => {
      setSaid(sentence);
      stopRef.current();
      setPlace(place.id);
      if (scroller.current !== null) scroller.current.scrollTop = 0;
    },
    [setPlace],
  );
  // Without one the page begins at the first that is open.
  useEffect(() => {
    const first = nextOpen(list, null, isOpen) ?? list[0];
    if (isNew && first !== undefined) go(first);
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isNew, list]);

  // ---- others
  const hull = current?.ranges[0];
  const others = useLeads(
    transcript.documents.find(({ kind }) => kind === 'transcript'),
    project.me,
    current === null || hull === undefined ? null : { place: current.id, range: hull },
  );
  const leads = useMemo(() => whoIsWhere(others), [others]);
  // The place comes first; its list follows when it is there, and gives way to the next key.
  const column = useDeferredValue(
    useMemo(
      () => ({ text, places, list, current, decisions, waiting, leads, filter, coders }),
      [text, places, list, current, decisions, waiting, leads, filter, coders],
    ),
  );
  const here = others.flatMap(({ member, place }) =>
    current !== null && place === current.id ? [member] : [],
  );
  const { isLocked, unlock } = useLock(
    current?.id,
    current === null ? undefined : known.get(current.id),
    project.me,
    current !== null && pending.has(current.id),
  );
  if (isLocked && asking !== null) stop();

  const step = (by: 1 | -1): void => {
    const next = stepFrom(list, places, current, by);
    if (next === null) setSaid(by === 1 ? agreement.place.last : agreement.place.first);
    else go(next);
  };
  const sayLocked = (): void => setSaid(words.leads.first(keyLabel(keyOf('unlock') ?? '')));
  const run = (command: DecideCommand): void => {
    if (command === 'help') setDialog('keys');
    else if (command === 'next') step(1);
    else if (command === 'previous') step(-1);
    else if (command === 'back') deciding.back();
    else if (command === 'transcript') {
      if (further === null) setSaid(words.place.noFurther);
      else goToTranscript(further.id);
    } else if (current === null) setSaid(words.said.choose);
    else if (command === 'flag') setDialog('flag');
    else if (command === 'comment') {
      if (field.current === null) setSaid(agreement.talk.hidden);
      else field.current.focus();
    } else if (!mayDecide) setSaid(words.said.readOnly);
    else if (command === 'reason') reasonField.current?.focus();
    else if (command === 'undo') deciding.undo();
    else if (command === 'unlock') {
      if (!isLocked) return;
      unlock();
      setSaid(words.leads.unlockSaid);
    } else if (isLocked) sayLocked();
    else if (command === 'again') deciding.again();
    else if (command === 'reopen') deciding.reopen();
    else if (isAct(command)) deciding.act(command);
    else deciding.take(takeOf(command) ?? 0);
  };
  const hear = (heard: Heard): void => {
    if (heard.kind === 'command') run(heard.command);
    else if (heard.kind === 'role') deciding.giveRole(heard.role);
    else if (heard.kind === 'usual') deciding.usual();
    else deciding.tickAt(heard.at);
  };
  usePageKeys((event) => heardAs(event, table, asking, areLettersOn ? roles : []), hear);

  const undoBatch = useUndoBatch({ project: project.id, transcript: transcript.id });
  const orphans = useMemo(() => withoutPlace(answer.decisions, places), [answer.decisions, places]);
  const first = list[0];
  return (
    <PlacesFrame
      {...{ project, transcript, current, nameOf, field, table, dialog }}
      page={words.of(transcript.title)}
      className="decide-frame"
      round={answer.transcript.round}
      labels={words.keys.label}
      choose={words.said.choose}
      leftLabel={words.place.left}
      actions={
        mayDecide ? (
          <BulkMenu
            project={project.id}
            transcript={transcript.id}
            answer={answer}
            nameOf={nameOf}
          />
        ) : null
      }
      left={
        <CaseListColumn
          {...column}
          {...{ project, transcript, nameOf }}
          layers={answer.transcript.coders}
          onFilter={setFilter}
          onGo={go}
        />
      }
      rightLabel={words.place.right}
      more={
        current === null ? null : (
          <Configurations
            project={project.id}
            transcript={transcript.id}
            answer={answer}
            place={current}
            given={given}
            mayDecide={mayDecide}
          />
        )
      }
      onLeaveTalk={toKeys}
      onFlagged={() => setSaid(words.said.flagged)}
      onCloseDialog={() => setDialog(null)}
      footer={
        <DecideFoot
          {...{ table, said, mayDecide, places, others, nameOf }}
          onHelp={() => setDialog('keys')}
        />
      }
    >
      {answer.transcript.result === null ? (
        <div className="places-notice">
          <Notice>{words.place.noText}</Notice>
        </div>
      ) : null}
      {isGone ? <PlaceGone first={first} onGo={go} /> : null}
      <PlacesBar
        {...{ project, answer, list, current }}
        keyOf={(command) => keyOf(command)}
        turns={scene.turns}
        onStep={step}
        onFlag={null}
        onOffset={(offset) => {
          const place = placeAt(places, offset);
          if (place !== null) go(place);
        }}
      />
      <div
        className="decide-scroll"
        ref={scroller}
        // It scrolls, so the keyboard must reach it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="region"
        aria-label={agreement.place.right}
      >
        <Orphans project={project.id} transcript={transcript.id} {...{ orphans, text, nameOf }} />
        {current === null ? null : (
          <CasePanel
            project={project.id}
            me={project.me}
            place={current}
            decision={decision}
            isPending={waiting.has(current.id)}
            transcript={answer.transcript}
            {...{ scene, given, takers, roles, areLettersOn, keyOf, asking, drawn, isLocked, here }}
            mayDecide={mayDecide && answer.transcript.result !== null}
            reason={desk.reasons.get(current.id) ?? ''}
            refusal={refusals.get(current.id)}
            passageRef={passage}
            reasonRef={reasonField}
            reply={
              decision === undefined ||
              !isAllowed('decision.answer', project.roles, { unblinded: true }) ? null : (
                <ReplyForm
                  key={`${decision.id} ${decision.ruling?.number ?? 0}`}
                  project={project.id}
                  transcript={transcript.id}
                  decision={decision}
                  me={project.me}
                  codedIt={coders.includes(project.me)}
                  onAnswered={() => setSaid(words.reply.sent)}
                />
              )
            }
            onCommand={run}
            onAct={deciding.act}
            onTake={deciding.take}
            onRole={deciding.giveRole}
            onTick={deciding.tick}
            onSpans={deciding.takeTicked}
            onBack={deciding.back}
            onSelect={deciding.setDrawn}
            onPassageKey={(event) => {
              const letters = areLettersOn ? roles : [];
              const heard = heardAs(event.nativeEvent, table, asking, letters);
              if (heard === null) return false;
              event.stopPropagation();
              hear(heard);
              return true;
            }}
            onReason={(why) => void desk.reasons.set(current.id, why)}
            onDecide={isLocked ? sayLocked : deciding.decideUsual}
            onLeaveReason={toKeys}
            onSettle={() => desk.settle(current.id)}
            onUndoBatch={setBatch}
          />
        )}
        {mayDecide ? (
          <Checkbox
            isSelected={isOnwards}
            onChange={(isOn) => {
              setOnwards(isOn);
              keepOnwards(isOn);
            }}
          >
            {words.setting.onwards}
          </Checkbox>
        ) : null}
      </div>
      <ConfirmDialog
        isOpen={batch !== null}
        onClose={() => setBatch(null)}
        title={words.bulk.undoTitle}
        confirm={words.bulk.undoConfirm}
        onConfirm={() => {
          if (batch !== null) undoBatch.mutate(batch);
          setBatch(null);
        }}
      >
        <p>{words.bulk.undoBody}</p>
      </ConfirmDialog>
    </PlacesFrame>
  );
}
