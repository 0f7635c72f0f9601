import { sumOf } from './table.ts';

/** A unit of a coder, by the coder's place in the list. */
export type AlignedUnit = {
  readonly coder: number;
  readonly start: number;
  readonly end: number;
  readonly label: string;
};

/** Weights of position and of label in the distance of two units; the distance from an empty place is 1. */
export type Weights = { readonly alpha: number; readonly beta: number };

/** The best alignment would take more than this many sets of units, or states at one place, to find. */
const MOST_SETS = 2_000_000;
const MOST_STATES = 200_000;

/** How far two units are apart (Mathet, Widlöcher & Métivier 2015, section 4). */
function distance(u: AlignedUnit, v: AlignedUnit, { alpha, beta }: Weights): number {
  const apart = Math.abs(u.start - v.start) + Math.abs(u.end - v.end);
  const position = (apart / (u.end - u.start + v.end - v.start)) ** 2;
  return alpha * position + (u.label === v.label ? 0 : beta);
}

/** Units that an alignment puts together, by their places in order, and what that saves. */
type Together = { readonly units: readonly number[]; readonly saving: number };

/**
 * The disorder of the best alignment of these units, its unitary disorders added: an exact optimum.
 * A unit alone has the disorder 1, so what is looked for is what is saved by putting units together;
 * it is found by walking along the text, with the best saving for each set of later units that are
 * taken already.
 *
 * @param units of positive length
 * @throws RangeError where so many units lie together that the optimum cannot be found
 */
export function bestDisorder(
  units: readonly AlignedUnit[],
  coders: number,
  weights: Weights,
): number {
  const ordered = units.toSorted(
    (a, b) => a.start + a.end - (b.start + b.end) || a.start - b.start || a.coder - b.coder,
  );
  const sets = worthwhile(ordered, coders, weights);
  let saved = 0;
  for (const component of componentsOf(ordered.length, sets)) saved += bestSaving(component);
  return ordered.length - saved;
}

/** Every set of units, of as many coders, that saves more together than in any two parts of which one is a unit. */
function worthwhile(
  units: readonly AlignedUnit[],
  coders: number,
  weights: Weights,
): readonly Together[] {
  const pairs = (coders * (coders - 1)) / 2;
  // A unit that is further from another than this is better off alone, whoever else is there.
  const far = pairs + coders - 1;
  const near = neighbours(units, far, weights);
  const found: Together[] = [];
  const grow = (members: readonly number[], within: number, last: ReadonlyMap<number, number>) => {
    for (const [next, toFirst] of last) {
      const taken = members.map((each) => near[each]?.get(next));
      if (taken.some((each) => each === undefined)) continue;
      if (members.some((each) => units[each]?.coder === units[next]?.coder)) continue;
      const added = sumOf(taken.map((each) => each ?? toFirst));
      const all = [...members, next];
      const distances = within + added;
      const size = all.length;
      const saving = size - 1 + ((size * (size - 1)) / 2 - distances) / pairs;
      const isKept = all.every((each) => {
        const own = sumOf(all.map((other) => between(near, each, other)));
        return own < pairs + size - 1;
      });
      if (isKept && saving > 0) found.push({ units: all, saving });
      if (found.length > MOST_SETS) throw new RangeError('too many units lie together to align');
      if (size < coders) {
        grow(all, distances, new Map([...last].filter(([other]) => other > next)));
      }
    }
  };
  for (let first = 0; first < units.length; first += 1) grow([first], 0, near[first] ?? new Map());
  return found;
}

function between(near: readonly ReadonlyMap<number, number>[], a: number, b: number): number {
  if (a === b) return 0;
  return near[Math.min(a, b)]?.get(Math.max(a, b)) ?? Infinity;
}

/** For each unit the later ones of other coders that are nearer than `far`. */
function neighbours(
  units: readonly AlignedUnit[],
  far: number,
  weights: Weights,
): readonly ReadonlyMap<number, number>[] {
  // Nearer than `far` in position alone: apart by less than this share of both lengths.
  const reach = weights.alpha > 0 ? Math.sqrt(far / weights.alpha) : Infinity;
  const longest = Math.max(0, ...units.map(({ start, end }) => end - start));
  return units.map((unit, at) => {
    const found = new Map<number, number>();
    const length = unit.end - unit.start;
    const most = unit.start + unit.end + reach * (length + longest);
    for (let other = at + 1; other < units.length; other += 1) {
      const candidate = units[other];
      if (candidate === undefined || candidate.start + candidate.end > most) break;
      if (candidate.coder === unit.coder) continue;
      const apart = distance(unit, candidate, weights);
      if (apart < far) found.set(other, apart);
    }
    return found;
  });
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

/** The most that is saved by sets that share no unit. */
function bestSaving(sets: readonly Together[]): number {
  const members = [...new Set(sets.flatMap(({ units }) => units))].sort((a, b) => a - b);
  const index = new Map(members.map((unit, at) => [unit, at]));
  const beginning: { mask: bigint; saving: number }[][] = members.map(() => []);
  const share = new Float64Array(members.length);
  let width = 0;
  for (const { units, saving } of sets) {
    const places = units.map((unit) => index.get(unit) ?? 0);
    const first = Math.min(...places);
    let mask = 0n;
    for (const place of places) {
      mask |= 1n << BigInt(place - first);
      width = Math.max(width, place - first);
      share[place] = Math.max(share[place] ?? 0, saving / units.length);
    }
    beginning[first]?.push({ mask, saving });
  }
  const least = greedySaving(sets);
  if (width > 30) return walkWide(beginning, share, least);
  return walk(
    beginning.map((own) => own.map(({ mask, saving }) => ({ mask: Number(mask), saving }))),
    share,
    least,
  );
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

/** Above so many states those that cannot become the best are looked for. */
const PRUNED_FROM = 32;
const ROUNDING = 1e-9;

function walk(
  beginning: readonly (readonly { readonly mask: number; readonly saving: number }[])[],
  share: Float64Array,
  least: number,
): number {
  const left = suffixes(share);
  let states = new Map<number, number>([[0, 0]]);
  for (const [at, own] of beginning.entries()) {
    const next = new Map<number, number>();
    const put = (mask: number, saved: number): void => {
      if (saved > (next.get(mask) ?? -1)) next.set(mask, saved);
    };
    for (const [mask, saved] of states) {
      put(mask >>> 1, saved);
      if ((mask & 1) === 1) continue;
      for (const { mask: more, saving } of own) {
        if ((mask & more) === 0) put((mask | more) >>> 1, saved + saving);
      }
    }
    if (next.size > PRUNED_FROM) {
      for (const [mask, saved] of next) {
        let most = saved + (left[at + 1] ?? 0);
        for (let rest = mask, bit = at + 1; rest !== 0; rest >>>= 1, bit += 1) {
          if ((rest & 1) === 1) most -= share[bit] ?? 0;
        }
        if (most < least - ROUNDING) next.delete(mask);
      }
    }
    if (next.size > MOST_STATES) throw new RangeError('too many units lie together to align');
    states = next;
  }
  return Math.max(...states.values());
}

/** The same for sets that reach further than a number has bits. */
function walkWide(
  beginning: readonly (readonly { readonly mask: bigint; readonly saving: number }[])[],
  share: Float64Array,
  least: number,
): number {
  const left = suffixes(share);
  let states = new Map<bigint, number>([[0n, 0]]);
  for (const [at, own] of beginning.entries()) {
    const next = new Map<bigint, number>();
    const put = (mask: bigint, saved: number): void => {
      if (saved > (next.get(mask) ?? -1)) next.set(mask, saved);
    };
    for (const [mask, saved] of states) {
      put(mask >> 1n, saved);
      if ((mask & 1n) === 1n) continue;
      for (const { mask: more, saving } of own) {
        if ((mask & more) === 0n) put((mask | more) >> 1n, saved + saving);
      }
    }
    if (next.size > PRUNED_FROM) {
      for (const [mask, saved] of next) {
        let most = saved + (left[at + 1] ?? 0);
        for (let rest = mask, bit = at + 1; rest !== 0n; rest >>= 1n, bit += 1) {
          if ((rest & 1n) === 1n) most -= share[bit] ?? 0;
        }
        if (most < least - ROUNDING) next.delete(mask);
      }
    }
    if (next.size > MOST_STATES) throw new RangeError('too many units lie together to align');
    states = next;
  }
  return Math.max(...states.values());
}

/** What those from a place on could save at most. */
function suffixes(share: Float64Array): Float64Array {
  const left = new Float64Array(share.length + 1);
  for (let at = share.length - 1; at >= 0; at -= 1)
    left[at] = (left[at + 1] ?? 0) + (share[at] ?? 0);
  return left;
}
