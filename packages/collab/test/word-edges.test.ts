import { expect, test } from 'vitest';
import { isInWord } from '../src/word-edges.ts';

test('letters of two units are letters, and are never parted', () => {
  const text = 'so 𐐨𐐩trust 𐐨';
  const all = Array.from({ length: text.length + 1 }, (_, at) => at);
  expect(all.filter((at) => isInWord(text, at))).toEqual([1, 4, 5, 6, 7, 8, 9, 10, 11, 14]);
});
