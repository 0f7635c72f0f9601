import type { QuoteAnswer } from '@triad/collab';
import { expect, test } from 'vitest';
import { wordsOnce } from '../src/consolidation/resolve-parts.ts';

const quote = (span: string, role: string, range: readonly [number, number] | null): QuoteAnswer =>
  ({ span, role, range }) as unknown as QuoteAnswer;
const spans = (quotes: readonly QuoteAnswer[]): readonly string[] => quotes.map((one) => one.span);

test('words that stand in two roles are in a part once, in its own', () => {
  const both = [quote('o', 'O', [4, 9]), quote('c', 'C', [4, 9])];
  expect(spans(wordsOnce(both, 'C'))).toEqual(['c']);
  expect(spans(wordsOnce(both, 'O'))).toEqual(['o']);
  expect(spans(wordsOnce(both, 'M'))).toEqual(['o']);
});

test('other words, and words that are lost, stay', () => {
  const all = [quote('a', 'O', [4, 9]), quote('b', 'C', [4, 8]), quote('x', 'O', null)];
  expect(spans(wordsOnce([...all, quote('y', 'O', null)], 'O'))).toEqual(['a', 'b', 'x', 'y']);
});
