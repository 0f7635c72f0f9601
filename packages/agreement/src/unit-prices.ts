import type { Effort } from './effort.ts';
import type { Together } from './walk-along.ts';

/** Savings that differ by less are the same. */
export const ROUNDING = 1e-9;

/** How often prices are moved, and how often they are lowered after that. */
const MOVES = 100;
const LOWERINGS = 8;

/**
 * A price for each unit, so that no set saves more than its units cost: sets that share no unit save at
 * most what all units cost together. The prices are those of the dual of the linear programme, as near
 * as subgradient steps towards what is known to be saved come (Held, Wolfe & Crowder 1974).
 * @returns null where the effort ends before
 */
export function pricesOf(
  sets: readonly Together[],
  units: number,
  known: number,
  effort: Effort,
): Float64Array | null {
  const size = sets.reduce((sum, set) => sum + set.units.length, 0);
  if (!effort.spend((size + units) * (MOVES + LOWERINGS))) return null;
  const prices = new Float64Array(units);
  for (const { units: members, saving } of sets) {
    for (const unit of members) {
      prices[unit] = Math.max(prices[unit] ?? 0, saving / members.length);
    }
  }
  const used = Uint8Array.from(prices, (price) => (price > 0 ? 1 : 0));
  const best = { bound: Infinity, prices: prices.slice() };
  let pace = 1;
  for (let move = 0; move < MOVES; move += 1) {
    let bound = prices.reduce((sum, price) => sum + price, 0);
    // A unit that too many sets would have is too cheap, one that none would have too dear.
    const slope = Float64Array.from(used);
    for (const set of sets) {
      const over = overpriced(set, prices);
      if (over >= 0) continue;
      bound -= over;
      for (const unit of set.units) slope[unit] = (slope[unit] ?? 0) - 1;
    }
    if (bound < best.bound - ROUNDING) {
      best.bound = bound;
      best.prices = prices.slice();
    } else pace *= 0.95;
    const steepness = slope.reduce((sum, each) => sum + each * each, 0);
    if (steepness === 0 || bound <= known + ROUNDING) break;
    const step = (pace * (bound - known)) / steepness;
    for (let unit = 0; unit < units; unit += 1) {
      prices[unit] = Math.max(0, (prices[unit] ?? 0) - step * (slope[unit] ?? 0));
    }
  }
  return lowered(sets, best.prices);
}

/** Moves each price in turn until no set saves more than it costs, and to where that is only just so. */
function lowered(sets: readonly Together[], prices: Float64Array): Float64Array {
  const setsOf = new Map<number, number[]>();
  for (const [at, set] of sets.entries()) {
    for (const unit of set.units) {
      const own = setsOf.get(unit);
      if (own === undefined) setsOf.set(unit, [at]);
      else own.push(at);
    }
  }
  // Below zero where a set is too cheap: then there is less than no room, and the price goes up.
  const over = Float64Array.from(sets, (set) => overpriced(set, prices));
  for (let pass = 1; pass <= LOWERINGS; pass += 1) {
    for (const [unit, own] of setsOf) {
      let room = prices[unit] ?? 0;
      for (const set of own) room = Math.min(room, over[set] ?? 0);
      // By half, so that others are lowered too, and at last by all.
      if (pass < LOWERINGS) room /= 2;
      prices[unit] = (prices[unit] ?? 0) - room;
      for (const set of own) over[set] = (over[set] ?? 0) - room;
    }
  }
  return prices;
}

/** How much more the units of a set cost than it saves. */
export function overpriced({ units, saving }: Together, prices: Float64Array): number {
  let cost = 0;
  for (const unit of units) cost += prices[unit] ?? 0;
  return cost - saving;
}
