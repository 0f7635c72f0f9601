import type { Anchor, TextRange } from '@triad/realist';
import { CONTEXT_UTF16 } from '@triad/realist';
import { CONTEXT_NEEDED_UTF16, contextMatch } from './anchor-context.ts';
import { paragraphAt } from './text-index.ts';
import type { TextIndex } from './text-index.ts';
import { isInWord, markedInWord, wholeWords } from './word-edges.ts';

/** More than this never stands in the place of a quote. */
export function mostProposedUtf16({ quote }: Anchor): number {
  return 2 * quote.length + CONTEXT_UTF16;
}

/**
 * All that stands in the place of an anchor's words, from where its position leads now, which may be a
 * point: what was typed over their first or last word lies beside that. It reaches on either side to where
 * what stood beside the words stands again in the paragraph; else to the end of the word. Nothing tells
 * how far a point reaches without both sides.
 */
export function placeNow(index: TextIndex, range: TextRange, anchor: Anchor): TextRange {
  const { text, paragraphs } = index;
  const most = mostProposedUtf16(anchor);
  const first = paragraphs[paragraphAt(index, range.startUtf16)]?.startUtf16 ?? 0;
  const last = paragraphs[paragraphAt(index, range.endUtf16)]?.endUtf16 ?? text.length;
  const was = markedInWord(anchor);
  const nearest = (side: 'before' | 'after', from: number, to: number): number | null => {
    const isParted = side === 'before' ? was.start : was.end;
    const step = side === 'before' ? -1 : 1;
    let best: number | null = null;
    let matched = CONTEXT_NEEDED_UTF16 - 1;
    for (let at = from; at * step <= to * step; at += step) {
      if (!isParted && isInWord(text, at)) continue;
      const match = contextMatch(text, { startUtf16: at, endUtf16: at }, anchor)[side];
      if (match <= matched) continue;
      best = at;
      matched = match;
      if (at === from) break;
    }
    return best;
  };
  const stays = keepsWord(text, range, anchor);
  const startUtf16 = stays.start
    ? range.startUtf16
    : nearest('before', range.startUtf16, Math.max(first, range.endUtf16 - most));
  const endUtf16 = stays.end
    ? range.endUtf16
    : nearest('after', range.endUtf16, Math.min(last, range.startUtf16 + most));
  if (range.startUtf16 === range.endUtf16 && (startUtf16 === null || endUtf16 === null)) {
    return range;
  }
  const words = wholeWords(text, range, anchor);
  return { startUtf16: startUtf16 ?? words.startUtf16, endUtf16: endUtf16 ?? words.endUtf16 };
}

/** Whether the first word of the quote, and its last, stand where they stood: what is beside them is not theirs. */
function keepsWord(
  text: string,
  { startUtf16, endUtf16 }: TextRange,
  anchor: Anchor,
): { readonly start: boolean; readonly end: boolean } {
  const [first = ''] = /^\S+/.exec(anchor.quote) ?? [];
  const [last = ''] = /\S+$/.exec(anchor.quote) ?? [];
  const was = markedInWord(anchor);
  const isWhole = (at: number): boolean => !isInWord(text, at);
  return {
    start: text.startsWith(first, startUtf16) && (was.start || isWhole(startUtf16)),
    end: text.endsWith(last, endUtf16) && (was.end || isWhole(endUtf16)),
  };
}
