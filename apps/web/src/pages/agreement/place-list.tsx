import { useVirtualizer } from '@tanstack/react-virtual';
import { Flag } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { agreement } from '../../messages/agreement.ts';
import { list as namesTogether } from '../../messages/format.ts';
import { RoleBadge } from '../../ui/index.ts';
import type { Place } from './places.ts';

const words = agreement.place;
const ROW_PX = 56;

/** Places in a list, of which only those near the view are drawn. */
export function PlaceList({
  label,
  list,
  current,
  renderRow,
}: {
  readonly label: string;
  readonly list: readonly Place[];
  readonly current: Place | null;
  readonly renderRow: (place: Place, isCurrent: boolean) => ReactNode;
}) {
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: list.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
  });
  const at = current === null ? -1 : list.indexOf(current);
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at, { align: 'auto' });
    // The list's own changes are no reason to scroll.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [at]);
  return (
    <div className="place-list" ref={box}>
      <ul aria-label={label} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start, size }) => {
          const place = list[index];
          if (place === undefined) return null;
          return (
            <li
              key={place.id}
              aria-setsize={list.length}
              aria-posinset={index + 1}
              style={{ height: size, transform: `translateY(${start}px)` }}
            >
              {renderRow(place, index === at)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** What a row says: the words, whether it is flagged, its roles, its kinds and who differs. */
export function PlaceRowWords({
  text,
  place,
  nameOf,
  state,
}: {
  readonly text: string;
  readonly place: Place;
  readonly nameOf: (member: string) => string;
  /** What the page says of it beside its words. */
  readonly state?: ReactNode;
}) {
  return (
    <>
      <q dir="auto">{quoteOf(text, place)}</q>
      <span className="place-state">
        {state}
        {place.flags.some(({ settledBy }) => settledBy === null) ? (
          <Flag size={12} role="img" aria-label={agreement.flag.marked} />
        ) : null}
      </span>
      <span className="place-kinds">
        {[...place.roles].map((role) => (
          <RoleBadge key={role} role={role} size="small" />
        ))}
        <span className="truncate">{kindsOf(place, nameOf)}</span>
      </span>
    </>
  );
}

/** The words of the place, or of a sketch that has none here what its coder wrote. */
function quoteOf(text: string, { ranges, sketches }: Place): string {
  const first = ranges[0];
  if (first !== undefined) return text.slice(first.startUtf16, first.endUtf16).slice(0, 200);
  return sketches.find(({ restatement }) => restatement !== '')?.restatement ?? words.noWords;
}

function kindsOf({ differences, group }: Place, nameOf: (member: string) => string): string {
  if (differences.length === 0) return agreement.kind.agree.toLowerCase();
  const kinds = differences.map(({ kind, coders }) =>
    agreement.kindOf[kind](namesTogether(coders.map(nameOf))),
  );
  if (group !== null) return kinds.join('; ');
  const names = namesTogether((differences[0]?.coders ?? []).map(nameOf));
  return `${words.configuration} of ${names}: ${kinds.join('; ')}`;
}
