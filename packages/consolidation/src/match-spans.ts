import type { Match } from './match.ts';
import { matchOneToOne, millionths, toMatch } from './match.ts';
import { forEachMeeting } from './meetings.ts';
import type { CodedText, MarkedSpan } from './text.ts';
import { lengthOf } from './text.ts';

/** Section 1: the matched spans of every two coders. */
export function matchSpans({ spans }: CodedText): readonly Match<MarkedSpan>[] {
  const pairs: Match<MarkedSpan>[] = [];
  forEachMeeting(spans, (a, b, shared) => {
    if (canMatch(a, b, shared)) pairs.push(toMatch(a, b, weightOf(a, b, shared)));
  });
  return matchOneToOne(pairs);
}

/** A role is contested only over the same words: unlike labels must share most of the longer span. */
function canMatch(a: MarkedSpan, b: MarkedSpan, shared: number): boolean {
  return a.label === b.label
    ? 4 * shared >= Math.min(lengthOf(a), lengthOf(b))
    : 2 * shared > Math.max(lengthOf(a), lengthOf(b));
}

function weightOf(a: MarkedSpan, b: MarkedSpan, shared: number): number {
  const union = lengthOf(a) + lengthOf(b) - shared;
  const forLabel = a.label === b.label && a.label !== 'undecided' ? 500_000 : 0;
  return millionths(shared, union) + forLabel;
}
