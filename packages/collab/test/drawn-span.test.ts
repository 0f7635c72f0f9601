import { expect, test } from 'vitest';
import { drawnSpan, wholeCharacters } from '../src/index.ts';

const FAMILY = '👨‍👩‍👧';
const TEXT = `We were alone.\nCafe\u0301 ${FAMILY} went 😀 home.`;
const ALL = [{ startUtf16: 0, endUtf16: TEXT.length }];

function at(words: string, from = 0, to = words.length) {
  const start = TEXT.indexOf(words);
  return { startUtf16: start + from, endUtf16: start + to };
}

test('words of the place are taken without space at their ends', () => {
  const alone = at('alone');
  expect(drawnSpan(TEXT, at(' alone'), [alone])).toEqual({ range: alone });
  // One letter in common is enough.
  expect(drawnSpan(TEXT, at('were a'), [alone])).toEqual({ range: at('were a') });
});

test('words beside every span of the place are none of it', () => {
  const place = [at('We'), at('alone')];
  expect(drawnSpan(TEXT, at('were'), place)).toEqual({ fault: 'beside' });
  // The space that is cut off was all that they shared.
  expect(drawnSpan(TEXT, at('were '), [at(' alone')])).toEqual({ fault: 'beside' });
});

test('a range without words, or outside the text, has none', () => {
  expect(drawnSpan(TEXT, at(' ', 0, 1), ALL)).toEqual({ fault: 'no-words' });
  const outside = { startUtf16: 3, endUtf16: TEXT.length + 1 };
  expect(drawnSpan(TEXT, outside, ALL)).toEqual({ fault: 'no-words' });
  expect(drawnSpan(TEXT, { startUtf16: 5, endUtf16: 5 }, ALL)).toEqual({ fault: 'no-words' });
});

test.each([
  ['half of a pair at the end', at('went 😀', 0, 6)],
  ['half of a pair at the start', at('😀 home', 1)],
  ['a letter without its accent', at('Cafe\u0301', 0, 4)],
  ['an accent alone', at('\u0301', 0)],
  ['one of a family', at(FAMILY, 0, 2)],
  ['a family without its first', at(FAMILY, 3)],
])('%s is no whole character', (_name, drawn) => {
  expect(drawnSpan(TEXT, drawn, ALL)).toEqual({ fault: 'half-character' });
  expect(drawnSpan(TEXT, wholeCharacters(TEXT, drawn), ALL)).toHaveProperty('range');
});

test('whole characters are grown to, and left as they are', () => {
  expect(wholeCharacters(TEXT, at('went 😀', 0, 6))).toEqual(at('went 😀'));
  expect(wholeCharacters(TEXT, at(FAMILY, 3, 5))).toEqual(at(FAMILY));
  expect(wholeCharacters(TEXT, at('alone.\nCafe\u0301'))).toEqual(at('alone.\nCafe\u0301'));
  expect(wholeCharacters(TEXT, ALL[0] ?? at('We'))).toEqual(ALL[0]);
});
