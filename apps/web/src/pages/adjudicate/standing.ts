import type { DecisionAnswer, PlaceState } from '@triad/collab';
import type { Place } from '../agreement/places.ts';
import { isShown, NO_FILTER } from '../agreement/places.ts';
import type { PlaceFilter } from '../agreement/places.ts';

/** Which decision holds for which place, by the least id of its spans. */
export type Decisions = ReadonlyMap<string, DecisionAnswer>;

/** States that the list can be asked for; `touched` and `answered` are some of those decided. */
export const SHOWN_STATES = ['all', 'open', 'agreed', 'decided', 'touched', 'answered'] as const;
export type ShownState = (typeof SHOWN_STATES)[number];

export type DecisionFilter = PlaceFilter & { readonly state: ShownState };
export const EVERY_PLACE: DecisionFilter = { ...NO_FILTER, state: 'all' };

export function decisionsByPlace(decisions: readonly DecisionAnswer[]): Decisions {
  const byPlace = new Map<string, DecisionAnswer>();
  for (const decision of decisions) {
    if (decision.place !== null && !byPlace.has(decision.place))
      byPlace.set(decision.place, decision);
  }
  return byPlace;
}

/** Decisions that hold for no place any more: their coders' spans are gone. None is thrown away. */
export function withoutPlace(
  decisions: readonly DecisionAnswer[],
  places: readonly Place[],
): readonly DecisionAnswer[] {
  const ids = new Set(places.map(({ id }) => id));
  return decisions.filter(
    ({ place, ruling }) => ruling !== null && (place === null || !ids.has(place)),
  );
}

/** A place on which all agree is nobody's to decide, and can be decided all the same. */
export function stateOf(place: Place, decision: DecisionAnswer | undefined): PlaceState {
  if (decision !== undefined && decision.ruling !== null) return 'decided';
  return place.group?.kinds.includes('agree') === true ? 'agreed' : 'open';
}

export function isTouched(decision: DecisionAnswer | undefined): boolean {
  return decision !== undefined && decision.touched.length > 0;
}

/** Answers of coders to the ruling that holds. */
export function repliesNow({ ruling, answers }: DecisionAnswer): DecisionAnswer['answers'] {
  return answers.filter((reply) => reply.ruling === ruling?.number);
}

export function isListed(
  place: Place,
  decision: DecisionAnswer | undefined,
  filter: DecisionFilter,
): boolean {
  return isInState(place, decision, filter.state) && isShown(place, filter);
}

/** How many places each state would show, were it chosen beside the rest of the filter. */
export function countStates(
  places: readonly Place[],
  decisions: Decisions,
  filter: DecisionFilter,
): Readonly<Record<ShownState, number>> {
  const counts = { all: 0, open: 0, agreed: 0, decided: 0, touched: 0, answered: 0 };
  for (const place of places) {
    if (!isShown(place, filter)) continue;
    const decision = decisions.get(place.id);
    for (const state of SHOWN_STATES) if (isInState(place, decision, state)) counts[state] += 1;
  }
  return counts;
}

/**
 * The next place that is open, behind `from` in the order of the text and then from the beginning;
 * null where none is. One that is to be looked at again counts as open.
 */
export function nextOpen(
  places: readonly Place[],
  from: Place | null,
  isOpen: (place: Place) => boolean,
): Place | null {
  const at = from === null ? -1 : places.indexOf(from);
  const behind = places.slice(at + 1).find(isOpen);
  return behind ?? places.slice(0, Math.max(0, at)).find(isOpen) ?? null;
}

function isInState(place: Place, decision: DecisionAnswer | undefined, state: ShownState): boolean {
  switch (state) {
    case 'all':
      return true;
    case 'touched':
      return isTouched(decision);
    case 'answered':
      return decision !== undefined && repliesNow(decision).length > 0;
    default:
      return stateOf(place, decision) === state;
  }
}
