import type { Role } from '@triad/realist';
import { ConsolidationError } from './errors.ts';
import type { Match } from './match.ts';
import { millionths, toMatch } from './match.ts';
import type { Overlaps, PartPair } from './overlaps.ts';
import { overlappingParts, usersOf } from './overlaps.ts';
import type { PairedParts, PairParts } from './pair-parts.ts';
import { areQuoted } from './pair-parts.ts';
import type { CodedSketch } from './text.ts';

/** Two sketches of different coders that can match, and which of them is a piece of the other, if one is. */
export type SketchMatch = Match<CodedSketch> & { readonly piece: CodedSketch | null };

/** Places at which sketches of different coders overlap; more are refused. */
const MOST_OVERLAPS = 5_000_000;

/** Section 5: all pairs of sketches that can match. */
export function matchableSketches(
  sketches: readonly CodedSketch[],
  overlaps: Overlaps,
  pairParts: PairParts,
): readonly SketchMatch[] {
  const users = usersOf(
    sketches.flatMap((sketch) => sketch.parts.map((part) => [sketch, part] as const)),
  );
  const found: SketchMatch[] = [];
  let places = 0;
  for (const one of sketches) {
    const ofOne = usersOf(one.parts.entries());
    const met = new Set<CodedSketch>();
    for (const span of ofOne.keys()) {
      for (const other of overlaps.get(span) ?? []) {
        // Of two coders the first looks for the other.
        if (other.coder < one.coder) continue;
        for (const user of users.get(other) ?? []) met.add(user);
        places += users.get(other)?.length ?? 0;
      }
      if (places > MOST_OVERLAPS) {
        throw new ConsolidationError(
          `The input cannot be used: its sketches overlap in over ${MOST_OVERLAPS} places.`,
        );
      }
    }
    for (const other of met) {
      const overlapping = overlappingParts(ofOne, other.parts, overlaps);
      if (!canMatch(one, other, overlapping)) continue;
      const pairs = pairParts(one.parts, other.parts, overlapping);
      const match = toMatch(one, other, weightOf(one, other, pairs));
      found.push({ ...match, piece: pieceOf(one, other, pairs) });
    }
  }
  return found;
}

/** By two quotes of each, whatever the roles; or by the only quote of one of them, in its role, and some other role. */
function canMatch(one: CodedSketch, other: CodedSketch, overlapping: readonly PartPair[]): boolean {
  if (haveTwoApart(overlapping)) return true;
  if (![one, other].some((sketch) => quotesOf(sketch) === 1)) return false;
  return overlapping.some(({ left, right }) => {
    const role = one.parts[left]?.role;
    return role === other.parts[right]?.role && haveAnotherRole(one, other, role);
  });
}

/** Whether two of the pairs have no part in common: unless all have one of the first's. */
function haveTwoApart(pairs: readonly PartPair[]): boolean {
  const [first] = pairs;
  return (
    pairs.some(({ left }) => left !== first?.left) &&
    pairs.some(({ right }) => right !== first?.right)
  );
}

function quotesOf({ parts }: CodedSketch): number {
  return parts.filter(({ inferred }) => inferred === null).length;
}

function haveAnotherRole(one: CodedSketch, other: CodedSketch, than: Role | undefined): boolean {
  return one.parts.some(
    ({ role }) => role !== than && other.parts.some((part) => part.role === role),
  );
}

/** With P points and p and q parts P / (3(p + q) − P), in millionths. */
function weightOf(
  { parts: one }: CodedSketch,
  { parts: other }: CodedSketch,
  pairs: readonly PairedParts[],
): number {
  const points = pairs.reduce((sum, { weight }) => sum + weight, 0);
  return millionths(points, 3 * (one.length + other.length) - points);
}

/** A sketch is a piece of one with more parts if each of its own is quoted and paired with one that it overlaps. */
function pieceOf(
  one: CodedSketch,
  other: CodedSketch,
  pairs: readonly PairedParts[],
): CodedSketch | null {
  const quoted = pairs.filter(areQuoted).length;
  const [lesser, greater] = one.parts.length < other.parts.length ? [one, other] : [other, one];
  return lesser.parts.length < greater.parts.length && quoted === lesser.parts.length
    ? lesser
    : null;
}
