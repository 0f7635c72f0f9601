import type { Span } from '@triad/realist';
import { describe, expect, test } from 'vitest';
import { foldForSearch, listSpans } from '../src/annotator/listing.ts';
import type { ListFilter } from '../src/annotator/listing.ts';
import type { Mark } from '../src/annotator/marks.ts';

function mark(quote: string): Mark {
  const place = { startUtf16: 0, endUtf16: 1 };
  const span = { id: quote, role: 'C', anchor: { quote } } as unknown as Span;
  return { ...place, role: 'C', lane: 0, spans: [{ ...place, member: 'ana', span }] };
}

const filter = (words: string): ListFilter => ({
  roles: null,
  member: null,
  words,
  only: null,
});

test('spans that are asked for by id are listed alone', () => {
  const marks = [mark('one'), mark('two')];
  const listed = listSpans(marks, { ...filter(''), only: new Set(['two']) });
  expect(listed.map(({ span }) => span.id)).toEqual(['two']);
});

describe('the search in the quotes', () => {
  test.each([
    ["don't", 'I don’t know'],
    ['don’t', "I don't know"],
    ['"well"', 'he said “Well” to me'],
    ['cafe', 'at the Café'],
    ['CAFÉ', 'at the cafe'],
    ['cafe', 'at the cafe\u0301'],
    ['naïve', 'how naive'],
    ['then - ', 'and then — nothing'],
    ['one two', 'one  \n two'],
    ['  two ', 'one two'],
    ['wait...', 'wait… no'],
    ['find', 'I ﬁnd it'],
    ['cooperate', 'to co\u00adoperate'],
    ['が', 'それが'],
  ])('%j finds %j', (words, quote) => {
    expect(listSpans([mark(quote)], filter(words))).toHaveLength(1);
  });

  test.each([
    ['か', 'それが'],
    ['की', 'काम'],
    ['one two', 'onetwo'],
    ["don't", 'dont'],
  ])('%j does not find %j', (words, quote) => {
    expect(listSpans([mark(quote)], filter(words))).toEqual([]);
  });

  test('blank words let all through, without a look at the quotes', () => {
    const unread = mark('');
    Object.defineProperty(unread.spans[0]?.span.anchor, 'quote', {
      get: () => {
        throw new Error('read');
      },
    });
    expect(listSpans([unread], filter('  '))).toHaveLength(1);
  });

  test('each quote is folded once, however many keys the search has', () => {
    let reads = 0;
    const counted = mark('');
    Object.defineProperty(counted.spans[0]?.span.anchor, 'quote', {
      get: () => {
        reads += 1;
        return 'Don’t';
      },
    });
    for (const words of ['d', 'do', 'don', "don'"]) {
      expect(listSpans([counted], filter(words))).toHaveLength(1);
    }
    expect(reads).toBe(1);
  });

  test('what is folded stays as it is', () => {
    for (const words of ['Don’t', 'ÅÉ', '  a\u00a0b ', '´', 'İ', '각']) {
      const folded = foldForSearch(words);
      expect(foldForSearch(folded)).toBe(folded);
    }
  });
});
