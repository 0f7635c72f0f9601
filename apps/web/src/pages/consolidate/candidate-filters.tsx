import type { CandidateAnswer } from '@triad/collab';
import { consolidating } from '../../messages/consolidating.ts';
import { Button, Select } from '../../ui/index.ts';
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
    <div className="candidate-filters">
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
      <Select
        label={words.missing}
        hideLabel
        value={filter.missing ?? ALL}
        choices={[
          { value: ALL, label: words.whatever },
          ...MISSING_ROLES.map((role) => ({ value: role, label: words.without[role] })),
        ]}
        onChange={(role) => set({ missing: MISSING_ROLES.find((one) => one === role) ?? null })}
      />
      <div className="candidate-filter-pair">
        <Select
          label={words.from}
          hideLabel
          value={filter.from ?? ALL}
          choices={[
            { value: ALL, label: words.fromAny },
            { value: 'sketches', label: words.sketches },
            { value: 'closeness', label: words.closeness },
          ]}
          onChange={(from) => set({ from: from === ALL ? null : from })}
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
        <Select
          label={words.transcript}
          hideLabel
          value={filter.transcript ?? ALL}
          choices={[
            { value: ALL, label: words.everyTranscript },
            ...transcripts.map((id) => ({ value: id, label: titleOf(id) })),
          ]}
          onChange={(id) => set({ transcript: id === ALL ? null : id })}
        />
      )}
      <div className="row between candidate-found">
        <p className="small faint" role="status">
          {words.found(found)}
        </p>
        {isFiltered ? (
          <Button
            kind="quiet"
            className="small"
            onPress={() => onChange({ ...OPEN_ONES, state: filter.state })}
          >
            {words.clear}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
