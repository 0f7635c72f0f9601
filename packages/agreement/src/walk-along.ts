import type { Effort } from './effort.ts';
import { ROUNDING } from './unit-prices.ts';

/** Units that an alignment puts together, by their places in order, and what that saves. */
export type Together = { readonly units: readonly number[]; readonly saving: number };

/** Above so many states those that cannot become the best are looked for. */
const PRUNED_FROM = 32;
/** To look at one, with its some ten places. */
const PRUNING_STEPS = 10;

/** A set by the places of its units from its first on, as bits. */
type Placed<Bits> = { readonly bits: Bits; readonly saving: number };

/** How many choices are open at one place at most; whether the others are cut off, or the walk ends there. */
export type Width = { readonly most: number; readonly isCut: boolean };

/** What is saved, the best where nothing was cut off; null where the effort ends before. */
export type Walked = number | 'too-many' | null;

export function walkAlong(sets: readonly Together[], open: Width, effort: Effort): Walked {
  const members = [...new Set(sets.flatMap(({ units }) => units))].sort((a, b) => a - b);
  const index = new Map(members.map((unit, at) => [unit, at]));
  const beginning: Placed<bigint>[][] = members.map(() => []);
  const share = new Float64Array(members.length);
  const loss = new Float64Array(members.length);
  let width = 0;
  for (const { units, saving } of sets) {
    const places = units.map((unit) => index.get(unit) ?? 0);
    const first = Math.min(...places);
    let bits = 0n;
    for (const place of places) {
      bits |= 1n << BigInt(place - first);
      width = Math.max(width, place - first);
      share[place] = Math.max(share[place] ?? 0, saving / units.length);
      loss[place] = Math.max(loss[place] ?? 0, saving);
    }
    beginning[first]?.push({ bits, saving });
  }
  const bounds = { share, loss, least: greedySaving(sets) };
  // Numbers are some times faster, and nearly always wide enough.
  if (width > 30) return walk(beginning, BIG, bounds, open, effort);
  const narrow = beginning.map((own) =>
    own.map(({ bits, saving }) => ({ bits: Number(bits), saving })),
  );
  return walk(narrow, SMALL, bounds, open, effort);
}

/** A lower bound: the set that saves most first. */
function greedySaving(sets: readonly Together[]): number {
  const taken = new Set<number>();
  let saved = 0;
  for (const { units, saving } of sets.toSorted((a, b) => b.saving - a.saving)) {
    if (units.some((unit) => taken.has(unit))) continue;
    for (const unit of units) taken.add(unit);
    saved += saving;
  }
  return saved;
}

/** By which choices that cannot become the best are told. */
type Bounds = {
  /** By place, the most that a unit has of what a set saves. */
  readonly share: Float64Array;
  /** By place, the most that is lost where the unit is not to be had. */
  readonly loss: Float64Array;
  /** What is saved at least. */
  readonly least: number;
};

/** Sets of places, the first as the lowest bit. */
type BitSets<Bits> = {
  readonly none: Bits;
  readonly hasFirst: (bits: Bits) => boolean;
  readonly meet: (a: Bits, b: Bits) => boolean;
  readonly join: (a: Bits, b: Bits) => Bits;
  /** The same from the second place on. */
  readonly rest: (bits: Bits) => Bits;
  /** What one of these costs. */
  readonly steps: number;
};

const SMALL: BitSets<number> = {
  none: 0,
  hasFirst: (bits) => (bits & 1) === 1,
  meet: (a, b) => (a & b) !== 0,
  join: (a, b) => a | b,
  rest: (bits) => bits >>> 1,
  steps: 1,
};

const BIG: BitSets<bigint> = {
  none: 0n,
  hasFirst: (bits) => (bits & 1n) === 1n,
  meet: (a, b) => (a & b) !== 0n,
  join: (a, b) => a | b,
  rest: (bits) => bits >> 1n,
  steps: 10,
};

function walk<Bits>(
  beginning: readonly (readonly Placed<Bits>[])[],
  { none, hasFirst, meet, join, rest, steps }: BitSets<Bits>,
  { share, loss, least }: Bounds,
  { most: mostStates, isCut }: Width,
  effort: Effort,
): Walked {
  const sumAt = (bits: Bits, values: Float64Array, from: number): number => {
    let sum = 0;
    for (let taken = bits, place = from; taken !== none; taken = rest(taken), place += 1) {
      if (hasFirst(taken)) sum += values[place] ?? 0;
    }
    return sum;
  };
  const left = share.slice();
  for (let at = left.length - 2; at >= 0; at -= 1) left[at] = (left[at] ?? 0) + (left[at + 1] ?? 0);
  let states = new Map<Bits, number>([[none, 0]]);
  for (const [at, own] of beginning.entries()) {
    if (!effort.spend(steps * states.size * (own.length + 1))) return null;
    const next = new Map<Bits, number>();
    const put = (bits: Bits, saved: number): void => {
      if (saved > (next.get(bits) ?? -1)) next.set(bits, saved);
    };
    for (const [bits, saved] of states) {
      put(rest(bits), saved);
      if (hasFirst(bits)) continue;
      for (const { bits: more, saving } of own) {
        if (!meet(bits, more)) put(rest(join(bits, more)), saved + saving);
      }
    }
    if (next.size > PRUNED_FROM) {
      if (!effort.spend(steps * next.size * PRUNING_STEPS)) return null;
      // The choice that saves most for sure is that less all that it can take from later ones.
      let sure = 0;
      for (const [bits, saved] of next) sure = Math.max(sure, saved - sumAt(bits, loss, at + 1));
      const ahead = left[at + 1] ?? 0;
      for (const [bits, saved] of next) {
        const most = saved + ahead - sumAt(bits, share, at + 1);
        if (saved < sure - ROUNDING || most < least - ROUNDING) next.delete(bits);
      }
    }
    states = next;
    if (next.size > mostStates) {
      if (!isCut) return 'too-many';
      const hope = (bits: Bits, saved: number) => saved - sumAt(bits, share, at + 1);
      const ranked = [...next].sort(([a, ofA], [b, ofB]) => hope(b, ofB) - hope(a, ofA));
      states = new Map(ranked.slice(0, mostStates));
    }
  }
  return states.get(none) ?? least;
}
