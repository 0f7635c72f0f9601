import type { IndexedParagraph, TextIndex } from '@triad/collab';
import { turnAt } from '@triad/collab';
import { CONTEXT_UTF16 } from '@triad/realist';
import type { TextRange } from '@triad/realist';

/**
 * What became of a text: one stretch of it is another, and what stands after it moved along. Whoever
 * edits touches a paragraph or two of hundreds, and looking up the anchors of 20,000 spans takes longer
 * than a key press may.
 */
export type TextChange = {
  /**
   * Where places must be looked up anew, in the text before and after: the paragraphs that changed, and
   * as much beside them as an anchor looks at. What ends before it stays, and what begins after it moves
   * by `shiftUtf16`, on the same characters with the same ones beside them.
   */
  readonly before: TextRange;
  readonly after: TextRange;
  readonly shiftUtf16: number;
  /** The paragraphs that changed: the first, and how many they were and are. */
  readonly paragraphs: {
    readonly first: number;
    readonly before: number;
    readonly after: number;
  };
  /** Ids of the turns in that stretch, and of those whose words they may have. */
  readonly turns: ReadonlySet<string>;
  /** The text has the same turns, in the same order. */
  readonly sameTurns: boolean;
};

/** Null where all paragraphs are what they were. */
export function textChange(before: TextIndex, after: TextIndex): TextChange | null {
  const [old, now] = [before.paragraphs, after.paragraphs];
  const fewest = Math.min(old.length, now.length);
  const isSame = (a: number, b: number): boolean => isSameParagraph(before, old[a], after, now[b]);
  let first = 0;
  while (first < fewest && isSame(first, first)) first += 1;
  if (first === old.length && first === now.length) return null;
  let last = 0;
  while (last < fewest - first && isSame(old.length - 1 - last, now.length - 1 - last)) last += 1;

  const from = first === 0 ? 0 : (now[first - 1]?.endUtf16 ?? 0);
  const endOf = ({ text, paragraphs }: TextIndex): number =>
    last === 0 ? text.length : (paragraphs[paragraphs.length - last]?.startUtf16 ?? text.length);
  const [endBefore, endAfter] = [endOf(before), endOf(after)];
  const startUtf16 = outwards(after.text, from - 1, -1) + 1;
  const reach = outwards(after.text, endAfter, 1) - endAfter;
  return {
    before: { startUtf16, endUtf16: endBefore + reach },
    after: { startUtf16, endUtf16: endAfter + reach },
    shiftUtf16: endAfter - endBefore,
    paragraphs: { first, before: old.length - first - last, after: now.length - first - last },
    turns: new Set([
      ...turnsIn(before, { startUtf16, endUtf16: endBefore + reach }),
      ...turnsIn(after, { startUtf16, endUtf16: endAfter + reach }),
    ]),
    sameTurns:
      before.turns.length === after.turns.length &&
      before.turns.every(({ id }, at) => id === after.turns[at]?.id),
  };
}

/** Where a range is after the change; what lay in the stretch that changed counts as all of it. */
export function rangeAfter(
  { before, after, shiftUtf16 }: TextChange,
  { startUtf16, endUtf16 }: TextRange,
): TextRange {
  const moved = (offset: number, within: number): number =>
    offset <= before.startUtf16 ? offset : offset >= before.endUtf16 ? offset + shiftUtf16 : within;
  return {
    startUtf16: moved(startUtf16, after.startUtf16),
    endUtf16: moved(endUtf16, after.endUtf16),
  };
}

/** The same characters, in a turn of which nothing but its place is another. */
function isSameParagraph(
  before: TextIndex,
  a: IndexedParagraph | undefined,
  after: TextIndex,
  b: IndexedParagraph | undefined,
): boolean {
  if (a === undefined || b === undefined || a.characters !== b.characters) return false;
  const was = before.turns[a.turn];
  const is = after.turns[b.turn];
  if (was === undefined || is === undefined) return false;
  return (
    was.id === is.id &&
    was.speaker === is.speaker &&
    was.startSeconds === is.startSeconds &&
    was.endSeconds === is.endSeconds &&
    (was.from === is.from || was.from.join() === is.from.join())
  );
}

/** The offset after as many letters as an anchor's context has and one more, white space passed over. */
function outwards(text: string, fromUtf16: number, step: 1 | -1): number {
  let at = fromUtf16;
  for (let letters = 0; letters <= CONTEXT_UTF16 && at >= 0 && at < text.length; at += step) {
    if (!/\s/.test(text.charAt(at))) letters += 1;
  }
  return at;
}

function turnsIn(index: TextIndex, { startUtf16, endUtf16 }: TextRange): readonly string[] {
  return index.turns
    .slice(turnAt(index, startUtf16), turnAt(index, endUtf16) + 1)
    .flatMap(({ id, from }) => [id, ...from]);
}
