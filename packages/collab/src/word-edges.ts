import type { Anchor, TextRange } from '@triad/realist';
import { CONTEXT_NEEDED_UTF16, contextMatch } from './anchor-context.ts';

/** Of scripts that part no words by spaces: each letter stands for itself. */
export const WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const LETTER = `(?!${WITHOUT_SPACES.source})[\\p{L}\\p{N}\\p{M}]`;
/** Between two letters an apostrophe, a hyphen and what is invisible part no word: "can't", "non-smoker". */
const JOINER = `['\\u2019\\u02bc\\uff07\\u2010\\u2011\\u00ad\\u200c\\u200d-]`;
// Looking back from the end: of `[…]$` V8 14.6 looks at the last unit alone, which may be half a letter.
const LETTER_LAST = new RegExp(`(?<=${LETTER})$`, 'u');
const LETTER_FIRST = new RegExp(`^${LETTER}`, 'u');
const JOINER_LAST = new RegExp(`(?<=${LETTER}${JOINER})$`, 'u');
const JOINER_FIRST = new RegExp(`^${JOINER}${LETTER}`, 'u');
/** The longest that one of these looks at: a joiner and a letter, or two letters, of two units each. */
const LOOK_UTF16 = 4;

/** Whether an offset parts one word. */
export function isInWord(text: string, atUtf16: number): boolean {
  const left = text.slice(Math.max(0, atUtf16 - LOOK_UTF16), atUtf16);
  const right = text.slice(atUtf16, atUtf16 + LOOK_UTF16);
  if (/[\uD800-\uDBFF]$/.test(left) && /^[\uDC00-\uDFFF]/.test(right)) return true;
  if (LETTER_FIRST.test(right)) return LETTER_LAST.test(left) || JOINER_LAST.test(left);
  return LETTER_LAST.test(left) && JOINER_FIRST.test(right);
}

/** Whether the coder marked from within a word on, or up to within one. */
export function markedInWord({ before, quote, after }: Anchor): {
  readonly start: boolean;
  readonly end: boolean;
} {
  return {
    start: isInWord(before + quote, before.length),
    end: isInWord(quote + after, quote.length),
  };
}

/** The same units on either side of an edge tell that it is what it was. */
const SAME_UTF16 = 2;

/**
 * Whether the words of an anchor stand in a range as whole words where they were whole: "distrust" is not
 * "trust". Where white space alone went between them and what stood beside them they are whole still.
 */
export function standsWhole(text: string, range: TextRange, anchor: Anchor): boolean {
  const { startUtf16, endUtf16 } = range;
  const { before, after } = anchor;
  // Nearly always it stands as it stood; thousands are asked about at once.
  const startIsSame =
    before.length >= SAME_UTF16 &&
    startUtf16 >= SAME_UTF16 &&
    text.startsWith(before.slice(-SAME_UTF16), startUtf16 - SAME_UTF16);
  const endIsSame =
    after.length >= SAME_UTF16 && text.startsWith(after.slice(0, SAME_UTF16), endUtf16);
  const start = !startIsSame && isInWord(text, startUtf16);
  const end = !endIsSame && isInWord(text, endUtf16);
  if (!start && !end) return true;
  const was = markedInWord(anchor);
  const match = contextMatch(text, range, anchor);
  return (
    (!start || was.start || match.before >= CONTEXT_NEEDED_UTF16) &&
    (!end || was.end || match.after >= CONTEXT_NEEDED_UTF16)
  );
}

/** The range with all of the words that it begins or ends in, but where the coder marked a part of one. */
export function wholeWords(text: string, range: TextRange, anchor: Anchor): TextRange {
  const was = markedInWord(anchor);
  let { startUtf16, endUtf16 } = range;
  while (!was.start && isInWord(text, startUtf16)) startUtf16 -= 1;
  while (!was.end && isInWord(text, endUtf16)) endUtf16 += 1;
  return { startUtf16, endUtf16 };
}
