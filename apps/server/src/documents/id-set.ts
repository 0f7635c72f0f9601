/**
 * A set of Yjs ids as half-open ranges of clocks per client. It answers the one question that the
 * document server has about an update: does it hold anything that is not stored yet?
 *
 * Ranges stand flat in one array a client, `[start, end, start, end, …]`, ascending and apart by at
 * least one, so that a document of one writer costs two numbers.
 */
export class IdSet {
  readonly #ranges = new Map<number, number[]>();

  /** The set that {@link IdSet.entries} was read of. */
  static of(entries: IdEntries): IdSet {
    const set = new IdSet();
    for (const [client, flat] of entries) set.addMany(client, flat);
    return set;
  }

  /** Adds `[start, end)`; an empty range adds nothing. */
  add(client: number, start: number, end: number): void {
    if (end <= start) return;
    const ranges = this.#ranges.get(client);
    if (ranges === undefined) this.#ranges.set(client, [start, end]);
    else insertRange(ranges, start, end);
  }

  /** Adds ranges of one client in any order, overlapping or not: `[start, end, start, end, …]`. */
  addMany(client: number, flat: readonly number[]): void {
    const sorted = normalise(flat);
    // A client without ids is not in the set.
    if (sorted.length === 0) return;
    const ranges = this.#ranges.get(client);
    if (ranges === undefined) this.#ranges.set(client, sorted);
    else if (sorted.length <= 8) eachRange(sorted, (start, end) => insertRange(ranges, start, end));
    else this.#ranges.set(client, normalise([...ranges, ...sorted]));
  }

  /** Adds everything of `other`. */
  addAll(other: IdSet): void {
    for (const [client, flat] of other.#ranges) this.addMany(client, flat);
  }

  /** Whether every id of `other` is in this set. */
  covers(other: IdSet): boolean {
    for (const [client, flat] of other.#ranges) {
      const ranges = this.#ranges.get(client);
      if (ranges === undefined) return false;
      for (let index = 0; index < flat.length; index += 2) {
        if (!coversRange(ranges, flat[index] ?? 0, flat[index + 1] ?? 0)) return false;
      }
    }
    return true;
  }

  /** How many ids of `other` are not in this set. */
  countLacking(other: IdSet): number {
    let lacking = 0;
    for (const [client, flat] of other.#ranges) {
      const ranges = this.#ranges.get(client) ?? [];
      eachRange(flat, (start, end) => {
        lacking += end - start - overlap(ranges, start, end);
      });
    }
    return lacking;
  }

  /** Clients in this set. */
  get size(): number {
    return this.#ranges.size;
  }

  /**
   * The ids as a state vector (what stands without a gap from clock 0), and whether anything of
   * the set is not told by it.
   */
  toStateVector(): { readonly clocks: ReadonlyMap<number, number>; readonly gaps: boolean } {
    const clocks = new Map<number, number>();
    let gaps = false;
    for (const [client, flat] of this.#ranges) {
      if (flat[0] === 0) clocks.set(client, flat[1] ?? 0);
      if (flat[0] !== 0 || flat.length > 2) gaps = true;
    }
    return { clocks, gaps };
  }

  /** Clients in descending order, as Yjs writes them, each with its flat ranges. */
  entries(): IdEntries {
    return [...this.#ranges].sort(([a], [b]) => b - a);
  }
}

/** Clients with their flat ranges. */
export type IdEntries = readonly (readonly [client: number, flat: readonly number[]])[];

/** Index (even) of the first range that ends at or after `clock`. */
function firstEndingAtOrAfter(ranges: readonly number[], clock: number): number {
  let low = 0;
  let high = ranges.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle * 2 + 1] ?? 0) < clock) low = middle + 1;
    else high = middle;
  }
  return low * 2;
}

function coversRange(ranges: readonly number[], start: number, end: number): boolean {
  const index = firstEndingAtOrAfter(ranges, end);
  const from = ranges[index];
  return from !== undefined && from <= start;
}

function overlap(ranges: readonly number[], start: number, end: number): number {
  let shared = 0;
  for (let at = firstEndingAtOrAfter(ranges, start); at < ranges.length; at += 2) {
    const from = ranges[at] ?? 0;
    if (from >= end) break;
    shared += Math.max(0, Math.min(end, ranges[at + 1] ?? from) - Math.max(start, from));
  }
  return shared;
}

function insertRange(ranges: number[], start: number, end: number): void {
  const first = firstEndingAtOrAfter(ranges, start);
  let last = first;
  let from = start;
  let to = end;
  while (last < ranges.length && (ranges[last] ?? 0) <= to) {
    from = Math.min(from, ranges[last] ?? from);
    to = Math.max(to, ranges[last + 1] ?? to);
    last += 2;
  }
  ranges.splice(first, last - first, from, to);
}

function normalise(flat: readonly number[]): number[] {
  const pairs: [number, number][] = [];
  eachRange(flat, (start, end) => {
    if (end > start) pairs.push([start, end]);
  });
  pairs.sort(([a], [b]) => a - b);
  const merged: number[] = [];
  for (const [start, end] of pairs) {
    const lastEnd = merged.at(-1);
    if (lastEnd !== undefined && start <= lastEnd)
      merged[merged.length - 1] = Math.max(lastEnd, end);
    else merged.push(start, end);
  }
  return merged;
}

function eachRange(flat: readonly number[], visit: (start: number, end: number) => void): void {
  for (let index = 0; index < flat.length; index += 2) {
    visit(flat[index] ?? 0, flat[index + 1] ?? 0);
  }
}
