import { describe, expect, test } from 'vitest';
import { passageOf } from '../src/pages/adjudicate/passage.ts';

const text = 'one two three\nfour five six seven\neight nine ten';
const turn = (id: string, startUtf16: number, endUtf16: number) => ({
  id,
  who: id,
  isInterviewer: false,
  startSeconds: null,
  startUtf16,
  endUtf16,
});
const turns = [turn('a', 0, 13), turn('b', 14, 33), turn('c', 34, 48)];
const said = (aroundUtf16: number) =>
  passageOf({ text, turns }, { startUtf16: 19, endUtf16: 23 }, aroundUtf16).map((each) => ({
    id: each.turn.id,
    cut: [each.isCutBefore, each.isCutBehind],
    words: each.paragraphs
      .flat()
      .map((piece) => [text.slice(piece.startUtf16, piece.endUtf16), piece.isHere]),
  }));

describe('the passage around a place', () => {
  test('is cut between words, and the place is told apart', () => {
    expect(said(7)).toEqual([
      {
        id: 'b',
        cut: [false, true],
        words: [
          ['four ', false],
          ['five', true],
          [' six', false],
        ],
      },
    ]);
  });

  test('reaches into the turns beside it', () => {
    expect(said(100).map(({ id, cut }) => [id, cut])).toEqual([
      ['a', [false, false]],
      ['b', [false, false]],
      ['c', [false, false]],
    ]);
  });

  test('never leaves words of the place out', () => {
    expect(said(0)[0]?.words).toEqual([['five', true]]);
  });
});
