import type { Anchor, TextRange } from '@triad/realist';

/** So much of what stood beside a short quote must stand there still, on one side, UTF-16 units. */
export const CONTEXT_NEEDED_UTF16 = 6;

/** A quote of so many UTF-16 units or more is told by its words alone; a shorter one needs what stands beside it. */
export const LONG_QUOTE_UTF16 = 25;

/** Whether two texts are the same but for white space: a break or a doubled space parts no words. */
export function sameLetters(a: string, b: string): boolean {
  return lettersOf(a) === lettersOf(b);
}

export function lettersOf(text: string): string {
  return text.replace(/\s+/g, '');
}

/** Whether what stood on one side of the quote stands on that side of the range. */
export function contextFits(text: string, range: TextRange, anchor: Anchor): boolean {
  const least = CONTEXT_NEEDED_UTF16;
  const { startUtf16, endUtf16 } = range;
  // Nearly always it stands as it stood; thousands are asked about at once.
  if (
    anchor.before.length >= least &&
    text.startsWith(anchor.before.slice(-least), startUtf16 - least)
  ) {
    return true;
  }
  if (anchor.after.length >= least && text.startsWith(anchor.after.slice(0, least), endUtf16)) {
    return true;
  }
  const { before, after } = contextMatch(text, range, anchor);
  return before >= least || after >= least;
}

/** As {@link contextMatch}, both sides together. */
export function contextSum(text: string, range: TextRange, anchor: Anchor): number {
  const { before, after } = contextMatch(text, range, anchor);
  return before + after;
}

/** As {@link contextMatch}, the better side alone. */
export function contextBest(text: string, range: TextRange, anchor: Anchor): number {
  const { before, after } = contextMatch(text, range, anchor);
  return Math.max(before, after);
}

/**
 * How many units of the anchor's context stand, outwards from the range, on either side. Breaks and
 * white space are passed over, since splits and joins change them. At an edge of the text there are
 * fewer units than are needed; reaching the edge where the quote reached it counts for them.
 */
export function contextMatch(
  text: string,
  { startUtf16, endUtf16 }: TextRange,
  anchor: Anchor,
): { readonly before: number; readonly after: number } {
  return {
    before: matchOutwards(anchor.before, anchor.before.length - 1, text, startUtf16 - 1, -1),
    after: matchOutwards(anchor.after, 0, text, endUtf16, 1),
  };
}

function matchOutwards(
  context: string,
  contextFrom: number,
  text: string,
  textFrom: number,
  step: 1 | -1,
): number {
  let at = contextFrom;
  let here = textFrom;
  let matched = 0;
  for (;;) {
    while (isSpace(context, at)) {
      at += step;
      matched += 1;
    }
    while (isSpace(text, here)) here += step;
    const letter = context.charAt(at);
    if (letter === '') break;
    if (letter !== text.charAt(here)) return matched;
    at += step;
    here += step;
    matched += 1;
  }
  const isWhole = matched < CONTEXT_NEEDED_UTF16 && text.charAt(here) === '';
  return isWhole ? CONTEXT_NEEDED_UTF16 : matched;
}

function isSpace(text: string, at: number): boolean {
  const unit = text.charAt(at);
  return unit !== '' && /\s/.test(unit);
}
