import { ChevronLeft, ChevronRight, CircleHelp, Spline, StickyNote, Trash2 } from 'lucide-react';
import { ROLES } from '@triad/realist';
import type { Role } from '@triad/realist';
import type { RefObject } from 'react';
import { useDeferredValue, useEffect, useMemo, useRef } from 'react';
import { annotator as words } from '../messages/annotator.ts';
import { say } from '../messages.ts';
import { Button, EmptyState, IconButton, RoleBadge, Select } from '../ui/index.ts';
import type { DecisionAnswer } from '@triad/collab';
import { adjudicating } from '../messages/adjudicating.ts';
import type { PlacedSpan } from './marks.ts';
import type { OwnDecisions } from './own-decisions.ts';
import type { PanelProps } from './panel-props.ts';
import { useFocusOn } from './focus-on.ts';
import type { CommandId, Shortcut } from './keys.ts';
import { keyLabel } from './keys.ts';
import { LateMark } from './late-mark.tsx';
import { offeredRoles } from './method-offers.ts';
import { LostSpans } from './lost-spans.tsx';
import type { SpanRef } from './layers.ts';
import type { AnnotatorSession } from './session.ts';
import { useLater, useSignal } from './signal.ts';
import { formatTime } from './time.ts';
import { DecisionCount, SpanDecision } from './span-decision.tsx';
import { useOwnDecisions } from './use-own-decisions.ts';
import { useRows } from './use-rows.ts';

const EVERYBODY = 'everybody';

/** Spans in the order of the text, filtered by role, coder and words; a click jumps there. */
export function SpansPanel({ session, project, focusOn, shortcuts, isBlind }: PanelProps) {
  const roles = useMemo(() => offeredRoles(project.method), [project.method]);
  const version = useLater(session.spansVersion);
  useLater(session.layersVersion);
  const filter = useDeferredValue(useSignal(session.filter));
  const visible = useSignal(session.layers.visible);
  // Listing 20,000 spans takes a millisecond; it is done when spans or filter changed, not when a
  // key moves through them. `version` and `visible` stand for what the session holds.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const list = useMemo(() => session.list(), [session, version, filter, visible]);
  const ties = useTies(session);
  const decisions = useOwnDecisions(project, session.transcript.id, isBlind);
  const search = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLDivElement>(null);

  useFocusOn(focusOn, (what) => {
    if (what === 'filter') search.current?.focus();
    else if (what === 'list') box.current?.focus();
    else return false;
    return true;
  });

  const filtered =
    filter.roles !== null || filter.member !== null || filter.words !== '' || filter.only !== null;
  const clear = (): void =>
    session.filter.set({ roles: null, member: null, words: '', only: null });
  return (
    <div className="spans-panel">
      <Filters session={session} roles={roles} searchRef={search} isBlind={isBlind} />
      <p className="spans-count small faint" role="status">
        {words.panel.found(list.length, session.layers.spanCount)} · {words.panel.inOrder}
        {filtered ? (
          <Button kind="quiet" className="small" onPress={clear}>
            {words.panel.clear}
          </Button>
        ) : null}
      </p>
      <DecisionCount session={session} decisions={decisions} />
      <LostSpans session={session} />
      {list.length === 0 ? (
        <EmptyState title={filtered ? words.panel.noneFound : words.panel.noSpans}>
          {filtered ? null : words.panel.noSpansBody}
        </EmptyState>
      ) : (
        <SpanList session={session} list={list} ties={ties} decisions={decisions} boxRef={box} />
      )}
      <SpanDecision session={session} project={project} decisions={decisions} />
      <CurrentActs session={session} roles={roles} shortcuts={shortcuts} />
    </div>
  );
}

function Filters({
  session,
  roles: offered,
  searchRef,
  isBlind,
}: {
  readonly session: AnnotatorSession;
  readonly roles: readonly Role[];
  readonly searchRef: RefObject<HTMLInputElement | null>;
  /** Then all that is shown is one's own. */
  readonly isBlind: boolean;
}) {
  const filter = useSignal(session.filter);
  const layers = session.layers.listed();
  const toggle = (role: Role): void => {
    const roles = new Set(filter.roles ?? ROLES);
    if (filter.roles === null) {
      // From 'all' a press means 'this one alone', which is what is nearly always wanted.
      session.filter.set({ ...filter, roles: new Set([role]) });
      return;
    }
    if (roles.has(role)) roles.delete(role);
    else roles.add(role);
    session.filter.set({ ...filter, roles: roles.size === 0 ? null : roles });
  };
  return (
    <div className="filters">
      <div className="filter-roles" role="group" aria-label={words.panel.roles}>
        {offered.map((role) => (
          <button
            key={role}
            type="button"
            aria-pressed={filter.roles?.has(role) ?? false}
            aria-label={say.roles[role]}
            className={filter.roles === null || filter.roles.has(role) ? '' : 'off'}
            onClick={() => toggle(role)}
          >
            <RoleBadge role={role} decorative />
          </button>
        ))}
      </div>
      {isBlind ? null : (
        <Select
          label={words.panel.coder}
          hideLabel
          value={filter.member ?? EVERYBODY}
          choices={[
            { value: EVERYBODY, label: words.panel.everybody },
            ...layers.map(({ member }) => ({
              value: member,
              label: member === session.me ? words.side.you : session.nameOf(member),
            })),
          ]}
          onChange={(member) =>
            session.filter.set({ ...filter, member: member === EVERYBODY ? null : member })
          }
        />
      )}
      <input
        ref={searchRef}
        type="search"
        className="input filter-words"
        aria-label={words.panel.words}
        placeholder={words.panel.words}
        value={filter.words}
        dir="auto"
        onChange={(event) =>
          session.filter.set({ ...filter, words: event.currentTarget.value.slice(0, 200) })
        }
        onKeyDown={(event) => {
          if (event.key === 'Escape') session.view?.focus();
        }}
      />
    </div>
  );
}

type Ties = {
  readonly sketches: ReadonlyMap<string, readonly number[]>;
  readonly memos: ReadonlySet<string>;
};

/** Which spans are in which sketches, and which carry memos. */
function useTies(session: AnnotatorSession): Ties {
  const version = useLater(session.notesVersion);
  return useMemo(() => {
    const sketches = new Map<string, number[]>();
    for (const { number, parts } of session.layers.sketches()) {
      for (const { filledBy } of parts) {
        if (filledBy.kind === 'inferred') continue;
        for (const { span } of filledBy.spans) {
          const numbers = sketches.get(span);
          if (numbers === undefined) sketches.set(span, [number]);
          else if (!numbers.includes(number)) numbers.push(number);
        }
      }
    }
    const memos = new Set(
      session.layers.memos().flatMap(({ memo }) => memo.links.map(({ id }) => id)),
    );
    return { sketches, memos };
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [session, version]);
}

/** Height of a row of the list, pixels; css/spans.css sets it too. */
const ROW_PX = 68;

function SpanList({
  session,
  list,
  ties,
  decisions,
  boxRef,
}: {
  readonly session: AnnotatorSession;
  readonly list: readonly PlacedSpan[];
  readonly ties: Ties;
  readonly decisions: OwnDecisions;
  readonly boxRef: RefObject<HTMLDivElement | null>;
}) {
  const current = useLater(session.current);
  const { first, last, heightPx, reveal } = useRows(boxRef, list.length, ROW_PX);
  const at = useMemo(() => placeIn(list, current), [list, current]);
  useEffect(() => {
    if (at >= 0) reveal(at);
    // Only a move of the current span scrolls the list; a change of the list itself never does.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [current]);
  const show = (index: number, focus: boolean): void => {
    const placed = list[index];
    if (placed !== undefined) {
      session.showSpan({ member: placed.member, span: placed.span.id }, focus);
    }
  };
  return (
    <div
      ref={boxRef}
      className="span-list"
      role="listbox"
      aria-label={words.panel.spans}
      tabIndex={0}
      {...(at < first || at > last ? {} : { 'aria-activedescendant': `span-${at}` })}
      onKeyDown={(event) => {
        // As it is now, not as it was last drawn: keys may come faster than frames.
        const at = placeIn(list, session.current.get());
        if (event.key === 'ArrowDown') show(Math.min(list.length - 1, at + 1), false);
        else if (event.key === 'ArrowUp') show(Math.max(0, at - 1), false);
        else if (event.key === 'Home') show(0, false);
        else if (event.key === 'End') show(list.length - 1, false);
        else if (event.key === 'Enter') show(Math.max(0, at), true);
        else if (event.key === 'Escape') session.view?.focus();
        else return;
        event.preventDefault();
      }}
    >
      <div role="presentation" style={{ height: heightPx, position: 'relative' }}>
        {list.slice(first, last + 1).map((placed, offset) => (
          <SpanRow
            key={`${placed.member}/${placed.span.id}`}
            session={session}
            placed={placed}
            ties={ties}
            decision={decisions.bySpan.get(placed.span.id)}
            isCurrent={first + offset === at}
            index={first + offset}
            of={list.length}
            onShow={() => show(first + offset, true)}
          />
        ))}
      </div>
    </div>
  );
}

/** Index of a span in the list, or -1. */
function placeIn(list: readonly PlacedSpan[], ref: SpanRef | null): number {
  if (ref === null) return -1;
  return list.findIndex(({ member, span }) => member === ref.member && span.id === ref.span);
}

function SpanRow({
  session,
  placed,
  ties,
  decision,
  isCurrent,
  index,
  of,
  onShow,
}: {
  readonly session: AnnotatorSession;
  readonly placed: PlacedSpan;
  readonly ties: Ties;
  readonly decision: DecisionAnswer | undefined;
  readonly isCurrent: boolean;
  readonly index: number;
  readonly of: number;
  readonly onShow: () => void;
}) {
  const { span, member } = placed;
  const numbers = ties.sketches.get(span.id);
  const facts = [
    session.initialsOf(member),
    timeOf(session, placed),
    span.unsure ? words.panel.unsure : '',
    numbers === undefined ? '' : words.panel.inSketch(numbers.join(', ')),
    ties.memos.has(span.id) ? words.panel.memo : '',
    decidedAs(decision),
  ].filter((fact) => fact !== '');
  return (
    // The keyboard acts on the list; a press on an item is its shorthand.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={`span-${index}`}
      role="option"
      aria-selected={isCurrent}
      aria-posinset={index + 1}
      aria-setsize={of}
      tabIndex={-1}
      className={`span-row${isCurrent ? ' on' : ''}`}
      style={{ top: index * ROW_PX, height: ROW_PX }}
      onClick={onShow}
    >
      <RoleBadge role={span.role} />
      <q dir="auto">{span.anchor.quote.slice(0, 300)}</q>
      <span className="meta num">
        {/* First, since what does not fit is cut off at the end. */}
        {session.layers.isLate('spans', member, span.id) ? <LateMark /> : null}
        {facts.join(' · ')}
      </span>
    </div>
  );
}

/** Each end of a span, with what moves it by a word. */
const ENDS = [
  { label: words.panel.start, back: 'start-back', forward: 'start-forward' },
  { label: words.panel.end, back: 'end-back', forward: 'end-forward' },
] as const;

/** Acts on the current span for those who use the pointer; the same as the keys. */
function CurrentActs({
  session,
  roles,
  shortcuts,
}: {
  readonly session: AnnotatorSession;
  readonly roles: readonly Role[];
  readonly shortcuts: readonly Shortcut[];
}) {
  const current = useLater(session.current);
  useLater(session.spansVersion);
  const placed = session.layers.placed(current);
  const codable = useLater(session.codable);
  if (placed === null || placed.member !== session.me || !codable) return null;
  const named = (id: CommandId, label: string): { label: string; shortcut?: string } => {
    const key = shortcuts.find((shortcut) => shortcut.id === id)?.keys[0];
    return key === undefined ? { label } : { label, shortcut: keyLabel(key) };
  };
  // The pressed button goes, and the focus with it; in the text all keys act, undo among them.
  const leave = (): void => session.view?.focus();
  const tie = (): void => {
    // This span, not the words that happen to be selected.
    session.select({ startUtf16: placed.startUtf16, endUtf16: placed.startUtf16 });
    session.command('sketch');
    leave();
  };
  const remove = (): void => {
    session.command('remove');
    leave();
  };
  return (
    <div className="current-acts">
      {roles.map((role) => (
        <button
          key={role}
          type="button"
          aria-label={say.roles[role]}
          aria-pressed={placed.span.role === role}
          onClick={() => session.coding()?.setRole(placed.span.id, role)}
        >
          <RoleBadge role={role} decorative />
        </button>
      ))}
      <span className="grow" />
      <IconButton
        icon={<Spline size={16} />}
        {...named('sketch', words.command.sketch)}
        onPress={tie}
      />
      <IconButton
        icon={<CircleHelp size={16} />}
        {...named('unsure', placed.span.unsure ? words.panel.markSure : words.panel.markUnsure)}
        onPress={() => session.command('unsure')}
      />
      <IconButton
        icon={<StickyNote size={16} />}
        {...named('memo', words.panel.addMemo)}
        onPress={() => session.command('memo')}
      />
      <IconButton
        icon={<Trash2 size={16} />}
        {...named('remove', words.panel.delete)}
        onPress={remove}
      />
      <div className="span-ends">
        {ENDS.map(({ label, back, forward }) => (
          <span key={label} className="span-end">
            <span aria-hidden="true">{label}</span>
            <IconButton
              icon={<ChevronLeft size={16} />}
              {...named(back, words.command[back])}
              onPress={() => session.command(back)}
            />
            <IconButton
              icon={<ChevronRight size={16} />}
              {...named(forward, words.command[forward])}
              onPress={() => session.command(forward)}
            />
          </span>
        ))}
      </div>
    </div>
  );
}

function decidedAs(decision: DecisionAnswer | undefined): string {
  const outcome = decision?.ruling?.outcome ?? null;
  return outcome === null ? '' : adjudicating.own.mark(adjudicating.short[outcome.kind]);
}

function timeOf(session: AnnotatorSession, placed: PlacedSpan): string {
  const turn = session.turnAt(placed.startUtf16);
  return turn === null || turn.startSeconds === null ? '' : formatTime(turn.startSeconds);
}
