import type { TextRange } from '@triad/realist';
import { rangesOverlap } from '@triad/realist';
import { trimRange } from './anchors.ts';

/** Why words that a lead drew afresh cannot be agreed of a place. */
export type DrawnFault = 'no-words' | 'beside' | 'half-character';

/**
 * The words that a lead drew at a place, without space at their ends; `place` is where its spans lie. They
 * share at least one position with it, else the decision would be one about other words, which nobody
 * marked or which are another place; and they begin and end at whole characters, as a reader sees them.
 */
export function drawnSpan(
  text: string,
  drawn: TextRange,
  place: readonly TextRange[],
): { readonly range: TextRange } | { readonly fault: DrawnFault } {
  const isInText = drawn.startUtf16 < drawn.endUtf16 && drawn.endUtf16 <= text.length;
  const range = isInText ? trimRange(text, drawn) : null;
  if (range === null) return { fault: 'no-words' };
  if (!place.some((span) => rangesOverlap(range, span))) return { fault: 'beside' };
  const isWhole = isWholeAt(text, range.startUtf16) && isWholeAt(text, range.endUtf16);
  return isWhole ? { range } : { fault: 'half-character' };
}

/** A range with all of the characters that it begins or ends in. */
export function wholeCharacters(text: string, { startUtf16, endUtf16 }: TextRange): TextRange {
  const [start] = characterAround(text, startUtf16);
  const [, end] = characterAround(text, endUtf16);
  return { startUtf16: start, endUtf16: end };
}

const CHARACTERS = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** White space is no part of a character, though marks may be drawn over it: it is cut off from the ends. */
function isWholeAt(text: string, at: number): boolean {
  return /\s/.test(text.charAt(at - 1)) || characterAround(text, at)[0] === at;
}

/** Where the character begins and ends that an offset is within; the offset itself where it is at an edge. */
function characterAround(text: string, at: number): readonly [start: number, end: number] {
  // A break between paragraphs parts characters, and a whole transcript need not be looked through.
  const from = text.lastIndexOf('\n', at - 1) + 1;
  const to = text.indexOf('\n', at);
  const paragraph = text.slice(from, to < 0 ? text.length : to);
  const found = CHARACTERS.segment(paragraph).containing(at - from);
  if (found === undefined || found.index === at - from) return [at, at];
  return [from + found.index, from + found.index + found.segment.length];
}
