import type { AgreementTranscript, DecisionAnswer, Outcome } from '@triad/collab';
import { isMarkRole } from '@triad/realist';
import type { MarkRole, TextRange } from '@triad/realist';
import { Link } from '@tanstack/react-router';
import type { KeyboardEvent, ReactNode, RefObject } from 'react';
import { keyLabel } from '../../annotator/keys.ts';
import { adjudicating as words } from '../../messages/adjudicating.ts';
import { dateTime } from '../../messages/format.ts';
import { Button, Notice } from '../../ui/index.ts';
import type { PlaceWords } from '../agreement/place-words.ts';
import { PlaceDifferences } from '../agreement/place-panel.tsx';
import type { Place } from '../agreement/places.ts';
import type { Scene } from '../agreement/scene.ts';
import type { Asking } from './acts.tsx';
import { Acts, AskFor } from './acts.tsx';
import { CaseRows } from './case-rows.tsx';
import type { DecideCommand } from './decide-keys.ts';
import { TAKES } from './decide-keys.ts';
import { outcomeInWords } from './decision-words.ts';
import { DecisionView } from './decision-view.tsx';
import type { Refusal } from './desk.ts';
import type { Act, RoleKey } from './outcomes.ts';
import { actOf, hasOwnSpan, labelOf, usualOutcome } from './outcomes.ts';
import { PassageView } from './passage-view.tsx';
import { lastRuling } from './pending.ts';
import { ReasonField } from './reason-field.tsx';
import { isTouched, stateOf } from './standing.ts';

export type CasePanelProps = {
  readonly project: string;
  readonly me: string;
  readonly place: Place;
  /** With what is on its way. */
  readonly decision: DecisionAnswer | undefined;
  readonly isPending: boolean;
  readonly transcript: AgreementTranscript;
  readonly scene: Scene;
  readonly given: PlaceWords;
  readonly takers: readonly string[];
  readonly mayDecide: boolean;
  /** That are offered where an act asks for one. */
  readonly roles: readonly RoleKey[];
  readonly areLettersOn: boolean;
  readonly keyOf: (command: DecideCommand) => string | undefined;
  readonly asking: Asking | null;
  readonly drawn: TextRange | null;
  readonly reason: string;
  /** Somebody decided while this lead was looking. */
  readonly isLocked: boolean;
  readonly refusal: Refusal | undefined;
  /** Who else looks at it now. */
  readonly here: readonly string[];
  readonly passageRef: RefObject<HTMLDivElement | null>;
  readonly reasonRef: RefObject<HTMLTextAreaElement | null>;
  /** A coder's own answer. */
  readonly reply: ReactNode;
  readonly onCommand: (command: DecideCommand) => void;
  readonly onAct: (act: Act) => void;
  readonly onTake: (at: number) => void;
  readonly onRole: (role: MarkRole) => void;
  readonly onTick: (span: string) => void;
  readonly onSpans: () => void;
  readonly onBack: () => void;
  readonly onSelect: (range: TextRange) => void;
  readonly onPassageKey: (event: KeyboardEvent) => boolean;
  readonly onReason: (why: string) => void;
  readonly onDecide: () => void;
  readonly onLeaveReason: () => void;
  readonly onSettle: () => void;
  readonly onUndoBatch: (batch: string) => void;
};

/** One place: its words, what each coder has there, what can be made of it, and what was. */
export function CasePanel(props: CasePanelProps) {
  const { place, decision, isPending, transcript, scene, given, takers, mayDecide, keyOf } = props;
  const { nameOf } = given;
  const state = stateOf(place, decision);
  const here = place.ranges[0] ?? { startUtf16: 0, endUtf16: 0 };
  const taken = takenSpans(decision?.ruling?.outcome ?? null, place);
  const isAgreed = place.group?.kinds.includes('agree') === true;
  return (
    <>
      <PassageView
        key={place.id}
        scene={scene}
        here={here}
        isDrawing={props.asking?.act === 'drawn'}
        drawn={props.asking?.act === 'drawn' ? props.drawn : null}
        boxRef={props.passageRef}
        onSelect={props.onSelect}
        onKey={props.onPassageKey}
      />
      {isAgreed ? null : <PlaceDifferences place={place} transcript={transcript} nameOf={nameOf} />}
      <CaseRows
        place={place}
        transcript={transcript}
        given={given}
        takers={takers}
        keyOf={(at) => {
          const n = TAKES[at];
          const key = n === undefined ? undefined : keyOf(`take-${n}`);
          return key === undefined ? undefined : keyLabel(key);
        }}
        taken={taken}
        onTake={mayDecide && !props.isLocked ? props.onTake : null}
      />
      {isAgreed && state === 'agreed' ? (
        <p className="muted case-agreed">{words.acts.wouldTakeAll(mayDecide)}</p>
      ) : null}
      {mayDecide ? <Deciding {...props} /> : <p className="muted">{words.mayNotDecide}</p>}
      {decision === undefined || isPending ? null : (
        <div className="case-decision">
          <h2 className="label">{words.ruling.title}</h2>
          <DecisionView
            decision={decision}
            nameOf={nameOf}
            quoteOf={([start, end]) => scene.text.slice(start, end)}
            acts={<DecisionActs {...props} decision={decision} />}
          />
          {props.reply}
        </div>
      )}
    </>
  );
}

function DecisionActs({
  project,
  transcript,
  place,
  decision,
  mayDecide,
  isLocked,
  keyOf,
  onCommand,
  onUndoBatch,
}: CasePanelProps & { readonly decision: DecisionAnswer }) {
  const shortcut = (command: DecideCommand) => {
    const key = keyOf(command);
    return key === undefined ? {} : { shortcut: keyLabel(key) };
  };
  const batch = decision.ruling?.batch ?? null;
  const mayAct = mayDecide && !isLocked && decision.ruling !== null;
  return (
    <>
      {mayAct && isTouched(decision) ? (
        <Button {...shortcut('again')} onPress={() => onCommand('again')}>
          {words.acts.again}
        </Button>
      ) : null}
      {mayAct ? (
        <Button kind="quiet" {...shortcut('reopen')} onPress={() => onCommand('reopen')}>
          {words.acts.reopen}
        </Button>
      ) : null}
      {mayAct && batch !== null ? (
        <Button kind="quiet" onPress={() => onUndoBatch(batch)}>
          {words.ruling.batch}
        </Button>
      ) : null}
      <Link
        to="/projects/$project/way/$transcript/$span"
        params={{ project, transcript: transcript.id, span: place.id }}
        className="btn quiet"
      >
        {words.place.whole}
      </Link>
    </>
  );
}

/** The acts, or what stands in their way. */
function Deciding(props: CasePanelProps) {
  const { place, decision, given, me, asking, keyOf, areLettersOn, refusal, isLocked } = props;
  const own = place.spans.filter(({ member }) => member === me).length;
  const usual = usualOutcome(place, decision);
  return (
    <div className="deciding">
      {refusal === undefined ? null : (
        <Notice
          kind="bad"
          title={words.refused.title}
          action={<Button onPress={props.onSettle}>{words.refused.look}</Button>}
        >
          {refusal.sentence}{' '}
          {words.refused.yours(
            outcomeInWords(
              refusal.outcome,
              place.spans.map(({ id, member }) => ({ span: id, member })),
              given.nameOf,
            ),
          )}
        </Notice>
      )}
      {isLocked ? <Meanwhile {...props} /> : null}
      {asking !== null ? (
        <AskFor
          place={place}
          text={given.text}
          asking={asking}
          drawn={props.drawn}
          usual={asking.act === 'drawn' ? usualRole(place) : null}
          roles={props.roles}
          areLettersOn={areLettersOn}
          nameOf={given.nameOf}
          onRole={props.onRole}
          onTick={props.onTick}
          onSpans={props.onSpans}
          onBack={props.onBack}
        />
      ) : isLocked ? null : (
        <Acts
          place={place}
          decided={actOf(decision?.ruling?.outcome ?? null)}
          usual={actOf(usual)}
          keyOf={keyOf}
          onAct={props.onAct}
          onFlag={() => props.onCommand('flag')}
        />
      )}
      {own > 0 && hasOwnSpan(place, me) ? (
        <p className="muted small">{words.acts.own(own)}</p>
      ) : null}
      {props.here.length === 0 ? null : (
        <p className="muted small">{words.leads.here(props.here.map(given.nameOf))}</p>
      )}
      <ReasonField
        key={`${place.id} ${refusal === undefined ? '' : 'again'}`}
        initial={props.reason}
        fieldRef={props.reasonRef}
        onChange={props.onReason}
        onDecide={props.onDecide}
        onLeave={props.onLeaveReason}
      />
    </div>
  );
}

/** Another lead decided while this one was looking. */
function Meanwhile({ decision, place, given, keyOf, onCommand }: CasePanelProps) {
  const last = lastRuling(decision);
  const key = keyOf('unlock');
  if (last === null) return null;
  const name = given.nameOf(last.by);
  const spans = place.spans.map(({ id, member }) => ({ span: id, member }));
  return (
    <Notice
      kind="warn"
      action={
        <Button
          {...(key === undefined ? {} : { shortcut: keyLabel(key) })}
          onPress={() => onCommand('unlock')}
        >
          {words.leads.unlock}
        </Button>
      }
    >
      <span role="status">
        {last.outcome === null || decision?.ruling === null
          ? words.leads.meanwhileBack(name)
          : words.leads.meanwhile(
              name,
              outcomeInWords(last.outcome, spans, given.nameOf),
              dateTime(last.at),
            )}
      </span>
    </Notice>
  );
}

function usualRole(place: Place): MarkRole | null {
  const label = labelOf(place.spans);
  return isMarkRole(label) ? label : null;
}

/** Spans that stand as they are. */
function takenSpans(outcome: Outcome | null, { spans }: Place): ReadonlySet<string> {
  if (outcome?.kind === 'both') return new Set(outcome.spans);
  if (outcome?.kind !== 'coder') return new Set();
  // Whoever marked just the same had the same taken.
  const one = spans.find(({ id }) => id === outcome.span);
  const isSame = (span: Place['spans'][number]): boolean =>
    one !== undefined &&
    span.startUtf16 === one.startUtf16 &&
    span.endUtf16 === one.endUtf16 &&
    span.role === one.role;
  return new Set(spans.filter(isSame).map(({ id }) => id));
}
