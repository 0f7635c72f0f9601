import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Flag } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { agreement } from '../../messages/agreement.ts';
import { list as namesTogether } from '../../messages/format.ts';
import { RoleBadge } from '../../ui/index.ts';
import type { Place } from './places.ts';
import type { PlaceSearch } from './search.ts';

const words = agreement.place;
const ROW_PX = 56;

type Props = {
  readonly project: string;
  readonly transcript: string;
  readonly text: string;
  readonly list: readonly Place[];
  readonly current: Place | null;
  readonly search: PlaceSearch;
  readonly nameOf: (member: string) => string;
};

/** The places that differ, each with its words, its kinds and who differs. */
export function PlaceList({ list, current, ...row }: Props) {
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
      <ul aria-label={words.list} style={{ height: rows.getTotalSize() }}>
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
              <PlaceRow {...row} place={place} isCurrent={index === at} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function PlaceRow({
  project,
  transcript,
  text,
  search,
  nameOf,
  place,
  isCurrent,
}: Omit<Props, 'list' | 'current'> & { readonly place: Place; readonly isCurrent: boolean }) {
  return (
    <Link
      to="/projects/$project/agreement/$transcript"
      params={{ project, transcript }}
      search={{ ...search, place: place.id }}
      replace
      className={`place-row${isCurrent ? ' on' : ''}`}
      {...(isCurrent ? { 'aria-current': 'true' as const } : {})}
    >
      <q dir="auto">{quoteOf(text, place)}</q>
      {place.flags.some(({ settledBy }) => settledBy === null) ? (
        <Flag size={12} role="img" aria-label={agreement.flag.marked} />
      ) : (
        <span />
      )}
      <span className="place-kinds">
        {[...place.roles].map((role) => (
          <RoleBadge key={role} role={role} size="small" />
        ))}
        <span className="truncate">{kindsOf(place, nameOf)}</span>
      </span>
    </Link>
  );
}

/** The words of the place, or of a sketch that has none here what its coder wrote. */
function quoteOf(text: string, { ranges, sketches }: Place): string {
  const first = ranges[0];
  if (first !== undefined) return text.slice(first.startUtf16, first.endUtf16).slice(0, 200);
  return sketches.find(({ restatement }) => restatement !== '')?.restatement ?? words.noWords;
}

function kindsOf({ differences, group }: Place, nameOf: (member: string) => string): string {
  const kinds = differences.map(({ kind, coders }) =>
    agreement.kindOf[kind](namesTogether(coders.map(nameOf))),
  );
  if (group !== null) return kinds.join('; ');
  const names = namesTogether((differences[0]?.coders ?? []).map(nameOf));
  return `${words.configuration} of ${names}: ${kinds.join('; ')}`;
}
