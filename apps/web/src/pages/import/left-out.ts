import type { PreviewAnswer } from '@triad/collab';
import type { Turn } from '@triad/transcripts/turns';
import { countWords, joinTurns, splitTurn } from '@triad/transcripts/turns';

/*
 * Words of the file that are in no turn, kept in their place while turns are split and joined, and
 * taken back among them. Pure. A piece is named by its place in the file's order, which it keeps.
 */

export type LeftOutKind = PreviewAnswer['leftOut'][number]['kind'];

export type LeftOutPiece = {
  /** Index in the order of the file. */
  readonly id: number;
  readonly kind: LeftOutKind;
  readonly text: string;
  readonly words: number;
  /** First and last line of the source, from 1. */
  readonly lines: { readonly firstLine: number; readonly lastLine: number } | null;
  /** Index of the turn that it stands before; the number of turns where it is the last. */
  readonly beforeTurn: number;
  /** Where the turn before goes on behind it. Holds while that turn has exactly this text. */
  readonly within: { readonly offsetUtf16: number; readonly ofText: string } | null;
};

/** How words go back: as a turn without a speaker, or at the end or the beginning of a neighbour. */
export type TakeBackHow = 'turn' | 'before' | 'after';

/** The turns, and what stands between them. */
export type Laid = {
  readonly turns: readonly Turn[];
  readonly leftOut: readonly LeftOutPiece[];
};

/** The pieces of a preview. */
export function beginLeftOut({
  leftOut,
  turns,
}: Pick<PreviewAnswer, 'leftOut' | 'turns'>): readonly LeftOutPiece[] {
  return leftOut.map(({ kind, text, line, lastLine, beforeTurn, withinUtf16 }, id) => {
    const before = turns[beforeTurn - 1];
    return {
      id,
      kind,
      text,
      words: countWords(text),
      lines: line === null ? null : { firstLine: line, lastLine: lastLine ?? line },
      beforeTurn,
      within:
        withinUtf16 === null || before === undefined ? null : inside(before.text, withinUtf16),
    };
  });
}

/** Words in no turn. */
export function wordsLeftOut(pieces: readonly LeftOutPiece[]): number {
  return pieces.reduce((sum, { words }) => sum + words, 0);
}

/** The piece that a line of the source (from 1) belongs to; the nearest, where one lies in another. */
export function pieceAtLine(pieces: readonly LeftOutPiece[], line: number): LeftOutPiece | null {
  let found: LeftOutPiece | null = null;
  for (const piece of pieces) {
    const { lines } = piece;
    if (lines === null || line < lines.firstLine || line > lines.lastLine) continue;
    if (lines.firstLine >= (found?.lines?.firstLine ?? 0)) found = piece;
  }
  return found;
}

/** The piece after a line of the source; the first where none comes after. Null where there is none. */
export function nextPiece(pieces: readonly LeftOutPiece[], line: number): LeftOutPiece | null {
  const starting = pieces
    .filter(({ lines }) => lines !== null)
    .toSorted((a, b) => (a.lines?.firstLine ?? 0) - (b.lines?.firstLine ?? 0));
  return starting.find(({ lines }) => (lines?.firstLine ?? 0) > line) ?? starting[0] ?? null;
}

/** Puts words among the turns. Null where there is no such piece, or no such neighbour. */
export function takeBack(laid: Laid, id: number, how: TakeBackHow): Laid | null {
  const piece = laid.leftOut.find((one) => one.id === id);
  if (piece === undefined) return null;
  const offset = offsetWithin(laid.turns, piece);
  const opened = offset === null ? null : openAround(laid, piece, offset);
  if (opened === null) {
    if (how === 'before' && piece.beforeTurn === 0) return null;
    if (how === 'after' && piece.beforeTurn === laid.turns.length) return null;
    const put = insert(laid, piece, piece.beforeTurn);
    if (how === 'turn') return put;
    return joinAt(put, how === 'before' ? piece.beforeTurn : piece.beforeTurn + 1);
  }
  /* Its turn is opened where it stood, and closed again around it unless it is to be a turn. */
  const put = insert(opened, piece, piece.beforeTurn);
  if (how === 'turn') return put;
  const joined = joinAt(put, piece.beforeTurn);
  return joined === null ? null : joinAt(joined, piece.beforeTurn);
}

/* The halves come from the lines above and below the piece. */
function openAround(laid: Laid, piece: LeftOutPiece, offsetUtf16: number): Laid | null {
  const split = splitAt(laid, piece.beforeTurn - 1, offsetUtf16);
  const { lines } = piece;
  if (split === null || lines === null) return split;
  const turns = split.turns.map((turn, index) => {
    const { source } = turn;
    if (source === null || lines.firstLine <= source.firstLine || lines.lastLine >= source.lastLine)
      return turn;
    if (index === piece.beforeTurn - 1)
      return { ...turn, source: { ...source, lastLine: lines.firstLine - 1 } };
    if (index === piece.beforeTurn)
      return { ...turn, source: { ...source, firstLine: lines.lastLine + 1 } };
    return turn;
  });
  return { ...split, turns };
}

/** Where in the turn before it a piece stands; null where it stands behind it. */
export function offsetWithin(turns: readonly Turn[], piece: LeftOutPiece): number | null {
  return piece.within !== null && turns[piece.beforeTurn - 1]?.text === piece.within.ofText
    ? piece.within.offsetUtf16
    : null;
}

/** Splits a turn; what stood within it stays where it stood. Null where it cannot be split there. */
export function splitAt(laid: Laid, index: number, offsetUtf16: number): Laid | null {
  const turn = laid.turns[index];
  const halves = turn === undefined ? null : splitTurn(turn, offsetUtf16);
  if (turn === undefined || halves === null) return null;
  const [first, second] = halves;
  const secondFrom = turn.text.length - second.text.length;
  const leftOut = laid.leftOut.map((piece): LeftOutPiece => {
    if (piece.beforeTurn <= index) return piece;
    const offset = piece.beforeTurn === index + 1 ? offsetWithin(laid.turns, piece) : null;
    if (offset !== null && offset <= Math.max(offsetUtf16, secondFrom))
      return { ...piece, within: inside(first.text, offset) };
    const within = offset === null ? piece.within : inside(second.text, offset - secondFrom);
    return { ...piece, beforeTurn: piece.beforeTurn + 1, within };
  });
  return { turns: laid.turns.toSpliced(index, 1, ...halves), leftOut };
}

/** Joins a turn with the one before it; what stood between them stands within. Null where there are no two. */
export function joinAt(laid: Laid, index: number): Laid | null {
  const before = laid.turns[index - 1];
  const turn = laid.turns[index];
  if (before === undefined || turn === undefined) return null;
  const turns = laid.turns.toSpliced(index - 1, 2, joinTurns(before, turn));
  const places = laid.turns.map(({ text }, at) => ({
    turn: at < index ? at : at - 1,
    from: at === index ? before.text.length + 1 : 0,
    end: (at === index ? before.text.length + 1 : 0) + text.length,
  }));
  return { turns, leftOut: regroup(laid, turns, places) };
}

/** Where an old turn went: the turn that it is in, and where in its text its own words begin and end. */
export type TurnPlace = { readonly turn: number; readonly from: number; readonly end: number };

/** The pieces laid between turns that were made of the old ones by joining. */
export function regroup(
  { turns: old, leftOut }: Laid,
  turns: readonly Turn[],
  places: readonly TurnPlace[],
): readonly LeftOutPiece[] {
  return leftOut.map((piece): LeftOutPiece => {
    const before = places[piece.beforeTurn - 1];
    const after = places[piece.beforeTurn];
    if (before === undefined) return { ...piece, beforeTurn: 0, within: null };
    const text = turns[before.turn]?.text ?? '';
    const beforeTurn = before.turn + 1;
    const offset = offsetWithin(old, piece);
    if (offset !== null)
      return { ...piece, beforeTurn, within: inside(text, before.from + offset) };
    const isBetween = after !== undefined && after.turn === before.turn;
    return { ...piece, beforeTurn, within: isBetween ? inside(text, before.end) : null };
  });
}

/** Null where it is the beginning or the end of the text: then it stands between turns. */
function inside(ofText: string, offsetUtf16: number): LeftOutPiece['within'] {
  return offsetUtf16 > 0 && offsetUtf16 < ofText.length ? { offsetUtf16, ofText } : null;
}

function insert(laid: Laid, piece: LeftOutPiece, at: number): Laid {
  const turn: Turn = {
    speaker: null,
    start: null,
    end: null,
    text: piece.text,
    source: piece.lines,
  };
  return {
    turns: laid.turns.toSpliced(at, 0, turn),
    leftOut: laid.leftOut
      .filter(({ id }) => id !== piece.id)
      .map((each) =>
        each.beforeTurn > at || (each.beforeTurn === at && each.id > piece.id)
          ? { ...each, beforeTurn: each.beforeTurn + 1 }
          : each,
      ),
  };
}
