import type { TextIndex, WordFinder } from '@triad/collab';
import { LIMITS, trimRange, turnAt } from '@triad/collab';
import type { TextRange } from '@triad/realist';

/** Places of one redaction; a word that stands more often is no name. */
export const MOST_PLACES = LIMITS.redactionPlaces;

/** What a lead asks for: these words, at this place of the text, or wherever they stand. */
export type Asked = {
  readonly words: string;
  /** Null of words that were typed: the text may not hold them, or hold them no more. */
  readonly at: TextRange | null;
  readonly all: boolean;
};

/** The place that a request names. */
export function placeOf({
  startUtf16,
  endUtf16,
}: {
  readonly startUtf16?: number | undefined;
  readonly endUtf16?: number | undefined;
}): TextRange | null {
  return startUtf16 === undefined || endUtf16 === undefined ? null : { startUtf16, endUtf16 };
}

/**
 * Where words go out of a text, in order, none over another; null where the text does not hold
 * them at the place named: it is not the text that the lead saw.
 */
export function choosePlaces(
  { text }: TextIndex,
  { words, at, all }: Asked,
  finder: WordFinder,
): readonly TextRange[] | null {
  if (at === null) return finder.find(text);
  if (text.slice(at.startUtf16, at.endUtf16) !== words) return null;
  const chosen = trimRange(text, at);
  if (chosen === null) return null;
  return merge([wholeCharacters(text, chosen), ...(all ? finder.find(text) : [])]);
}

/** Turns in which the places lie, and those whose words may stand there after splits and joins. */
export function turnsOf(index: TextIndex, places: readonly TextRange[]): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { startUtf16, endUtf16 } of places) {
    const last = turnAt(index, endUtf16 - 1);
    for (let at = turnAt(index, startUtf16); at <= last; at += 1) {
      const turn = index.turns[at];
      for (const id of turn === undefined ? [] : [turn.id, ...turn.from]) ids.add(id);
    }
  }
  return ids;
}

/** Where a range of the text stands once its places are replaced. */
export type RangeAfter = (range: TextRange) => TextRange;

/**
 * For ranges of this text: on the same words, and where one reached into a place, over the whole of
 * what stands there instead. Paragraphs stay, so the breaks within a place follow what replaced it.
 */
export function rangesAfter(
  text: string,
  places: readonly TextRange[],
  replacement: string,
): RangeAfter {
  /** By how much everything behind each place, and before the next, has moved. */
  const shifts: number[] = [];
  let shift = 0;
  for (const { startUtf16, endUtf16 } of places) {
    const stays = text.slice(startUtf16, endUtf16).split('\n').length - 1;
    shift += replacement.length + stays - (endUtf16 - startUtf16);
    shifts.push(shift);
  }
  /** The number of places that begin before an offset. */
  const placesBefore = (offsetUtf16: number): number => {
    let low = 0;
    let high = places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((places[middle]?.startUtf16 ?? 0) < offsetUtf16) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const moved = (
    offsetUtf16: number,
    within: (from: number) => number,
    isWithin: (end: number) => boolean,
  ): number => {
    const at = placesBefore(offsetUtf16) - 1;
    const place = places[at];
    if (place === undefined) return offsetUtf16;
    if (isWithin(place.endUtf16)) return within(place.startUtf16 + (shifts[at - 1] ?? 0));
    return offsetUtf16 + (shifts[at] ?? 0);
  };
  return ({ startUtf16, endUtf16 }) => ({
    startUtf16: moved(
      startUtf16,
      (from) => from,
      (end) => startUtf16 < end,
    ),
    endUtf16: moved(
      endUtf16,
      (from) => from + replacement.length,
      (end) => endUtf16 <= end,
    ),
  });
}

function merge(places: readonly TextRange[]): readonly TextRange[] {
  const merged: TextRange[] = [];
  for (const place of [...places].sort((a, b) => a.startUtf16 - b.startUtf16)) {
    const last = merged.at(-1);
    if (last === undefined || place.startUtf16 >= last.endUtf16) merged.push(place);
    else if (place.endUtf16 > last.endUtf16) {
      merged[merged.length - 1] = { ...last, endUtf16: place.endUtf16 };
    }
  }
  return merged;
}

/** Never between the halves of a surrogate pair. */
function wholeCharacters(text: string, { startUtf16, endUtf16 }: TextRange): TextRange {
  const isLow = (at: number): boolean => /[\uDC00-\uDFFF]/.test(text.charAt(at));
  return {
    startUtf16: isLow(startUtf16) ? startUtf16 - 1 : startUtf16,
    endUtf16: isLow(endUtf16) ? endUtf16 + 1 : endUtf16,
  };
}
