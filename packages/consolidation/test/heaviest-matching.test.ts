import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { WeightedEdge } from '../src/heaviest-matching.ts';
import { heaviestMatching } from '../src/heaviest-matching.ts';

/** Edges between up to six places a side; few different weights make many ties. */
const drawn = (heaviest: number, places = 6) =>
  fc.uniqueArray(
    fc.record({
      left: fc.nat(places - 1),
      right: fc.nat(places - 1),
      weight: fc.integer({ min: 1, max: heaviest }),
    }),
    { maxLength: 16, selector: ({ left, right }) => left * places + right },
  );

const inOrder = (edges: readonly WeightedEdge[]) =>
  edges.toSorted((a, b) => a.left - b.left || a.right - b.right);
const pairsOf = (edges: readonly WeightedEdge[]) =>
  inOrder(edges).map(({ left, right }) => [left, right]);
const totalOf = (edges: readonly WeightedEdge[]) =>
  edges.reduce((sum, { weight }) => sum + weight, 0);

/** Every way to match, the pairs of each in order. */
function allMatchings(edges: readonly WeightedEdge[]): readonly (readonly WeightedEdge[])[] {
  const [first, ...rest] = edges;
  if (first === undefined) return [[]];
  const free = rest.filter(({ left, right }) => left !== first.left && right !== first.right);
  return [...allMatchings(free).map((others) => [first, ...others]), ...allMatchings(rest)];
}

function isBefore(a: readonly WeightedEdge[], b: readonly WeightedEdge[]): boolean {
  for (const [at, { left, right }] of a.entries()) {
    const other = b[at];
    if (other === undefined) return false;
    if (other.left !== left) return left < other.left;
    if (other.right !== right) return right < other.right;
  }
  return a.length < b.length;
}

function bestOf(edges: readonly WeightedEdge[]): readonly WeightedEdge[] {
  return allMatchings(inOrder(edges)).reduce((best, next) => {
    const more = totalOf(next) - totalOf(best);
    return more > 0 || (more === 0 && isBefore(next, best)) ? next : best;
  });
}

test.each([1, 2, 3, 5, 1_500_000])(
  '[CN4] of all matchings the first of greatest weight, weights up to %i',
  (heaviest) => {
    fc.assert(
      fc.property(drawn(heaviest), (edges) => {
        expect(pairsOf(heaviestMatching(6, 6, edges))).toEqual(pairsOf(bestOf(edges)));
      }),
      { numRuns: 2000 },
    );
  },
);

test('a heavier pair is given up for a greater total', () => {
  const edges = [
    { left: 0, right: 0, weight: 5 },
    { left: 1, right: 0, weight: 8 },
    { left: 1, right: 1, weight: 5 },
  ];
  expect(pairsOf(heaviestMatching(2, 2, edges))).toEqual([
    [0, 0],
    [1, 1],
  ]);
});

test('of two ways with one total the first pairs decide, left before right', () => {
  const all = [0, 1, 2].flatMap((left) => [0, 1, 2].map((right) => ({ left, right, weight: 7 })));
  expect(pairsOf(heaviestMatching(3, 3, all.toReversed()))).toEqual([
    [0, 0],
    [1, 1],
    [2, 2],
  ]);
  // With one place on the right the first left one has it; a place without edges is passed over.
  const few = [2, 1].map((left) => ({ left, right: 1, weight: 7 }));
  expect(pairsOf(heaviestMatching(3, 2, few))).toEqual([[1, 1]]);
});

test('a long chain of equal pairs is matched from its beginning', () => {
  const places = 20_000;
  const edges = Array.from({ length: places }, (_, left) => [
    { left, right: left, weight: 3 },
    { left, right: left + 1, weight: 3 },
  ]).flat();
  const found = heaviestMatching(places, places + 1, edges);
  expect(found.every(({ left, right }) => left === right)).toBe(true);
  expect(found).toHaveLength(places);
});
