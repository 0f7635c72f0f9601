import type { Anchor, TextRange } from '@triad/realist';
import { contextFits, contextSum, lettersOf, LONG_QUOTE_UTF16 } from './anchor-context.ts';
import type { TextIndex } from './text-index.ts';
import { standsWhole, wholeWords } from './word-edges.ts';

/** Places of one quote that are looked at; words that stand so often are told apart by nobody. */
const MOST_PLACES = 60;
/** Of several places the best must match so many units beside it, and so many more than the next. */
const CLEARLY_UTF16 = 8;
const AHEAD_UTF16 = 5;
/** Units over which a quote from the end of one turn may reach into the next, besides its own. */
const SLACK_UTF16 = 64;

export type QuoteFilter = {
  /** Whether the words may stand in this turn. */
  readonly isOpen: (turn: number) => boolean;
  /** Whether these were other words when the anchor was made. */
  readonly stoodApart: (place: TextRange) => boolean;
};

/**
 * The one place that the filter admits where the quote stands, white space aside, and which what stands
 * beside it speaks for; null where there is none, or more than one that could be it.
 *
 * A single place needs six matching units on one side, unless the quote is long; of several the best
 * must be clearly ahead.
 */
export function findQuote(
  index: TextIndex,
  anchor: Anchor,
  { isOpen, stoodApart }: QuoteFilter,
): TextRange | null {
  const all: TextRange[] = [];
  for (let turn = 0; turn < index.turns.length; turn += 1) {
    if (isOpen(turn)) all.push(...placesIn(index, turn, anchor));
    if (all.length > MOST_PLACES) return null;
  }
  const places = all.filter((place) => !stoodApart(place));
  const [only] = places;
  if (only === undefined) return null;
  if (places.length === 1) {
    return anchor.quote.length >= LONG_QUOTE_UTF16 || contextFits(index.text, only, anchor)
      ? only
      : null;
  }
  const [best, next] = rank(index, anchor, places);
  if (best === undefined || next === undefined) return null;
  const isClear = best.score >= CLEARLY_UTF16 && best.score >= next.score + AHEAD_UTF16;
  return isClear && contextFits(index.text, best.range, anchor) ? best.range : null;
}

/**
 * Where the quote stands best in the whole text, for a person to judge, as part of a longer word only where
 * it stands nowhere else, and then all of that word; null where it stands nowhere.
 */
export function proposeQuote(index: TextIndex, anchor: Anchor): TextRange | null {
  const places: TextRange[] = [];
  const { text } = index;
  const { quote } = anchor;
  for (
    let at = text.indexOf(quote);
    at >= 0 && places.length < MOST_PLACES;
    at = text.indexOf(quote, at + 1)
  ) {
    places.push({ startUtf16: at, endUtf16: at + quote.length });
  }
  const whole = places.filter((place) => standsWhole(text, place, anchor));
  const best = rank(index, anchor, whole.length > 0 ? whole : places)[0];
  return best === undefined ? null : wholeWords(text, best.range, anchor);
}

function rank(index: TextIndex, anchor: Anchor, places: readonly TextRange[]) {
  return places
    .map((range) => ({ range, score: contextSum(index.text, range, anchor) }))
    .sort((a, b) => b.score - a.score);
}

/**
 * Every place where the quote begins in this turn, its letters in order whatever white space parts them,
 * and its words whole.
 */
function placesIn(index: TextIndex, turn: number, anchor: Anchor): readonly TextRange[] {
  const { quote } = anchor;
  const letters = lettersOf(quote);
  const place = index.turns[turn];
  if (place === undefined || letters === '') return [];
  const { startUtf16, endUtf16 } = place;
  const until = Math.min(index.text.length, endUtf16 + 2 * quote.length + SLACK_UTF16);
  const here = strip(index.text, startUtf16, until);
  const found: TextRange[] = [];
  for (
    let at = here.letters.indexOf(letters);
    at >= 0 && found.length <= MOST_PLACES;
    at = here.letters.indexOf(letters, at + 1)
  ) {
    const start = here.offsets[at] ?? 0;
    if (start >= endUtf16) break;
    const range = {
      startUtf16: start,
      endUtf16: (here.offsets[at + letters.length - 1] ?? 0) + 1,
    };
    if (standsWhole(index.text, range, anchor)) found.push(range);
  }
  return found;
}

/** The letters of a piece of the text without white space, and where each stands. */
function strip(
  text: string,
  from: number,
  until: number,
): { readonly letters: string; readonly offsets: readonly number[] } {
  const offsets: number[] = [];
  let letters = '';
  for (let at = from; at < until; at += 1) {
    const unit = text.charAt(at);
    if (/\s/.test(unit)) continue;
    letters += unit;
    offsets.push(at);
  }
  return { letters, offsets };
}
