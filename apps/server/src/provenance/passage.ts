import type { ProvenanceAnswer } from '@triad/collab';
import type { View } from '../agreement/view.ts';

type Passage = NonNullable<ProvenanceAnswer['passage']>;

/** So much is shown on either side, UTF-16 units at most; words at the edges are whole. */
const AROUND_UTF16 = 240;

/** The hull with what stands before and after it. */
export function passageOf(
  { text, turns }: Pick<View, 'text' | 'turns'>,
  hull: readonly [startUtf16: number, endUtf16: number],
  speakerOf: (key: string) => string,
): Passage {
  const startUtf16 = wholeFrom(text, Math.max(0, hull[0] - AROUND_UTF16), hull[0]);
  const endUtf16 = wholeUntil(text, Math.min(text.length, hull[1] + AROUND_UTF16), hull[1]);
  const turn = turns.findLast((each) => each.startUtf16 <= hull[0]);
  const isWithin = (at: number): boolean =>
    turns.some((each) => each.startUtf16 < at && each.endUtf16 > at);
  return {
    text: text.slice(startUtf16, endUtf16),
    startUtf16,
    hull,
    isCut: [isWithin(startUtf16), isWithin(endUtf16)],
    speaker: turn === undefined ? '' : speakerOf(turn.speaker),
    startSeconds: turn?.startSeconds ?? null,
    turns: turns
      .filter((each) => each.startUtf16 < endUtf16 && each.endUtf16 > startUtf16)
      .map((each) => ({
        startUtf16: Math.max(each.startUtf16, startUtf16),
        speaker: speakerOf(each.speaker),
      })),
  };
}

function wholeFrom(text: string, from: number, most: number): number {
  if (from === 0) return 0;
  const gap = text.slice(from - 1, most).search(/\s/);
  return gap < 0 ? most : from + gap;
}

function wholeUntil(text: string, until: number, least: number): number {
  if (until === text.length) return until;
  const words = text.slice(least, until + 1).replace(/\S*$/, '');
  return Math.max(least, least + words.length - 1);
}
