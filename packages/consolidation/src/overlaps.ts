import type { Groups } from './groups.ts';
import { forEachMeeting } from './meetings.ts';
import type { CodedText, MarkedSpan, SketchPart } from './text.ts';
import { inOrder, lengthOf } from './text.ts';

/** For each span that a sketch uses those of other coders' sketches that it overlaps. */
export type Overlaps = ReadonlyMap<MarkedSpan, readonly MarkedSpan[]>;

/** Section 5: spans overlap that are in one group or share more than half of the shorter. */
export function findOverlaps({ sketches }: CodedText, groups: Groups): Overlaps {
  const used = inOrder(
    new Set(sketches.flatMap(({ parts }) => parts.flatMap(({ spans }) => spans))),
  );
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

/** For each span the things, such as places of parts, that use it. */
export type Users<User> = ReadonlyMap<MarkedSpan, readonly User[]>;

/**
 * The quoted parts of two coders that overlap: where a span of one and a span of the other do.
 *
 * @param one the places of the parts of one of them that use a span
 */
export function overlappingParts(
  one: Users<number>,
  other: readonly SketchPart[],
  overlaps: Overlaps,
): readonly PartPair[] {
  const pairs: PartPair[] = [];
  for (const [right, { spans }] of other.entries()) {
    const lefts = new Set<number>();
    for (const span of spans) {
      for (const met of overlaps.get(span) ?? []) {
        for (const left of one.get(met) ?? []) lefts.add(left);
      }
    }
    for (const left of lefts) pairs.push({ left, right });
  }
  return pairs;
}

/** @param parts with what uses their spans */
export function usersOf<User>(parts: Iterable<readonly [User, SketchPart]>): Users<User> {
  const users = new Map<MarkedSpan, User[]>();
  for (const [user, { spans }] of parts) {
    for (const span of spans) {
      const there = users.get(span);
      if (there === undefined) users.set(span, [user]);
      else there.push(user);
    }
  }
  return users;
}
