import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cell } from '../src/index.ts';
import { writeCsv } from '../src/index.ts';
import { sheet, sheetsOf, wholeText } from './sheets.ts';

/** As a program reads it that knows RFC 4180 alone. */
function readBack(csv: string): string[][] {
  return parse(csv, { bom: true, record_delimiter: '\r\n', skip_empty_lines: true });
}

/** As the docstring tells it: one apostrophe less before what would be a formula. */
function unguarded(text: string): string {
  return text.replace(/^'(?='*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20])/u, '');
}

function asText(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'boolean' ? String(cell).toUpperCase() : String(cell);
}

test('a table stands with its titles, CRLF and U+FEFF', () => {
  const table = sheet(['Coder', 'Places'], ['Ana', 3], ['Ben, "B"', 0.5], [null, true]);
  expect(writeCsv(table)).toBe('\uFEFFCoder,Places\r\nAna,3\r\n"Ben, ""B""",0.5\r\n,TRUE\r\n');
});

test.each([
  ['=1+1', "'=1+1"],
  ['+44', "'+44"],
  ['-2', "'-2"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\r=1', '"\'\r=1"'],
  ["'=1", "''=1"],
  ['＝1', "'＝1"],
  ["'tis", "'tis"],
  ['a=b', 'a=b'],
  ['- she said, "no"', '"\'- she said, ""no"""'],
])('%j is no formula', (text, written) => {
  expect(writeCsv(sheet(['A', 'B'], [text, 1]))).toBe(`\uFEFFA,B\r\n${written},1\r\n`);
});

test('numbers have a point and stay numbers below zero', () => {
  const written = writeCsv(sheet(['a', 'b', 'c', 'd'], [-1.5, 1_000_000, 1e21, -0]));
  expect(written).toBe('\uFEFFa,b,c,d\r\n-1.5,1000000,1e+21,0\r\n');
});

test('leading zeros and spaces are kept', () => {
  expect(readBack(writeCsv(sheet(['id', 'b'], ['007', ' x '])))[1]).toEqual(['007', ' x ']);
});

test('an empty cell of one column is no empty line', () => {
  expect(readBack(writeCsv(sheet(['Note'], [null], ['a'])))).toEqual([['Note'], [''], ['a']]);
});

test('half a character is refused, by its place', () => {
  const table = sheet(['A', 'B'], ['x', 'a\uD83D']);
  expect(() => writeCsv(table)).toThrow(
    expect.objectContaining({
      code: 'interchange/half-a-character',
      message: expect.stringMatching(/^Row 2, column 2: /u),
    }),
  );
});

test('another reader comes to the same cells', () => {
  fc.assert(
    fc.property(sheetsOf(wholeText), (table) => {
      const lines = readBack(writeCsv(table));
      const expected = [table.columns.map(({ title }) => title), ...table.rows];
      expect(lines.map((line) => line.map((cell) => unguarded(cell)))).toEqual(
        expected.map((line) => line.map((cell) => asText(cell))),
      );
      const guarded = lines.flat().filter((cell) => /^[=@\t\r\n]/u.test(cell));
      expect(guarded).toEqual([]);
    }),
  );
});
