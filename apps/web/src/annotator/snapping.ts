import type { TextIndex } from '@triad/collab';
import { trimRange, turnAt } from '@triad/collab';
import type { TextRange } from '@triad/realist';

export type Unit = 'word' | 'sentence' | 'turn';
/** What a mark is widened to; `exact` takes just what is selected. */
export type Snapping = 'exact' | Unit;

/**
 * The smallest run of whole words, sentences or turns that holds the range; of an empty range, the
 * one at the caret. White space at the ends is left out. Null where there are no words.
 *
 * Words and sentences are those of Unicode (UAX 29) by Intl.Segmenter, so that they hold in
 * languages without spaces too; sentences go on after titles and other abbreviations.
 */
export function snapTo(index: TextIndex, range: TextRange, unit: Unit): TextRange | null {
  const first = index.turns[turnAt(index, range.startUtf16)];
  const last = index.turns[turnAt(index, Math.max(range.startUtf16, range.endUtf16 - 1))];
  if (first === undefined || last === undefined) return null;
  if (unit === 'turn') {
    return trimRange(index.text, { startUtf16: first.startUtf16, endUtf16: last.endUtf16 });
  }
  // A sentence never runs over the end of a turn, so the turns around the range are enough.
  const base = first.startUtf16;
  const pieces = segments(index.text.slice(base, last.endUtf16), unit);
  let startUtf16 = range.startUtf16;
  let endUtf16 = range.endUtf16;
  const caret = range.startUtf16 === range.endUtf16;
  let met = false;
  for (const piece of pieces) {
    const start = base + piece.startUtf16;
    const end = base + piece.endUtf16;
    if (caret && !met && start <= range.startUtf16 && range.startUtf16 <= end) {
      // At the border between two words the caret belongs to the one after it, if there is one.
      startUtf16 = start;
      endUtf16 = end;
      met = start === range.startUtf16 || range.startUtf16 < end;
    } else if (!caret && start < range.endUtf16 && end > range.startUtf16) {
      startUtf16 = met ? startUtf16 : Math.min(startUtf16, start);
      endUtf16 = Math.max(endUtf16, end);
      met = true;
    }
  }
  return trimRange(index.text, { startUtf16, endUtf16 });
}

/** Moves one end of a range by one word outwards or inwards; null where that would empty it. */
export function moveBoundary(
  index: TextIndex,
  range: TextRange,
  end: 'start' | 'end',
  direction: 'back' | 'forward',
): TextRange | null {
  const at = end === 'start' ? range.startUtf16 : range.endUtf16;
  const next = wordBorder(index.text, at, end, direction);
  if (next === null) return null;
  const moved = trimRange(
    index.text,
    end === 'start'
      ? { startUtf16: next, endUtf16: range.endUtf16 }
      : { startUtf16: range.startUtf16, endUtf16: next },
  );
  return moved;
}

/** How far around a place words are looked for, UTF-16. */
const REACH = 400;

function wordBorder(
  text: string,
  at: number,
  end: 'start' | 'end',
  direction: 'back' | 'forward',
): number | null {
  const base = Math.max(0, at - REACH);
  const words = segments(text.slice(base, at + REACH), 'word');
  const borders = words.map((word) => base + (end === 'start' ? word.startUtf16 : word.endUtf16));
  return direction === 'back'
    ? (borders.findLast((border) => border < at) ?? null)
    : (borders.find((border) => border > at) ?? null);
}

const segmenters = {
  word: new Intl.Segmenter(undefined, { granularity: 'word' }),
  sentence: new Intl.Segmenter(undefined, { granularity: 'sentence' }),
};

function segments(text: string, unit: 'word' | 'sentence'): readonly TextRange[] {
  const found: TextRange[] = [];
  for (const segment of segmenters[unit].segment(text)) {
    if (unit === 'word' && segment.isWordLike !== true) continue;
    const range = trimRange(text, {
      startUtf16: segment.index,
      endUtf16: segment.index + segment.segment.length,
    });
    if (range === null) continue;
    const before = found.at(-1);
    if (unit === 'sentence' && before !== undefined && goesOn(text, before, range)) {
      found[found.length - 1] = { startUtf16: before.startUtf16, endUtf16: range.endUtf16 };
    } else found.push(range);
  }
  return found;
}

/** Words that begin a sentence rather than follow a title or an initial as a name. */
const BEGINNERS = new Set(
  (
    'A After All Also An And Another Are As At Because Before Both But By Can Could Did Do Does ' +
    'Each Even Every For From Had Has Have He Her Here His How However I If In Is It Its Just ' +
    'Later Maybe Most My No Nobody Not Nothing Now Of Oh Okay On Once One Or Our Perhaps She ' +
    'Since So Some Sometimes Still That The Their Then There These They This Those Though To Was ' +
    'We Well Were What When Where Which While Who Why With Would Yeah Yes Yet You Your'
  ).split(' '),
);
const isName = (word: string): boolean => /^\p{Lu}/u.test(word) && !BEGINNERS.has(word);
const isNumber = (word: string): boolean => /^\p{N}/u.test(word);
const isDay = (word: string): boolean =>
  /^(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\.?$/.test(word);

/**
 * What a sentence does not end in, where the word after it is of the kind that it asks for. Before
 * a small letter Unicode's rules go on by themselves, so that `etc.` is none of these: before a
 * capital it does end a sentence.
 */
const ABBREVIATIONS: readonly {
  readonly ending: RegExp;
  readonly asksFor: (word: string) => boolean;
}[] = [
  { ending: /^(Mrs?|Ms|Mx|Drs?|Dra|Profs?|Rev|St|Sra?|Jr)\.$/, asksFor: isName },
  // Initials, but not the person who speaks: 'my wife and I. Peter came.'
  { ending: /^((?!I)\p{Lu}\.(-?\p{Lu}\.)*|I\.(-?\p{Lu}\.)+)$/u, asksFor: isName },
  { ending: /^(vs|[Ee]\.g|[Ii]\.e|[Aa]pprox|[Cc]f)\.$/, asksFor: () => true },
  { ending: /^(Nos?|[Ff]igs?|pp?|[Vv]ol)\.$/, asksFor: isNumber },
  { ending: /^(a\.m|p\.m|A\.M|P\.M)\.$/, asksFor: isDay },
];

/** Whether Unicode's rules end a sentence at an abbreviation from which it goes on. */
function goesOn(text: string, before: TextRange, after: TextRange): boolean {
  // A new paragraph is a new sentence, whatever stood before it.
  if (/[\n\r\u2028\u2029]/u.test(text.slice(before.endUtf16, after.startUtf16))) return false;
  const sentence = text.slice(before.startUtf16, before.endUtf16);
  const last = sentence.slice(sentence.search(/[^\s([{"'“‘«/–—]+$/u));
  if (!last.endsWith('.')) return false;
  // With its full stop: 'A.' is an initial, 'A' begins a sentence.
  const words = text.slice(after.startUtf16, after.endUtf16);
  const first = /[\p{L}\p{N}]+\.?/u.exec(words)?.[0] ?? '';
  return ABBREVIATIONS.some(({ ending, asksFor }) => ending.test(last) && asksFor(first));
}
