import type { Groups, SpanGroup } from './groups.ts';
import type { Match } from './match.ts';
import { forEachMeeting } from './meetings.ts';
import type { CodedText, MarkedSpan } from './text.ts';
import { lengthOf, sharedOf } from './text.ts';

/** How a passage is cut differently. */
export type Split = {
  /** Coders without a span in the group who marked most of one of its spans with its label. */
  readonly coders: ReadonlySet<number>;
  /** The group of the one of their spans that shares most positions with one of the group's. */
  readonly splitOf: SpanGroup;
};

/** Section 3: the groups that are split. */
export function findSplits(
  { spans }: CodedText,
  groups: Groups,
  matches: readonly Match<MarkedSpan>[],
): ReadonlyMap<SpanGroup, Split> {
  const found = new Map<SpanGroup, Most>();
  const note = (span: MarkedSpan, other: MarkedSpan): void => {
    const group = groups.of(span);
    if (group.spans.some(({ coder }) => coder === other.coder)) return;
    const split = found.get(group) ?? { coders: new Set(), shared: 0, splitOf: groups.of(other) };
    found.set(group, split);
    split.coders.add(other.coder);
    const shared = sharedOf(span, other);
    const splitOf = groups.of(other);
    if (shared > split.shared || (shared === split.shared && splitOf.at < split.splitOf.at)) {
      split.shared = shared;
      split.splitOf = splitOf;
    }
  };
  forEachMeeting(spans, (a, b, shared) => {
    if (a.label !== b.label) return;
    if (2 * shared > lengthOf(a)) note(a, b);
    if (2 * shared > lengthOf(b)) note(b, a);
  });
  for (const { one, other } of matches) {
    if (one.label !== other.label) continue;
    note(one, other);
    note(other, one);
  }
  return found;
}

/** A split as far as it is known. */
type Most = { readonly coders: Set<number>; shared: number; splitOf: SpanGroup };
