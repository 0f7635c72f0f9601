import type { TextRange } from '@triad/realist';
import { paragraphsOf, turnAt } from '../agreement/scene.ts';
import type { SceneTurn } from '../agreement/scene.ts';

/** A turn as far as it is shown around a place. */
export type PassageTurn = {
  readonly turn: SceneTurn;
  /** What is left out before and behind it, within the turn. */
  readonly isCutBefore: boolean;
  readonly isCutBehind: boolean;
  /** Each in pieces: what lies in the place, and what does not. */
  readonly paragraphs: readonly (readonly Piece[])[];
};

export type Piece = TextRange & { readonly isHere: boolean };

/** The words around a place, at most so far on either side; cut between words. */
export function passageOf(
  { text, turns }: { readonly text: string; readonly turns: readonly SceneTurn[] },
  here: TextRange,
  aroundUtf16: number,
): readonly PassageTurn[] {
  const start = wordStart(text, Math.max(0, here.startUtf16 - aroundUtf16), here.startUtf16);
  const end = wordEnd(text, Math.min(text.length, here.endUtf16 + aroundUtf16), here.endUtf16);
  const first = turnAt(turns, start);
  const last = turnAt(turns, Math.max(start, end - 1));
  return turns.slice(first, last + 1).flatMap((turn): readonly PassageTurn[] => {
    const shown = {
      startUtf16: Math.max(turn.startUtf16, start),
      endUtf16: Math.min(turn.endUtf16, end),
    };
    if (shown.startUtf16 >= shown.endUtf16) return [];
    return [
      {
        turn,
        isCutBefore: shown.startUtf16 > turn.startUtf16,
        isCutBehind: shown.endUtf16 < turn.endUtf16,
        paragraphs: paragraphsOf(text, shown).map((range) => piecesOf(range, here)),
      },
    ];
  });
}

function piecesOf(range: TextRange, here: TextRange): readonly Piece[] {
  const edges = [range.startUtf16, here.startUtf16, here.endUtf16, range.endUtf16]
    .filter((edge) => edge >= range.startUtf16 && edge <= range.endUtf16)
    .toSorted((a, b) => a - b);
  return edges.slice(1).flatMap((endUtf16, i) => {
    const startUtf16 = edges[i] ?? endUtf16;
    if (startUtf16 >= endUtf16) return [];
    const isHere = startUtf16 >= here.startUtf16 && endUtf16 <= here.endUtf16;
    return [{ startUtf16, endUtf16, isHere }];
  });
}

/** The beginning of a word at or behind `at`, and no further than `most`. */
function wordStart(text: string, at: number, most: number): number {
  if (at === 0 || /\s/.test(text.charAt(at - 1))) return at;
  const space = text.slice(at, most).search(/\s/);
  return space < 0 ? at : at + space + 1;
}

function wordEnd(text: string, at: number, least: number): number {
  if (at === text.length || /\s/.test(text.charAt(at))) return at;
  const space = text.slice(least, at).search(/\s\S*$/u);
  return space < 0 ? at : least + space;
}
