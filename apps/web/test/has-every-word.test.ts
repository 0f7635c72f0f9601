import { describe, expect, it } from 'vitest';
import { hasEveryWord } from '../src/shell/has-every-word.ts';

describe('searching by words', () => {
  it.each([
    ['every word, in any order', 'Hope came late', 'late hope', true],
    ['parts of words', 'We were listened to', 'listen', true],
    ['whatever the case', 'Hope', 'HOPE', true],
    ['space around them', 'Hope', '  hope ', true],
    ['nothing', 'Hope', '', true],
    ['a word that is missing', 'Hope came late', 'hope early', false],
  ])('takes %s', (_, text, search, expected) => {
    expect(hasEveryWord(text, search)).toBe(expected);
  });
});
