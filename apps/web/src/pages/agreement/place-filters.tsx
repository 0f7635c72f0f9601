import type { DifferenceKind } from '@triad/collab';
import { SKETCH_DIFFERENCES, SPAN_DIFFERENCES } from '@triad/collab';
import type { Role } from '@triad/realist';
import { ROLES } from '@triad/realist';
import { Flag } from 'lucide-react';
import type { ReactNode } from 'react';
import { agreement } from '../../messages/agreement.ts';
import { say } from '../../messages.ts';
import { RoleBadge } from '../../ui/index.ts';
import { FilterSelect } from '../filters/filter-select.tsx';
import { ListFilters } from '../filters/list-filters.tsx';
import type { Place, PlaceFilter } from './places.ts';
import { countKinds, isShown } from './places.ts';

const words = agreement.place;

/** Which places the list holds: of a kind, with these roles, of a coder, flagged. */
export function PlaceFilters({
  places,
  list,
  filter,
  coders,
  nameOf,
  hasKinds = true,
  more = null,
  onChange,
  onClear,
}: {
  readonly places: readonly Place[];
  /** Those that fit. */
  readonly list: readonly Place[];
  readonly filter: PlaceFilter;
  readonly coders: readonly string[];
  readonly nameOf: (member: string) => string;
  /** Whether kinds are chosen here, and not elsewhere on the page. */
  readonly hasKinds?: boolean;
  /** What the page asks besides, and whether it leaves anything out. */
  readonly more?: { readonly choice: ReactNode; readonly isFiltered: boolean } | null;
  readonly onChange: (filter: PlaceFilter) => void;
  readonly onClear: () => void;
}) {
  const counts = countKinds(places, filter);
  const present = new Set(places.flatMap(({ roles }) => [...roles]));
  const set = (change: Partial<PlaceFilter>): void => onChange({ ...filter, ...change });
  const kinds: readonly DifferenceKind[] = [...SPAN_DIFFERENCES, ...SKETCH_DIFFERENCES];
  const everyKind = places.filter((place) => isShown(place, { ...filter, kind: null })).length;
  const ofSpans = list.filter(({ group }) => group !== null).length;
  const toggle = (role: Role): void =>
    set({
      roles: filter.roles.includes(role)
        ? filter.roles.filter((one) => one !== role)
        : ROLES.filter((one) => one === role || filter.roles.includes(one)),
    });
  const isFiltered =
    filter.kind !== null ||
    filter.roles.length > 0 ||
    filter.coder !== null ||
    filter.flagged ||
    more?.isFiltered === true;
  return (
    <ListFilters
      found={words.found(ofSpans, list.length - ofSpans)}
      clear={words.clear}
      onClear={isFiltered ? onClear : null}
    >
      {more?.choice}
      {hasKinds ? (
        <FilterSelect
          label={words.kind}
          all={words.everyKind(everyKind)}
          value={filter.kind}
          choices={kinds
            .filter((kind) => kind === filter.kind || (counts.get(kind) ?? 0) > 0)
            .map((kind) => ({
              value: kind,
              label: words.oneKind(agreement.kind[kind], counts.get(kind) ?? 0),
            }))}
          onChange={(kind) => set({ kind })}
        />
      ) : null}
      <div className="row wrap">
        <span className="filter-roles" role="group" aria-label={words.roles}>
          {ROLES.filter((role) => present.has(role)).map((role) => (
            <button
              key={role}
              type="button"
              aria-pressed={filter.roles.includes(role)}
              aria-label={say.roles[role]}
              title={words.withRole(say.roles[role])}
              onClick={() => toggle(role)}
            >
              <RoleBadge role={role} decorative />
            </button>
          ))}
        </span>
        <button
          type="button"
          className="filter-flag"
          aria-pressed={filter.flagged}
          onClick={() => set({ flagged: !filter.flagged })}
        >
          <Flag size={13} aria-hidden="true" />
          {words.flagged}
        </button>
        <span className="filter-coder">
          <FilterSelect
            label={words.coder}
            all={words.everybody}
            value={filter.coder}
            choices={coders.map((member) => ({ value: member, label: nameOf(member) }))}
            onChange={(coder) => set({ coder })}
          />
        </span>
      </div>
    </ListFilters>
  );
}
