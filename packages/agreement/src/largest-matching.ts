/**
 * The size of a largest matching between two sides, each used once (Hopcroft & Karp 1973): in rounds,
 * each of which takes as many shortest augmenting paths as do not touch.
 */
export function largestMatching(edges: readonly (readonly number[])[], right: number): number {
  const matchOfLeft = new Int32Array(edges.length).fill(-1);
  const matchOfRight = new Int32Array(right).fill(-1);
  const layer = new Int32Array(edges.length);
  let size = 0;
  while (layOut(edges, matchOfLeft, matchOfRight, layer)) {
    const next = new Int32Array(edges.length);
    for (let left = 0; left < edges.length; left += 1) {
      if (
        matchOfLeft[left] === -1 &&
        augment(left, edges, matchOfLeft, matchOfRight, layer, next)
      ) {
        size += 1;
      }
    }
  }
  return size;
}

/** Distances from those without a match; whether one without a match is reached on the right. */
function layOut(
  edges: readonly (readonly number[])[],
  matchOfLeft: Int32Array,
  matchOfRight: Int32Array,
  layer: Int32Array,
): boolean {
  const queue: number[] = [];
  for (let left = 0; left < edges.length; left += 1) {
    layer[left] = matchOfLeft[left] === -1 ? 0 : -1;
    if (layer[left] === 0) queue.push(left);
  }
  let isReached = false;
  for (const left of queue) {
    for (const other of edges[left] ?? []) {
      const back = matchOfRight[other] ?? -1;
      if (back === -1) isReached = true;
      else if (layer[back] === -1) {
        layer[back] = (layer[left] ?? 0) + 1;
        queue.push(back);
      }
    }
  }
  return isReached;
}

/** Walks one shortest path from `start` without recursion: paths may be as long as there are spans. */
function augment(
  start: number,
  edges: readonly (readonly number[])[],
  matchOfLeft: Int32Array,
  matchOfRight: Int32Array,
  layer: Int32Array,
  next: Int32Array,
): boolean {
  const path: number[] = [start];
  const taken: number[] = [];
  while (path.length > 0) {
    const left = path.at(-1) ?? 0;
    const at = next[left] ?? 0;
    const other = edges[left]?.[at];
    if (other === undefined) {
      path.pop();
      taken.pop();
      layer[left] = -2;
      continue;
    }
    next[left] = at + 1;
    const back = matchOfRight[other] ?? -1;
    if (back !== -1 && layer[back] !== (layer[left] ?? 0) + 1) continue;
    taken[path.length - 1] = other;
    if (back !== -1) {
      path.push(back);
      continue;
    }
    for (const [step, each] of path.entries()) {
      matchOfLeft[each] = taken[step] ?? -1;
      matchOfRight[taken[step] ?? 0] = each;
    }
    return true;
  }
  return false;
}
