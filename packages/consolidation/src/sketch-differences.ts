import type { Role } from '@triad/realist';
import type { SketchSet } from './configurations.ts';
import type { Overlaps, Users } from './overlaps.ts';
import { overlappingParts, usersOf } from './overlaps.ts';
import type { PairParts } from './pair-parts.ts';
import type { SketchKind } from './result.ts';
import type { CodedSketch, MarkedSpan, SketchPart } from './text.ts';
import { compareParts, inOrder } from './text.ts';

/** A difference between two coders of a configuration, with all sketches that the two have in it. */
export type SketchDifference = {
  readonly kind: SketchKind;
  readonly coders: readonly [number, number];
  readonly sketches: readonly CodedSketch[];
};

/** Section 5: the differences between each two coders of a configuration, in order. */
export function sketchDifferences(
  { sketches, coders }: SketchSet,
  overlaps: Overlaps,
  pairParts: PairParts,
): readonly SketchDifference[] {
  const sides = coders.map((coder) =>
    sideOf(
      coder,
      sketches.filter((sketch) => sketch.coder === coder),
    ),
  );
  return sides.flatMap((one, place) =>
    sides.slice(place + 1).flatMap((other) =>
      kindsBetween(one, other, overlaps, pairParts).map((kind) => ({
        kind,
        coders: [one.coder, other.coder] as const,
        sketches: [...one.sketches, ...other.sketches].sort((a, b) => a.at - b.at),
      })),
    ),
  );
}

/** What one coder has in a configuration. */
type Side = {
  readonly coder: number;
  readonly sketches: readonly CodedSketch[];
  readonly parts: readonly SketchPart[];
  /** Of spans, the places of these parts. */
  readonly users: Users<number>;
  readonly bearings: ReadonlySet<string>;
};

function sideOf(coder: number, sketches: readonly CodedSketch[]): Side {
  const parts = putTogether(sketches.flatMap((sketch) => sketch.parts));
  const bearings = sketches.map(({ bearing }) => bearing).filter((bearing) => bearing !== null);
  return { coder, sketches, parts, users: usersOf(parts.entries()), bearings: new Set(bearings) };
}

/** Parts of one role that common spans link are one, and inferred ones of one role and the same words. */
function putTogether(parts: readonly SketchPart[]): readonly SketchPart[] {
  const roles = new Set(parts.map(({ role }) => role));
  if (roles.size === parts.length) return parts.toSorted(compareParts);
  return [...Map.groupBy(parts, ({ role }) => role)]
    .flatMap(([role, own]): readonly SketchPart[] => {
      const words = new Set(own.map(({ inferred }) => inferred).filter((each) => each !== null));
      return [
        ...linkedSpans(own).map((spans) => ({ role, spans: inOrder(spans), inferred: null })),
        ...[...words].map((inferred) => ({ role, spans: [], inferred })),
      ];
    })
    .sort(compareParts);
}

function linkedSpans(parts: readonly SketchPart[]): readonly ReadonlySet<MarkedSpan>[] {
  const linked = new Map<MarkedSpan, ReadonlySet<MarkedSpan>>();
  for (const { spans } of parts) {
    const met = new Set(spans.map((span) => linked.get(span)).filter((set) => set !== undefined));
    const joined = new Set([...spans, ...[...met].flatMap((set) => [...set])]);
    for (const span of joined) linked.set(span, joined);
  }
  return [...new Set(linked.values())];
}

function kindsBetween(
  one: Side,
  other: Side,
  overlaps: Overlaps,
  pairParts: PairParts,
): readonly SketchKind[] {
  const pairs = pairParts(
    one.parts,
    other.parts,
    overlappingParts(one.users, other.parts, overlaps),
  );
  const [pairedOfOne, pairedOfOther] = [
    new Set(pairs.map(({ left }) => left)),
    new Set(pairs.map(({ right }) => right)),
  ];
  const { missing = [], elsewhere = [] } = Object.groupBy(
    [
      ...one.parts.filter((_, place) => !pairedOfOne.has(place)),
      ...other.parts.filter((_, place) => !pairedOfOther.has(place)),
    ],
    // The part's own side has the role, so both must.
    ({ role }) => (hasRole(one, role) && hasRole(other, role) ? 'elsewhere' : 'missing'),
  );
  const found: readonly (readonly [SketchKind, boolean])[] = [
    ['part-missing', missing.length > 0],
    [
      'part-role',
      pairs.some(({ left, right }) => one.parts[left]?.role !== other.parts[right]?.role),
    ],
    [
      'bearing',
      one.bearings.size > 0 &&
        other.bearings.size > 0 &&
        one.bearings.symmetricDifference(other.bearings).size > 0,
    ],
    ['tied-otherwise', elsewhere.length > 0 || one.sketches.length !== other.sketches.length],
  ];
  return found.filter(([, is]) => is).map(([kind]) => kind);
}

function hasRole({ parts }: Side, role: Role): boolean {
  return parts.some((part) => part.role === role);
}
