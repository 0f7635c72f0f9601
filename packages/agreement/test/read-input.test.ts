import { expect, test } from 'vitest';
import { InputError, readAgreementInput } from '../src/index.ts';

const span = (start: unknown, end: unknown, label: unknown = 'C') => ({ start, end, label });
const small = { length: 10, coders: [{ id: 'A', spans: [span(0, 3)] }] };
const coder = (own: unknown) => ({ ...small, coders: [...small.coders, own] });
const coded = (...spans: unknown[]) => coder({ id: 'B', spans });
const silent = (ids: readonly string[]) => ({
  ...small,
  coders: ids.map((id) => ({ id, spans: [] })),
});
const numbers = (many: number) => Array.from({ length: many }, (_, at) => at);

test.each([
  ['nothing', null],
  ['a list', []],
  ['neither input', {}],
  ['both inputs', { ...small, table: [['C']] }],
  ['no length', { coders: small.coders }],
  ['half a position', { ...small, length: 9.5 }],
  ['a length that is a word', { ...small, length: '10' }],
  ['a length below 0', { ...small, length: -1 }],
  ['a length that is no number', { ...small, length: Number.NaN }],
  ['an endless length', { ...small, length: Infinity }],
  ['a huge length', { ...small, length: 2e9 }],
  ['coders by name', { ...small, coders: { A: [] } }],
  ['labels that are no list', { ...small, labels: 'C' }],
  ['a label that is no word', { ...small, labels: [3] }],
  ['a coder that is nothing', coder(null)],
  ['two of one id', coder({ id: 'A', spans: [] })],
  ['an empty id', coder({ id: '', spans: [] })],
  ['an id that is a number', coder({ id: 3, spans: [] })],
  ['a coder without spans', coder({ id: 'B' })],
  ['a span after the text', coded(span(0, 11))],
  ['a span that ends before it starts', coded(span(5, 4))],
  ['a span before the text', coded(span(-1, 4))],
  ['a span of half positions', coded(span(0.5, 4))],
  ['a span without end', coded(span(0, null))],
  ['a span without label', coded({ start: 0, end: 1 })],
  ['a span that is a list', coded([0, 1, 'C'])],
  ['a label for all labels', coded(span(0, 1, 'all'))],
  ['pairs of one name', silent(['a|b', 'c', 'a', 'b|c'])],
  ['many coders', silent(numbers(101).map(String))],
  [
    'many spans',
    { ...small, coders: [{ id: 'A', spans: numbers(200_001).map(() => span(0, 1)) }] },
  ],
  ['many labels', coded(...numbers(1_001).map((label) => span(0, 1, String(label))))],
  ['a long label', coded(span(0, 1, 'C'.repeat(1_001)))],
  ['a table that is a word', { table: 'C' }],
  ['a row that is a word', { table: ['C'] }],
  ['rows of unequal length', { table: [['C'], ['C', 'M']] }],
  ['a value that is true', { table: [[true]] }],
  ['a value that is a list', { table: [[['C']]] }],
  ['a value that is no number', { table: [[Number.NaN]] }],
  ['an endless value', { table: [[Infinity]] }],
  ['a number and the same word', { table: [[1, '1']] }],
  ['many cells', { table: numbers(1_001).map(() => numbers(1_000).map(() => null)) }],
  ['many values', { table: [numbers(2_001)] }],
])('%s is refused in one sentence', (_, given) => {
  try {
    readAgreementInput(given);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).message).toMatch(/^[A-Z][^\n]+\.$/);
    return;
  }
  expect.unreachable('it was taken');
});

test('what is in order is taken as it is', () => {
  expect(readAgreementInput({ ...small, note: 'more' })).toEqual({
    kind: 'spans',
    continuum: small,
  });
  const whole = {
    ...small,
    labels: ['C', 'M'],
    coders: [{ id: 'a|b', spans: [span(0, 10), span(10, 10)] }],
  };
  expect(readAgreementInput(whole)).toEqual({ kind: 'spans', continuum: whole });
  const nobody = { ...small, coders: [] };
  expect(readAgreementInput(nobody)).toEqual({ kind: 'spans', continuum: nobody });
  for (const table of [
    [],
    [[]],
    [['C', null, 'M']],
    [
      [1, 2.5, null],
      [-1, 0, 'n/a'],
    ],
  ]) {
    expect(readAgreementInput({ table })).toEqual({ kind: 'table', table });
  }
});
