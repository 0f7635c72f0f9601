/** An edge between a place on the left and one on the right; the weight is a whole number above 0. */
export type WeightedEdge = {
  readonly left: number;
  readonly right: number;
  readonly weight: number;
};

/**
 * The edges of the one-to-one matching of greatest total weight. Of several with the same total the one
 * that comes first when each is written as its pairs (left, right), sorted. Two places have at most one
 * edge; weights fit 31 bits.
 *
 * Exact, in whole numbers. An optimum is found by shortest augmenting paths with a price for each
 * place (Kuhn 1955; Edmonds & Karp 1972), grown from each left place in turn and no further than their
 * cheapest end: what is not connected is never looked at. By complementary slackness the matchings of
 * greatest weight are those along tight edges, whose two prices add up to their weight, that leave out
 * only places of price 0; the first of them is found by trying its pairs in order.
 *
 * @param lefts how many places there are on the left, from 0
 * @param rights how many on the right
 */
export function heaviestMatching<Edge extends WeightedEdge>(
  lefts: number,
  rights: number,
  edges: readonly Edge[],
): readonly Edge[] {
  const [ofLeft, ofRight] = [new Int32Array(lefts), new Int32Array(rights)];
  for (const { left, right } of edges) {
    ofLeft[left] = at(ofLeft, left) + 1;
    ofRight[right] = at(ofRight, right) + 1;
  }
  // Many places have one edge, to one that has no other: these are matched.
  const isAlone = ({ left, right }: Edge): boolean => ofLeft[left] === 1 && ofRight[right] === 1;
  const others = edges.filter((edge) => !isAlone(edge));
  if (others.length === 0) return edges;
  const sorted = others.sort((a, b) => a.left - b.left || a.right - b.right);
  const graph = toGraph(lefts, rights, sorted);
  const mate = takeFirst(graph, findOptimum(graph));
  return [
    ...edges.filter(isAlone),
    ...sorted.filter(({ left, right }) => mate[left] === lefts + right),
  ];
}

/** Places of the right stand after those of the left; the edges of a left one from `from[left]` up to `from[left + 1]`. */
type Graph = {
  readonly lefts: number;
  readonly places: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly weight: Int32Array;
};

function toGraph(lefts: number, rights: number, sorted: readonly WeightedEdge[]): Graph {
  const from = new Int32Array(lefts + 1);
  const to = new Int32Array(sorted.length);
  const weight = new Int32Array(sorted.length);
  let edge = 0;
  for (const { left, right, weight: own } of sorted) {
    to[edge] = lefts + right;
    weight[edge] = own;
    edge += 1;
    from[left + 1] = edge;
  }
  // Places without edges begin where the one before them ends.
  for (let left = 0; left < lefts; left += 1) {
    from[left + 1] = Math.max(at(from, left), at(from, left + 1));
  }
  return { lefts, places: lefts + rights, from, to, weight };
}

/** For each place to which one it is matched, or -1, and its price. */
type Optimum = { readonly mate: Int32Array; readonly price: Int32Array };

function findOptimum(graph: Graph): Optimum {
  const { lefts, places, from, to, weight } = graph;
  const mate = new Int32Array(places).fill(-1);
  const price = new Int32Array(places);
  // Of right places: how far they are on the shortest way from a start, from where, and in which search.
  const distance = new Int32Array(places);
  const cameFrom = new Int32Array(places);
  const search = new Int32Array(places).fill(-1);

  for (let start = 0; start < lefts; start += 1) {
    // The dearest that it can be, for the right place that offers it.
    let best = -1;
    for (let edge = at(from, start); edge < at(from, start + 1); edge += 1) {
      const offer = at(weight, edge) - at(price, at(to, edge));
      if (offer <= at(price, start)) continue;
      price[start] = offer;
      best = at(to, edge);
    }
    if (best === -1) continue;
    if (mate[best] === -1) {
      mate[start] = best;
      mate[best] = start;
      continue;
    }
    // The cheapest end yet: a left place that is given up, at its price, or a free right one.
    let end = start;
    let cost = at(price, start);
    const reached: number[] = [];
    const passed: number[] = [];
    let left = start;
    let walked = 0;
    while (left !== -1) {
      for (let edge = at(from, left); edge < at(from, left + 1); edge += 1) {
        const right = at(to, edge);
        const length = walked + at(price, left) + at(price, right) - at(weight, edge);
        const isNew = search[right] !== start;
        if (length >= cost || !(isNew || length < at(distance, right))) continue;
        if (isNew) reached.push(right);
        search[right] = start;
        distance[right] = length;
        cameFrom[right] = left;
      }
      const nearest = takeNearest(reached, distance);
      if (nearest === undefined || at(distance, nearest) >= cost) break;
      passed.push(nearest);
      walked = at(distance, nearest);
      left = at(mate, nearest);
      if (left === -1) [end, cost] = [nearest, walked];
      else if (walked + at(price, left) < cost) [end, cost] = [left, walked + at(price, left)];
    }

    price[start] = at(price, start) - cost;
    for (const right of passed) {
      const change = cost - at(distance, right);
      price[right] = at(price, right) + change;
      const back = at(mate, right);
      if (back !== -1) price[back] = at(price, back) - change;
    }
    let right = end;
    if (end < lefts) {
      right = at(mate, end);
      mate[end] = -1;
    }
    takeBackwards(right, mate, (place) => at(cameFrom, place));
  }
  return { mate, price };
}

/** Matches a place to the one from which it was reached, what that one loses likewise, and so on to the start. */
function takeBackwards(place: number, mate: Int32Array, cameFrom: (place: number) => number): void {
  for (let next = place; next !== -1;) {
    const taker = cameFrom(next);
    const lost = at(mate, taker);
    mate[taker] = next;
    mate[next] = taker;
    next = lost;
  }
}

/** Takes the place of least distance out of those reached. */
function takeNearest(reached: number[], distance: Int32Array): number | undefined {
  let least = 0;
  for (let place = 1; place < reached.length; place += 1) {
    if (at(distance, reached[place] ?? 0) < at(distance, reached[least] ?? 0)) least = place;
  }
  const nearest = reached[least];
  const last = reached.pop();
  if (last !== undefined && least < reached.length) reached[least] = last;
  return nearest;
}

/**
 * Turns an optimum into the first one: each left place in turn gets the first right one that an optimum
 * can have, beside what those before it got.
 */
function takeFirst(graph: Graph, { mate, price }: Optimum): Int32Array {
  const tight = tightEdges(graph, price);
  const isFixed = new Uint8Array(graph.places);
  let first = mate;
  for (let left = 0; left < graph.lefts; left += 1) {
    isFixed[left] = 1;
    for (const right of tight[left] ?? []) {
      if (right === first[left]) break;
      if (isFixed[right] === 1) continue;
      isFixed[right] = 1;
      const paired = pair(left, right, { mate: first.slice(), price, tight, isFixed });
      isFixed[right] = 0;
      if (paired === null) continue;
      first = paired;
      break;
    }
    const right = at(first, left);
    if (right !== -1) isFixed[right] = 1;
  }
  return first;
}

/** For each place those at the other ends of its tight edges, in order. */
type Tight = readonly (readonly number[] | undefined)[];

function tightEdges({ lefts, from, to, weight }: Graph, price: Int32Array): Tight {
  const tight: number[][] = [];
  for (let left = 0; left < lefts; left += 1) {
    for (let edge = at(from, left); edge < at(from, left + 1); edge += 1) {
      const right = at(to, edge);
      if (at(price, left) + at(price, right) !== at(weight, edge)) continue;
      (tight[left] ??= []).push(right);
      (tight[right] ??= []).push(left);
    }
  }
  return tight;
}

type State = Optimum & {
  readonly tight: Tight;
  /** 1 for places that are matched for good, or left out. */
  readonly isFixed: Uint8Array;
};

/** An optimum in which the two are matched and all that is fixed stays as it is; null if there is none. */
function pair(left: number, right: number, state: State): Int32Array | null {
  const { mate } = state;
  const losers = [at(mate, right), at(mate, left)].filter((place) => place !== -1);
  for (const loser of losers) mate[loser] = -1;
  mate[left] = right;
  mate[right] = left;
  return losers.every((loser) => mate[loser] !== -1 || canSettle(loser, state)) ? mate : null;
}

/** Finds another for a place that lost its own, by moving others along tight edges or leaving one of price 0 out. */
function canSettle(place: number, { mate, price, tight, isFixed }: State): boolean {
  if (price[place] === 0) return true;
  const cameFrom = new Map<number, number>();
  const queue = [place];
  for (const taker of queue) {
    for (const other of tight[taker] ?? []) {
      if (isFixed[other] === 1 || cameFrom.has(other)) continue;
      cameFrom.set(other, taker);
      const loser = at(mate, other);
      if (loser !== -1 && price[loser] !== 0) {
        queue.push(loser);
        continue;
      }
      if (loser !== -1) mate[loser] = -1;
      takeBackwards(other, mate, (next) => cameFrom.get(next) ?? -1);
      return true;
    }
  }
  return false;
}

function at(array: Int32Array, place: number): number {
  return array[place] ?? 0;
}
