import type { CodedSketch } from './text.ts';

/**
 * What a lead says of sketches by hand: they are one configuration, with all that is in theirs (`join`),
 * or they leave theirs, together (`part`). Ids of sketches that are not there are passed over.
 */
export type Tie = { readonly kind: 'join' | 'part'; readonly sketches: readonly string[] };

type Sketches = readonly CodedSketch[];

/** Sketches that are one configuration, and whether they would not be without a lead's ties. */
export type TiedSketches = { readonly sketches: Sketches; readonly byHand: boolean };

/** Section 5, its last sentence: each in its turn, after all that is computed. */
export function tieByHand(
  computed: readonly Sketches[],
  ties: readonly Tie[],
): readonly TiedSketches[] {
  const before = new Set(computed.map((set) => keyOf(set)));
  const byId = new Map(computed.flatMap((set) => set.map((sketch) => [sketch.id, sketch])));
  /** Each sketch leads to the one set that it is in. */
  const setOf = new Map<CodedSketch, Set<CodedSketch>>();
  for (const set of computed) {
    const one = new Set(set);
    for (const sketch of set) setOf.set(sketch, one);
  }
  for (const { kind, sketches } of ties) {
    const named = sketches.map((id) => byId.get(id)).filter((each) => each !== undefined);
    const together = new Set(named);
    if (kind === 'join') {
      for (const sketch of named) {
        for (const other of setOf.get(sketch) ?? []) together.add(other);
      }
    } else for (const sketch of named) setOf.get(sketch)?.delete(sketch);
    for (const sketch of together) setOf.set(sketch, together);
  }
  return [...new Set(setOf.values())].map((set) => ({
    sketches: [...set],
    byHand: !before.has(keyOf([...set])),
  }));
}

/** The same for the same sketches. */
function keyOf(sketches: Sketches): string {
  return sketches
    .map(({ at }) => at)
    .sort((a, b) => a - b)
    .join(' ');
}
