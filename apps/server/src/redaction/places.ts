import type { TextIndex, WordFinder } from '@triad/collab';
import { trimRange, turnAt } from '@triad/collab';
import type { TextRange } from '@triad/realist';

/** Places of one redaction; a word that stands more often is no name. */
export const MOST_PLACES = 10_000;

/** What a lead asks for: these words, at this place of the text, or wherever they stand. */
export type Asked = {
  readonly words: string;
  readonly at: TextRange;
  readonly all: boolean;
};

/**
 * Where words go out of a text, in order, none over another; null where the text does not hold
 * them at the place named: it is not the text that the lead saw.
 */
export function choosePlaces(
  { text }: TextIndex,
  { words, at, all }: Asked,
  finder: WordFinder,
): readonly TextRange[] | null {
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

/**
 * Where a range of the text stands once the places are replaced: on the same words, and where it
 * reached into a place, over the whole of what stands there instead. Paragraphs stay, so the breaks
 * within a place follow what replaced it.
 */
export function rangeAfter(
  text: string,
  places: readonly TextRange[],
  replacement: string,
  range: TextRange,
): TextRange {
  let shift = 0;
  let startUtf16 = range.startUtf16;
  let endUtf16 = range.endUtf16;
  let start: number | null = null;
  let end: number | null = null;
  for (const place of places) {
    const from = place.startUtf16 + shift;
    if (start === null && startUtf16 <= place.startUtf16) start = startUtf16 + shift;
    if (end === null && endUtf16 <= place.startUtf16) end = endUtf16 + shift;
    if (start === null && startUtf16 < place.endUtf16) start = from;
    if (end === null && endUtf16 <= place.endUtf16) end = from + replacement.length;
    if (start !== null && end !== null) break;
    shift += replacement.length + breaksIn(text, place) - (place.endUtf16 - place.startUtf16);
  }
  startUtf16 = start ?? startUtf16 + shift;
  endUtf16 = end ?? endUtf16 + shift;
  return { startUtf16, endUtf16 };
}

function breaksIn(text: string, { startUtf16, endUtf16 }: TextRange): number {
  let breaks = 0;
  for (let at = text.indexOf('\n', startUtf16); at >= 0 && at < endUtf16;) {
    breaks += 1;
    at = text.indexOf('\n', at + 1);
  }
  return breaks;
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
