import { ConsolidationError } from './errors.ts';
import { heaviestMatching } from './heaviest-matching.ts';
import type { PartPair } from './overlaps.ts';
import type { SketchPart } from './text.ts';

/** Points of two quoted parts that overlap, with one role and with two, and of parts of one role otherwise. */
const ONE_ROLE = 3;
const TWO_ROLES = 2;
const INFERRED = 1;

/** Pairs of parts with points, in all that is paired for one input; more are refused. */
const MOST_PAIRS = 5_000_000;

/**
 * Section 5: parts of two coders paired one to one, with the greatest total of points (their `weight`).
 * Parts are in their order, `one` of the coder who comes first.
 */
export type PairParts = (
  one: readonly SketchPart[],
  other: readonly SketchPart[],
  overlapping: readonly PartPair[],
) => readonly PairedParts[];

export type PairedParts = PartPair & { readonly weight: number };

/**
 * {@link PairParts} for all of one input. Throws {@link ConsolidationError} once more could be paired
 * than can be compared in bounded time, as many sketches with many inferred parts of one role could.
 */
export function createPairing(): PairParts {
  let counted = 0;
  return (one, other, overlapping) => {
    const pairs: PairedParts[] = [];
    const add = ({ left, right }: PartPair, weight: number): void => {
      counted += 1;
      if (counted > MOST_PAIRS) {
        throw new ConsolidationError(
          `The input cannot be used: over ${MOST_PAIRS} pairs of parts of its sketches could be one.`,
        );
      }
      pairs.push({ left, right, weight });
    };
    for (const pair of overlapping) {
      add(pair, one[pair.left]?.role === other[pair.right]?.role ? ONE_ROLE : TWO_ROLES);
    }
    for (const pair of inferredPairs(one, other)) add(pair, INFERRED);
    return heaviestMatching(one.length, other.length, pairs);
  };
}

/** The pairs of one role of which at least one is inferred. */
function* inferredPairs(
  one: readonly SketchPart[],
  other: readonly SketchPart[],
): Generator<PartPair> {
  if (![one, other].some((parts) => parts.some(({ inferred }) => inferred !== null))) return;
  const byRole = Map.groupBy(other.entries(), ([, { role }]) => role);
  for (const [left, { role, inferred }] of one.entries()) {
    for (const [right, part] of byRole.get(role) ?? []) {
      if (inferred !== null || part.inferred !== null) yield { left, right };
    }
  }
}

/** Whether both are quoted, and so overlap. */
export function areQuoted({ weight }: PairedParts): boolean {
  return weight > INFERRED;
}
