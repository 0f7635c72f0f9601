import { useVirtualizer } from '@tanstack/react-virtual';
import type { QuoteAnswer } from '@triad/collab';
import type { Evidence } from '@triad/realist';
import { useEffect, useRef, useState } from 'react';
import { cmocs } from '../../messages/cmocs.ts';
import { Button, Kbd, RoleBadge, useFocusKept } from '../../ui/index.ts';
import { usePageKeys } from '../keys/use-page-keys.ts';
import type { Allocation, Allotted } from './allocation.ts';
import { allotKey, giveRest, toggle, toggleNone, undecided } from './allocation.ts';
import { quoteKey } from './evidence.ts';
import type { Parent } from './lineage-draft.ts';
import { QuoteMeta, QuoteWords } from './quote-view.tsx';
import './allocate-quotes.css';

const words = cmocs.allocate;
const ROW_PX = 120;

/** A quote of a parent, to be allocated. */
type Row = Allotted & { readonly parentNumber: number; readonly piece: Evidence };

/** The quotes of the parents one by one: digits give one to children, 0 leaves it, J and K step. */
export function AllocateQuotes({
  project,
  parents,
  quotes,
  shared,
  children,
  allocation,
  nameOf,
  onChange,
}: {
  readonly project: string;
  readonly parents: readonly Parent[];
  readonly quotes: ReadonlyMap<string, QuoteAnswer>;
  readonly shared: ReadonlySet<string>;
  /** Names of those that are made. */
  readonly children: readonly string[];
  readonly allocation: Allocation;
  readonly nameOf: (member: string) => string;
  readonly onChange: (allocation: Allocation) => void;
}) {
  const rows: readonly Row[] = parents.flatMap(({ id, number, content }) =>
    content.evidence.map((piece) => ({
      parent: id,
      evidence: piece.id,
      parentNumber: number,
      piece,
    })),
  );
  const [at, setAt] = useState(0);
  const current = Math.min(at, rows.length - 1);
  const box = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => (rows[index] === undefined ? index : allotKey(rows[index])),
    overscan: 4,
  });
  useEffect(() => {
    if (current >= 0) list.scrollToIndex(current, { align: 'auto' });
    // The list's own changes are no reason to scroll.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [current]);
  const isOne = children.length === 1;
  const change = (row: Row, index: number, next: Allocation): void => {
    onChange(next);
    // With one to go to, a decision is the last word on a quote.
    const isDecided = next.has(allotKey(row));
    setAt(isOne && isDecided ? Math.min(index + 1, rows.length - 1) : index);
  };
  usePageKeys(
    (event) => pressedIn(event, children.length),
    (pressed) => {
      if (pressed.kind === 'step') {
        setAt(Math.max(0, Math.min(rows.length - 1, current + pressed.by)));
        return;
      }
      const row = rows[current];
      if (row === undefined) return;
      const { child } = pressed;
      change(
        row,
        current,
        child === null ? toggleNone(allocation, row) : toggle(allocation, row, child),
      );
    },
  );
  const left = undecided(rows, allocation);
  // The button that takes all that are left goes with them.
  useFocusKept(left.length === 0, () => box.current);
  if (rows.length === 0) return <p className="muted">{words.none}</p>;
  return (
    <div className="allocate">
      <p className="small faint">{words.quotesLead(children.length)}</p>
      <div className="row wrap">
        <b role="status">{words.left(left.length)}</b>
        {isOne && left.length > 0 ? (
          <Button className="small" onPress={() => onChange(giveRest(allocation, left, 0))}>
            {cmocs.combine.takeAll}
          </Button>
        ) : null}
      </div>
      <div className="allocate-list" ref={box} tabIndex={-1}>
        <ol aria-label={words.quotes} style={{ height: list.getTotalSize() }}>
          {list.getVirtualItems().map(({ index, start, key }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const { piece, parentNumber } = row;
            const chosen = allocation.get(allotKey(row));
            const name = cmocs.evidence.of(index + 1, rows.length);
            const quote = quotes.get(quoteKey(piece.quote));
            return (
              <li
                key={key}
                ref={list.measureElement}
                data-index={index}
                aria-setsize={rows.length}
                aria-posinset={index + 1}
                {...(index === current ? { 'aria-current': 'true' as const } : {})}
                style={{ transform: `translateY(${start}px)` }}
              >
                <div className={`allocate-row ${chosen === undefined ? '' : 'decided'}`}>
                  {piece.role === null ? <span /> : <RoleBadge role={piece.role} size="small" />}
                  <div>
                    <QuoteWords quote={quote} />
                    <QuoteMeta project={project} quote={quote} nameOf={nameOf}>
                      {parents.length > 1 ? (
                        <span className="quote-fact">{words.of(parentNumber)}</span>
                      ) : null}
                      <span className="quote-fact">{cmocs.evidence.bearings[piece.bearing]}</span>
                      {shared.has(quoteKey(piece.quote)) ? (
                        <b className="quote-fact">{cmocs.beside.shared}</b>
                      ) : null}
                    </QuoteMeta>
                    <div className="row wrap" role="group" aria-label={`${name}: ${words.to}`}>
                      {children.map((child, place) => (
                        <Choose
                          // Children have no other identity here than their place.
                          // oxlint-disable-next-line react/no-array-index-key
                          key={place}
                          digit={place + 1}
                          isChosen={chosen?.includes(place) === true}
                          onChoose={() => change(row, index, toggle(allocation, row, place))}
                        >
                          {child}
                        </Choose>
                      ))}
                      <Choose
                        digit={0}
                        isChosen={chosen?.length === 0}
                        onChoose={() => change(row, index, toggleNone(allocation, row))}
                      >
                        {words.nowhere}
                      </Choose>
                    </div>
                  </div>
                </div>
              </li>
            );
          })}
        </ol>
      </div>
    </div>
  );
}

function Choose({
  digit,
  isChosen,
  onChoose,
  children,
}: {
  readonly digit: number;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly children: string;
}) {
  return (
    <button type="button" className="choose-child" aria-pressed={isChosen} onClick={onChoose}>
      {digit > 9 ? null : <Kbd>{digit}</Kbd>}
      <span className="truncate" dir="auto">
        {children}
      </span>
    </button>
  );
}

type Pressed =
  | { readonly kind: 'step'; readonly by: 1 | -1 }
  /** Null: it goes to none. */
  | { readonly kind: 'give'; readonly child: number | null };

function pressedIn(
  { key, ctrlKey, metaKey, altKey }: KeyboardEvent,
  children: number,
): Pressed | null {
  if (ctrlKey || metaKey || altKey) return null;
  if (/^[jk]$/i.test(key)) return { kind: 'step', by: key.toLowerCase() === 'j' ? 1 : -1 };
  if (!/^\d$/.test(key) || Number(key) > children) return null;
  return { kind: 'give', child: key === '0' ? null : Number(key) - 1 };
}
