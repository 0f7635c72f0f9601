import type { SpanDifference } from '@triad/collab';
import { SPAN_DIFFERENCES } from '@triad/collab';
import { memo } from 'react';
import { adjudicating } from '../../messages/adjudicating.ts';
import { agreement } from '../../messages/agreement.ts';
import { number } from '../../messages/format.ts';
import type { Place } from '../agreement/places.ts';
import type { DecisionFilter, Decisions } from './standing.ts';
import { isTouched, stateOf } from './standing.ts';

/** How far the transcript is decided, and what its open places differ in; each kind a filter. */
export const CaseSummary = memo(function CaseSummary({
  places,
  decisions,
  filter,
  onFilter,
}: {
  readonly places: readonly Place[];
  readonly decisions: Decisions;
  readonly filter: DecisionFilter;
  readonly onFilter: (filter: DecisionFilter) => void;
}) {
  let [decided, agreed, touched] = [0, 0, 0];
  const kinds = new Map<SpanDifference, number>();
  for (const place of places) {
    const decision = decisions.get(place.id);
    const state = stateOf(place, decision);
    if (state === 'decided') decided += 1;
    else if (state === 'agreed') agreed += 1;
    if (isTouched(decision)) touched += 1;
    for (const kind of SPAN_DIFFERENCES) {
      if (place.differences.some((one) => one.kind === kind))
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
  }
  const most = Math.max(1, ...kinds.values());
  if (places.length === 0) return null;
  return (
    <div className="case-summary">
      <p className="case-sentence">
        {adjudicating.place.counted(decided, places.length - agreed, agreed)}
        {touched === 0 ? '' : ` ${adjudicating.again(touched)}.`}
      </p>
      <ul>
        {SPAN_DIFFERENCES.filter((kind) => kinds.has(kind)).map((kind) => (
          <li key={kind}>
            <button
              type="button"
              aria-pressed={filter.kind === kind}
              onClick={() => onFilter({ ...filter, kind: filter.kind === kind ? null : kind })}
            >
              <span>{agreement.kind[kind]}</span>
              <span className="kind-bar" aria-hidden="true">
                <i style={{ width: `${((kinds.get(kind) ?? 0) / most) * 100}%` }} />
              </span>
              <span className="num">{number(kinds.get(kind) ?? 0)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
});
