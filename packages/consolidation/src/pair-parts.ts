import { heaviestMatching } from './heaviest-matching.ts';
import type { PartPair } from './overlaps.ts';
import type { SketchPart } from './text.ts';

/** Points of two quoted parts that overlap, with one role and with two, and of parts of one role otherwise. */
const ONE_ROLE = 3;
const TWO_ROLES = 2;
const INFERRED = 1;

/**
 * Section 5: parts of two coders paired one to one, with the greatest total of points (their `weight`).
 * Parts are in their order, `one` of the coder who comes first.
 */
export function pairParts(
  one: readonly SketchPart[],
  other: readonly SketchPart[],
  overlapping: readonly PartPair[],
): readonly PairedParts[] {
  const quoted = overlapping.map(({ left, right }) => {
    const weight = one[left]?.role === other[right]?.role ? ONE_ROLE : TWO_ROLES;
    return { left, right, weight };
  });
  const inferred: PairedParts[] = [];
  one.forEach((a, left) =>
    other.forEach((b, right) => {
      if (a.role !== b.role || (a.inferred === null && b.inferred === null)) return;
      inferred.push({ left, right, weight: INFERRED });
    }),
  );
  return heaviestMatching(one.length, other.length, [...quoted, ...inferred]);
}

export type PairedParts = PartPair & { readonly weight: number };

/** Whether both are quoted, and so overlap. */
export function areQuoted({ weight }: PairedParts): boolean {
  return weight > INFERRED;
}
