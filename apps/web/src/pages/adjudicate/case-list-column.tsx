import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { AdjudicationOverview, AgreementTranscript, ProjectAnswer } from '@triad/collab';
import { ArrowLeft } from 'lucide-react';
import { memo } from 'react';
import { queries } from '../../api/queries.ts';
import { adjudicating } from '../../messages/adjudicating.ts';
import { agreement } from '../../messages/agreement.ts';
import { EmptyState, Select } from '../../ui/index.ts';
import { PlaceFilters } from '../agreement/place-filters.tsx';
import { PlaceList } from '../agreement/place-list.tsx';
import type { Place } from '../agreement/places.ts';
import { CaseRow } from './case-row.tsx';
import { CaseSummary } from './case-summary.tsx';
import { LaterWork } from './later-work.tsx';
import type { DecisionFilter, Decisions } from './standing.ts';
import { countStates, EVERY_PLACE, SHOWN_STATES } from './standing.ts';

const words = adjudicating.place;

type Props = {
  readonly project: ProjectAnswer;
  readonly transcript: { readonly id: string; readonly title: string };
  /** The layers that were compared. */
  readonly layers: AgreementTranscript['coders'];
  readonly text: string;
  readonly places: readonly Place[];
  readonly list: readonly Place[];
  readonly current: Place | null;
  readonly decisions: Decisions;
  /** Places of which a decision is on its way. */
  readonly waiting: ReadonlySet<string>;
  /** Who else is at which place. */
  readonly leads: ReadonlyMap<string, string>;
  readonly filter: DecisionFilter;
  readonly coders: readonly string[];
  readonly nameOf: (member: string) => string;
  readonly onFilter: (filter: DecisionFilter) => void;
  readonly onGo: (place: Place) => void;
};

/** Where I am: how far the transcript is decided, its places, and the way on to the next transcript. */
export const CaseListColumn = memo(function CaseListColumn(props: Props) {
  const { project, transcript, text, places, list, current, decisions, waiting, leads } = props;
  const { filter, coders, layers, nameOf, onFilter, onGo } = props;
  const overview = useQuery(queries.adjudicationOverview(project.id)).data;
  const next = nextTranscript(overview, transcript.id);
  return (
    <div className="places-left">
      <div className="places-where">
        <Link
          to="/projects/$project/adjudicate"
          params={{ project: project.id }}
          className="back-link"
        >
          <ArrowLeft size={14} aria-hidden="true" />
          {adjudicating.back}
        </Link>
      </div>
      <CaseSummary places={places} decisions={decisions} filter={filter} onFilter={onFilter} />
      <LaterWork coders={layers} nameOf={nameOf} />
      {places.length === 0 ? (
        <EmptyState title={agreement.place.unmarked} />
      ) : (
        <>
          <Filters {...{ places, list, filter, coders, nameOf, onFilter }} decisions={decisions} />
          {list.length === 0 ? (
            <EmptyState title={agreement.place.noneFound} />
          ) : (
            <PlaceList
              label={words.list}
              list={list}
              current={current}
              renderRow={(place, isCurrent) => (
                <CaseRow
                  text={text}
                  place={place}
                  decision={decisions.get(place.id)}
                  isPending={waiting.has(place.id)}
                  isCurrent={isCurrent}
                  lead={leads.get(place.id) ?? null}
                  nameOf={nameOf}
                  onGo={onGo}
                />
              )}
            />
          )}
        </>
      )}
      {next === null ? null : (
        <Link
          to="/projects/$project/adjudicate/$transcript"
          params={{ project: project.id, transcript: next.id }}
          search={{}}
          className="next-transcript"
        >
          <span className="truncate">{words.further(next.title, next.places?.open ?? 0)}</span>
        </Link>
      )}
    </div>
  );
});

/** All of it is counted anew with each decision; with each step through the places nothing is. */
const Filters = memo(function Filters({
  places,
  list,
  decisions,
  filter,
  coders,
  nameOf,
  onFilter,
}: Pick<Props, 'places' | 'list' | 'decisions' | 'filter' | 'coders' | 'nameOf' | 'onFilter'>) {
  const counts = countStates(places, decisions, filter);
  return (
    <PlaceFilters
      places={places}
      list={list}
      filter={filter}
      coders={coders}
      nameOf={nameOf}
      hasKinds={false}
      more={{
        isFiltered: filter.state !== 'all',
        choice: (
          <Select
            label={words.state}
            hideLabel
            value={filter.state}
            choices={SHOWN_STATES.filter(
              (state) => state === 'all' || state === filter.state || counts[state] > 0,
            ).map((state) => ({
              value: state,
              label: words.stateCount(words.states[state], counts[state]),
            }))}
            onChange={(state) => onFilter({ ...filter, state })}
          />
        ),
      }}
      onChange={(change) => onFilter({ ...change, state: filter.state })}
      onClear={() => onFilter(EVERY_PLACE)}
    />
  );
});

type Further = AdjudicationOverview['transcripts'][number];

/** The next transcript behind this one that has an open place, and then from the beginning. */
export function nextTranscript(
  overview: AdjudicationOverview | undefined,
  id: string,
): Further | null {
  const all = overview?.transcripts ?? [];
  const at = all.findIndex((each) => each.id === id);
  const isNext = (each: Further): boolean =>
    each.id !== id && (each.places?.open ?? 0) + each.touched > 0;
  return all.slice(at + 1).find(isNext) ?? all.slice(0, Math.max(0, at)).find(isNext) ?? null;
}
