import type { Runs } from './continuum.ts';

/**
 * The size of a largest matching of spans of two coders that share a position, each used once. Along
 * the text, where a span ends it is matched with the open span of the other coder that ends first.
 * That is a largest one: of the spans that this one could have, all begin before and so are open to
 * whatever ends later, and the one that ends first is of least use to those. Taking another, or none,
 * can be exchanged for it.
 */
export function largestMatching(a: Runs, b: Runs): number {
  const [openA, openB] = [new Earliest(), new Earliest()];
  let [nextA, nextB, size] = [0, 0, 0];
  /** Ends what is open, up to and with this position. */
  const endUpTo = (position: number): void => {
    for (;;) {
      const [own, other] = openA.first <= openB.first ? [openA, openB] : [openB, openA];
      if (own.first > position || own.first === Infinity) return;
      own.take();
      if (other.first === Infinity) continue;
      other.take();
      size += 1;
    }
  };
  for (;;) {
    const [startA, startB] = [a.starts[nextA] ?? Infinity, b.starts[nextB] ?? Infinity];
    endUpTo(Math.min(startA, startB));
    if (startA === Infinity && startB === Infinity) return size;
    const isA = startA <= startB;
    const [start, end] = isA ? [startA, a.ends[nextA] ?? 0] : [startB, b.ends[nextB] ?? 0];
    // One without length shares no position with any.
    if (end > start) (isA ? openA : openB).put(end);
    if (isA) nextA += 1;
    else nextB += 1;
  }
}

/** Positions, of which the least is taken first: a binary heap. */
class Earliest {
  readonly #heap: number[] = [];

  /** Infinity where there is none. */
  get first(): number {
    return this.#heap[0] ?? Infinity;
  }

  put(position: number): void {
    const heap = this.#heap;
    let at = heap.length;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const value = heap[above] ?? 0;
      if (value <= position) break;
      heap[at] = value;
      at = above;
    }
    heap[at] = position;
  }

  take(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if ((heap[below + 1] ?? Infinity) < (heap[below] ?? Infinity)) below += 1;
      const value = heap[below] ?? Infinity;
      if (value >= last) break;
      heap[at] = value;
      at = below;
    }
    heap[at] = last;
  }
}
