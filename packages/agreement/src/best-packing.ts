import type { Effort } from './effort.ts';
import { overpriced, pricesOf, ROUNDING } from './unit-prices.ts';
import type { Together } from './walk-along.ts';
import { walkAlong } from './walk-along.ts';

/** So many choices are open at one place at last. */
const MOST_STATES = 200_000;
/** Before that, as many as these steps at a place are enough for: first to find the best, then something good. */
export type Tries = {
  readonly first: number;
  readonly second: number;
  readonly leastStates: number;
};
const TRIES: Tries = { first: 200_000, second: 10_000, leastStates: 30 };

/**
 * The most that is saved by sets that share no unit: an exact optimum. Each group of sets that hang
 * together is walked along. Where too many choices are open for that, a walk that keeps the best of
 * them bounds the optimum from below, and prices of units bound it from above; sets that cannot be of
 * the optimum between the two go, and what is left falls into small groups.
 *
 * @returns null where the effort ends before, or too many choices are open at once
 */
export function bestSaving(
  sets: readonly Together[],
  units: number,
  effort: Effort,
  tries = TRIES,
): number | null {
  let saved = 0;
  for (const group of componentsOf(units, sets)) {
    const best = bestOfGroup(group, units, effort, tries);
    if (best === null) return null;
    saved += best;
  }
  return saved;
}

function bestOfGroup(
  sets: readonly Together[],
  units: number,
  effort: Effort,
  { first, second, leastStates }: Tries,
): number | null {
  const places = new Set(sets.flatMap((set) => set.units)).size;
  const statesIn = (steps: number): number =>
    Math.max(leastStates, Math.floor((steps * places) / sets.length));
  const whole = walkAlong(sets, { most: statesIn(first), isCut: false }, effort);
  if (whole !== 'too-many') return whole;
  const known = walkAlong(sets, { most: statesIn(second), isCut: true }, effort);
  if (known === null || known === 'too-many') return null;
  const prices = pricesOf(sets, units, known, effort);
  if (prices === null) return null;
  const most = prices.reduce((sum, price) => sum + price, 0);
  const left = sets.filter((set) => overpriced(set, prices) <= most - known + ROUNDING);
  let saved = 0;
  for (const group of componentsOf(units, left)) {
    const found = walkAlong(group, { most: MOST_STATES, isCut: false }, effort);
    if (found === null || found === 'too-many') return null;
    saved += found;
  }
  return Math.max(saved, known);
}

/** Sets that share units with one another, directly or by way of others. */
function componentsOf(units: number, sets: readonly Together[]): readonly (readonly Together[])[] {
  const root = Int32Array.from({ length: units }, (_, at) => at);
  const find = (at: number): number => {
    let top = at;
    while (root[top] !== top) top = root[top] ?? top;
    for (let each = at; each !== top;) {
      const next = root[each] ?? top;
      root[each] = top;
      each = next;
    }
    return top;
  };
  for (const { units: members } of sets) {
    for (const each of members) root[find(each)] = find(members[0] ?? 0);
  }
  return [...Map.groupBy(sets, ({ units: [first = 0] }) => find(first)).values()];
}
