import type { PlaceSearch } from '../agreement/search.ts';
import { filterOf, readPlaceSearch, searchOf } from '../agreement/search.ts';
import type { DecisionFilter, ShownState } from './standing.ts';
import { SHOWN_STATES } from './standing.ts';

/** What stands in the address: the filter, and the place by the least id of its spans. */
export type DecisionSearch = PlaceSearch & { readonly state?: Exclude<ShownState, 'all'> };

export function readDecisionSearch(search: Readonly<Record<string, unknown>>): DecisionSearch {
  const state = stateIn(search['state']);
  return { ...readPlaceSearch(search), ...(state === undefined ? {} : { state }) };
}

export function decisionFilterOf(search: DecisionSearch): DecisionFilter {
  return { ...filterOf(search), state: stateIn(search.state) ?? 'all' };
}

/** The address of the filter, without a place. */
export function decisionSearchOf({ state, ...filter }: DecisionFilter): DecisionSearch {
  return { ...searchOf(filter), ...(state === 'all' ? {} : { state }) };
}

function stateIn(value: unknown): Exclude<ShownState, 'all'> | undefined {
  return SHOWN_STATES.find((state) => state !== 'all' && state === value) as
    | Exclude<ShownState, 'all'>
    | undefined;
}
