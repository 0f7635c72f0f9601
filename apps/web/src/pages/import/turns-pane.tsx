import type { Ref } from 'react';
import { lazy, Suspense, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { say } from '../../messages.ts';
import { number } from '../../messages/format.ts';
import type { Draft, Edit } from './draft.ts';
import { factsOf, speakersOf } from './draft.ts';
import type { LeftOutPiece, TakeBackHow } from './left-out.ts';
import { offsetWithin } from './left-out.ts';
import { LeftOutPieces } from './left-out-pieces.tsx';
import type { PaneHandle } from './scroll-pane.ts';
import { useScrollPane } from './scroll-pane.ts';
import { TurnRow } from './turn-row.tsx';
import { useHoldPlace } from './use-hold-place.ts';

const SpeakerDialog = lazy(() => import('./speaker-dialog.tsx'));

/** The turns as they would be imported. Only those in view are drawn, so thousands are no matter. */
export function TurnsPane({
  handle,
  draft,
  current,
  open,
  seek,
  isLocked,
  onCurrent,
  onToggle,
  onEdit,
  onTake,
  onScrolled,
}: {
  readonly handle: Ref<PaneHandle>;
  readonly draft: Draft;
  readonly current: number | null;
  /** Ids of the pieces left out whose words are shown. */
  readonly open: ReadonlySet<number>;
  /** The piece left out that is to be scrolled to; a new object each time. */
  readonly seek: { readonly piece: number } | null;
  /** While it is being imported. */
  readonly isLocked: boolean;
  readonly onCurrent: (index: number) => void;
  readonly onToggle: (piece: LeftOutPiece) => void;
  readonly onEdit: (edit: Edit) => void;
  readonly onTake: () => void;
  readonly onScrolled: (position: number) => void;
}) {
  const { turns, leftOut } = draft.now;
  const places = useMemo(() => piecesByTurn(leftOut), [leftOut]);
  const pane = useScrollPane({
    handle,
    count: turns.length,
    estimate: (index) =>
      18 +
      26 * Math.max(1, Math.ceil((turns[index]?.text.length ?? 0) / 58)) +
      30 * (places.get(index)?.length ?? 0),
    onTake,
    onScrolled,
  });
  const list = useRef<HTMLDivElement>(null);
  /* Where the caret goes once the turn concerned is drawn. */
  const caret = useRef<{ readonly index: number; readonly offset: number } | null>(null);
  const sought = useRef<typeof seek>(null);
  const [naming, setNaming] = useState<number | null>(null);
  const words = say.importing;
  const rows = pane.virtualizer.getVirtualItems();
  /* One turn is in the order of Tab; the arrows lead from turn to turn. */
  const stop = rows.some((row) => row.index === current) ? current : (rows[0]?.index ?? 0);
  const speakers = speakersOf(draft.now).map(({ label }) => label);

  const { hold, release } = useHoldPlace(
    () => list.current?.parentElement,
    (offset) => pane.virtualizer.scrollToOffset(offset),
  );

  useLayoutEffect(() => {
    const wanted = caret.current;
    if (wanted === null) return;
    const text = list.current?.querySelector<HTMLElement>(
      `[data-index="${wanted.index}"] .turn-text`,
    );
    if (!text) return;
    caret.current = null;
    text.focus({ preventScroll: true });
    const node = text.firstChild;
    const selection = getSelection();
    if (node === null || selection === null) return;
    selection.collapse(node, Math.min(wanted.offset, node.textContent?.length ?? 0));
    hold(() => (selection.rangeCount === 0 ? null : rectOf(selection.getRangeAt(0))), 0.4);
  });

  useLayoutEffect(() => {
    if (seek === null || sought.current === seek) return;
    sought.current = seek;
    const find = () => list.current?.querySelector(`[data-piece="${seek.piece}"]`) ?? null;
    hold(() => find()?.getBoundingClientRect() ?? null, 0);
  });

  const goTo = (index: number, offset: number, count = turns.length) => {
    if (index < 0 || index >= count) return;
    caret.current = { index, offset };
    pane.virtualizer.scrollToIndex(index, { align: 'auto' });
    onCurrent(index);
  };
  /* The caret goes to the words that came back. */
  const takeBack = (piece: LeftOutPiece, how: TakeBackHow) => {
    const within = offsetWithin(turns, piece);
    const end = within ?? turns[piece.beforeTurn - 1]?.text.length ?? 0;
    onEdit({ kind: 'take-back', piece: piece.id, how });
    if (how === 'before') goTo(piece.beforeTurn - 1, end + 1);
    else goTo(piece.beforeTurn, 0, turns.length + 2);
  };
  const piecesAt = (index: number) => {
    const pieces = places.get(index);
    return pieces === undefined ? null : (
      <LeftOutPieces
        pieces={pieces}
        open={open}
        hasAbove={index > 0}
        hasBelow={index < turns.length}
        isWithin={(piece) => offsetWithin(turns, piece) !== null}
        isLocked={isLocked}
        onToggle={onToggle}
        onTakeBack={takeBack}
      />
    );
  };
  return (
    <section className="pane turns-pane" aria-label={words.turns}>
      <header className="pane-head">
        <h2>
          {words.turns} <span className="num faint">{number(turns.length)}</span>
        </h2>
        <span className="small faint">{words.turnsLead}</span>
      </header>
      <div
        className="pane-scroll"
        ref={pane.parent}
        onScroll={pane.onScroll}
        {...pane.taking}
        onWheelCapture={release}
        onPointerDownCapture={release}
      >
        <div
          ref={list}
          role="list"
          aria-label={words.turnsLabel}
          style={{ height: pane.virtualizer.getTotalSize(), position: 'relative' }}
        >
          {rows.map((row) => {
            const turn = turns[row.index];
            if (turn === undefined) return null;
            return (
              <div
                key={row.key}
                role="listitem"
                aria-setsize={turns.length}
                aria-posinset={row.index + 1}
                data-index={row.index}
                ref={pane.virtualizer.measureElement}
                className={`turn-place ${row.index === current ? 'on' : ''}`}
                style={{ top: row.start }}
              >
                {piecesAt(row.index)}
                <TurnRow
                  turn={turn}
                  index={row.index}
                  isFirst={row.index === 0}
                  isStop={row.index === stop}
                  isInterviewer={
                    turn.speaker !== null && factsOf(draft.now, turn.speaker).kind === 'interviewer'
                  }
                  isLocked={isLocked}
                  speakers={speakers}
                  onCurrent={() => onCurrent(row.index)}
                  onAssign={(to) => onEdit({ kind: 'assign', index: row.index, to })}
                  onNewSpeaker={() => setNaming(row.index)}
                  onSplit={(offset) => {
                    onEdit({ kind: 'split', index: row.index, offset });
                    goTo(row.index + 1, 0, turns.length + 1);
                  }}
                  onJoin={() => {
                    const before = turns[row.index - 1];
                    if (before === undefined) return;
                    onEdit({ kind: 'join', index: row.index });
                    goTo(row.index - 1, before.text.length + 1);
                  }}
                  onLeave={(by) => goTo(row.index + by, by < 0 ? Number.MAX_SAFE_INTEGER : 0)}
                />
                {row.index === turns.length - 1 ? piecesAt(turns.length) : null}
              </div>
            );
          })}
        </div>
      </div>
      <Suspense>
        {naming === null ? null : (
          <SpeakerDialog
            turn={naming + 1}
            onClose={() => setNaming(null)}
            onName={(to) => {
              onEdit({ kind: 'assign', index: naming, to });
              setNaming(null);
            }}
          />
        )}
      </Suspense>
    </section>
  );
}

/** What stands before each turn, by its index. */
function piecesByTurn(pieces: readonly LeftOutPiece[]): ReadonlyMap<number, LeftOutPiece[]> {
  return Map.groupBy(pieces, ({ beforeTurn }) => beforeTurn);
}

/** A caret at the end of a line break has no box of its own; its text has. */
function rectOf(range: Range): DOMRect | null {
  const own = range.getBoundingClientRect();
  if (own.height > 0) return own;
  return range.startContainer.parentElement?.getBoundingClientRect() ?? null;
}
