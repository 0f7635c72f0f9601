import type { CandidateAnswer } from '@triad/collab';
import { consolidating } from '../../messages/consolidating.ts';
import { Select } from '../../ui/index.ts';
import { FilterSelect } from '../filters/filter-select.tsx';
import { ListFilters } from '../filters/list-filters.tsx';
import type { CandidateFilter } from './candidates.ts';
import { countStates, isShown, MISSING_ROLES, OPEN_ONES } from './candidates.ts';

const words = consolidating.list;
const ALL = 'all';

/** Which candidates are listed. */
export function CandidateFilters({
  candidates,
  found,
  filter,
  titleOf,
  onChange,
}: {
  readonly candidates: readonly CandidateAnswer[];
  readonly found: number;
  readonly filter: CandidateFilter;
  readonly titleOf: (transcript: string) => string;
  readonly onChange: (filter: CandidateFilter) => void;
}) {
  const counts = countStates(
    candidates.filter((each) => isShown(each, { ...filter, state: null })),
  );
  const transcripts = [...new Set(candidates.map(({ transcript }) => transcript))];
  const most = Math.max(0, ...candidates.map(({ support }) => support));
  const set = (change: Partial<CandidateFilter>): void => onChange({ ...filter, ...change });
  const isFiltered = JSON.stringify({ ...filter, state: 'open' }) !== JSON.stringify(OPEN_ONES);
  return (
    <ListFilters
      found={words.found(found)}
      clear={words.clear}
      onClear={isFiltered ? () => onChange({ ...OPEN_ONES, state: filter.state }) : null}
    >
      <Select
        label={words.state}
        hideLabel
        value={filter.state ?? ALL}
        choices={(['open', 'accepted', 'set-aside', ALL] as const).map((state) => ({
          value: state,
          label: words.ofState(words.states[state], counts[state]),
        }))}
        onChange={(state) => set({ state: state === ALL ? null : state })}
      />
      <FilterSelect
        label={words.missing}
        all={words.whatever}
        value={filter.missing}
        choices={MISSING_ROLES.map((role) => ({ value: role, label: words.without[role] }))}
        onChange={(missing) => set({ missing })}
      />
      <div className="candidate-filter-pair">
        <FilterSelect
          label={words.from}
          all={words.fromAny}
          value={filter.from}
          choices={[
            { value: 'sketches', label: words.sketches },
            { value: 'closeness', label: words.closeness },
          ]}
          onChange={(from) => set({ from })}
        />
        {most < 2 ? null : (
          <Select
            label={words.support}
            hideLabel
            value={String(filter.support)}
            choices={[
              { value: '0', label: words.anySupport },
              ...Array.from({ length: most - 1 }, (_, at) => ({
                value: String(at + 2),
                label: words.supportOf(at + 2),
              })),
            ]}
            onChange={(support) => set({ support: Number(support) })}
          />
        )}
      </div>
      {transcripts.length < 2 ? null : (
        <FilterSelect
          label={words.transcript}
          all={words.everyTranscript}
          value={filter.transcript}
          choices={transcripts.map((id) => ({ value: id, label: titleOf(id) }))}
          onChange={(transcript) => set({ transcript })}
        />
      )}
    </ListFilters>
  );
}
