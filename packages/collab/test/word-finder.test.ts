import fc from 'fast-check';
import { expect, test } from 'vitest';
import { replaceWords, wordFinder } from '../src/index.ts';

function found(words: string, text: string): readonly string[] {
  return (wordFinder(words)?.find(text) ?? []).map(({ startUtf16, endUtf16 }) =>
    text.slice(startUtf16, endUtf16),
  );
}

test('words are found whatever their case, white space and composition', () => {
  expect(found('Mary Ann', 'mary  ann, MARY\nANN and Mary\u00a0Ann, MaryAnn')).toEqual([
    'mary  ann',
    'MARY\nANN',
    'Mary\u00a0Ann',
    'MaryAnn',
  ]);
  expect(found('José', 'Jose\u0301 und JOSÉ')).toEqual(['Jose\u0301', 'JOSÉ']);
  expect(found("O'Brien", 'O’Brien, o\u2018brien')).toEqual(['O’Brien', 'o\u2018brien']);
  expect(found('Maria', 'Ma\u00adria and M\u200baria')).toEqual(['Ma\u00adria', 'M\u200baria']);
  expect(found('Strauß', 'STRAUSS, Strauss')).toEqual(['STRAUSS', 'Strauss']);
  expect(found('ﬁona', 'Fiona')).toEqual(['Fiona']);
});

test('within a word no white space is passed over', () => {
  expect(found('Anna', 'Ian Natal, An na')).toEqual([]);
});

test('longer words are found inside of others, short ones as whole words alone', () => {
  expect(found('Anna', "Annas Garten, Johanna, Anna's")).toEqual(['Anna', 'anna', 'Anna']);
  expect(found('Ann', 'Ann planned an annual (Ann) visit: ann.')).toEqual(['Ann', 'Ann', 'ann']);
  expect(found('Bo', '\u{1d54f}Bo Bo\u{1d54f} Bo')).toEqual(['Bo']);
  expect(found('李明', '我叫李明，他是李明的')).toEqual(['李明', '李明']);
});

test('an end never parts a character from its marks', () => {
  expect(found('Jose', 'Jose\u0301s')).toEqual(['Jose\u0301']);
  const stars = '\u{1f31f}Lena\u{1f31f}';
  expect(found('Lena', stars)).toEqual(['Lena']);
  expect(replaceWords(finderOf('\u{1f31f}Lena'), stars, '-')).toBe('-\u{1f31f}');
});

test('without a letter or a figure there is nothing to look for', () => {
  for (const words of ['', ' ', '…', '“”', '\u200b']) expect(wordFinder(words)).toBeNull();
  expect(found('07700 900', 'call 07700  900 now')).toEqual(['07700  900']);
});

test('what a replacement makes anew goes as well', () => {
  const finder = finderOf('abcd');
  expect(replaceWords(finder, 'ababcdcd!', '')).toBe('!');
  // It makes itself anew for ever: all of it goes.
  expect(finder.find(replaceWords(finder, 'aabcdbcd', 'abc')).length).toBe(0);
});

test('after a replacement the words are never found, in any text', () => {
  const letters = fc.stringMatching(/^[ab ,é\n]{0,30}$/);
  fc.assert(
    fc.property(letters, letters, fc.stringMatching(/^[xab]{0,3}$/), (words, text, replacement) => {
      const finder = wordFinder(words);
      if (finder === null || finder.find(replacement).length > 0) return;
      expect(finder.find(replaceWords(finder, text, replacement))).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});

function finderOf(words: string) {
  const finder = wordFinder(words);
  if (finder === null) throw new Error('nothing to look for');
  return finder;
}
