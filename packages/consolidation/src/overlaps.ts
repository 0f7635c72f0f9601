import type { Groups } from './groups.ts';
import { forEachMeeting } from './meetings.ts';
import type { CodedText, MarkedSpan, SketchPart } from './text.ts';
import { inOrder, lengthOf } from './text.ts';

/** For each span that a sketch uses those of other coders' sketches that it overlaps. */
export type Overlaps = ReadonlyMap<MarkedSpan, readonly MarkedSpan[]>;

/** Section 5: spans overlap that are in one group or share more than half of the shorter. */
export function findOverlaps({ sketches }: CodedText, groups: Groups): Overlaps {
  const used = inOrder(sketches.flatMap(({ parts }) => parts.flatMap(({ spans }) => spans)));
  const overlaps = new Map(used.map((span): [MarkedSpan, MarkedSpan[]] => [span, []]));
  forEachMeeting(used, (a, b, shared) => {
    const doOverlap =
      groups.of(a) === groups.of(b) || 2 * shared > Math.min(lengthOf(a), lengthOf(b));
    if (!doOverlap) return;
    overlaps.get(a)?.push(b);
    overlaps.get(b)?.push(a);
  });
  return overlaps;
}

/** Two parts, by their places in two lists. */
export type PartPair = { readonly left: number; readonly right: number };

/** The quoted parts of two coders that overlap: where a span of one and a span of the other do. */
export function overlappingParts(
  one: readonly SketchPart[],
  other: readonly SketchPart[],
  overlaps: Overlaps,
): readonly PartPair[] {
  const usedBy = partsBySpan(other.map((part, place) => [part, place]));
  return one.flatMap(({ spans }, left) => {
    const rights = spans.flatMap((span) =>
      (overlaps.get(span) ?? []).flatMap((met) => usedBy.get(met) ?? []),
    );
    return [...new Set(rights)].map((right) => ({ left, right }));
  });
}

/** Whatever stands beside each part, by the spans that the part uses. */
export function partsBySpan<Beside>(
  parts: Iterable<readonly [SketchPart, Beside]>,
): ReadonlyMap<MarkedSpan, readonly Beside[]> {
  const bySpan = new Map<MarkedSpan, Beside[]>();
  for (const [{ spans }, beside] of parts) {
    for (const span of spans) {
      const there = bySpan.get(span);
      if (there === undefined) bySpan.set(span, [beside]);
      else there.push(beside);
    }
  }
  return bySpan;
}
