import type { TextIndex } from '@triad/collab';
import { paragraphAt } from '@triad/collab';
import type { TextRange } from '@triad/realist';

/**
 * Where ranges of one state of a text stand in a later one, told by what did not change: a range whose
 * paragraphs have the same characters, with the same ones before and after them, only moved along. Null for any
 * other, which is to be looked up anew. A correction touches a paragraph or two of hundreds, and looking
 * up the anchors of 20,000 spans takes longer than a key press may.
 */
export function textShift(
  before: TextIndex,
  after: TextIndex,
): (range: TextRange) => TextRange | null {
  const places = samePlaces(before, after);
  const isSame = (paragraph: number): boolean => {
    const place = places[paragraph] ?? -1;
    if (place < 0) return false;
    const first = paragraph === 0 ? place === 0 : places[paragraph - 1] === place - 1;
    const last =
      paragraph === places.length - 1
        ? place === after.paragraphs.length - 1
        : places[paragraph + 1] === place + 1;
    return first && last;
  };
  return ({ startUtf16, endUtf16 }) => {
    const first = paragraphAt(before, startUtf16);
    const last = paragraphAt(before, endUtf16);
    for (let paragraph = first; paragraph <= last; paragraph += 1) {
      if (!isSame(paragraph)) return null;
    }
    const now = after.paragraphs[places[first] ?? 0]?.startUtf16 ?? 0;
    const shift = now - (before.paragraphs[first]?.startUtf16 ?? 0);
    return { startUtf16: startUtf16 + shift, endUtf16: endUtf16 + shift };
  };
}

/** For each paragraph, its index in the later text if it is the same in the same turn; else -1. */
function samePlaces(before: TextIndex, after: TextIndex): Int32Array {
  const later = new Map(after.paragraphs.map(({ characters }, place) => [characters, place]));
  return Int32Array.from(before.paragraphs, ({ turn, characters }) => {
    const place = characters === '' ? undefined : later.get(characters);
    const now = place === undefined ? undefined : after.paragraphs[place];
    if (place === undefined || now === undefined) return -1;
    const [was, is] = [before.turns[turn], after.turns[now.turn]];
    return was?.id === is?.id && was?.from.join() === is?.from.join() ? place : -1;
  });
}
