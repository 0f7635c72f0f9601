import { describe, expect, test } from 'vitest';
import type { Cell, Sheet } from '../src/index.ts';
import { InterchangeError, TABLE_LIMITS, writeCsv, writeXlsx, writeZip } from '../src/index.ts';
import { sheet } from './sheets.ts';

const { cellUtf16, cells, columns, files, rows, sheets, textUtf16 } = TABLE_LIMITS;

/** So many rows of so many cells, all the same. */
function lines(count: number, width = 1, cell: Cell = null): Sheet {
  const line = Array<Cell>(width).fill(cell);
  return {
    ...sheet(Array<string>(width).fill('A')),
    rows: Array.from({ length: count }, () => line),
  };
}

const REFUSED: readonly [string, string, () => Sheet][] = [
  ['no columns', 'interchange/no-columns', () => sheet([])],
  ['too many columns', 'interchange/too-many-columns', () => lines(0, columns + 1)],
  ['too many rows', 'interchange/too-many-rows', () => lines(rows)],
  ['too many cells', 'interchange/too-large', () => lines(cells / 10, 10)],
  ['a row that is short', 'interchange/uneven-row', () => sheet(['A', 'B'], ['a', 'b'], ['a'])],
  ['a row that is long', 'interchange/uneven-row', () => sheet(['A'], ['a', 'b'])],
  ['a long text', 'interchange/cell-too-long', () => sheet(['A'], ['x'.repeat(cellUtf16 + 1)])],
  ['a long title', 'interchange/cell-too-long', () => sheet(['x'.repeat(cellUtf16 + 1)])],
  ['no number', 'interchange/not-a-number', () => sheet(['A'], [Number.NaN])],
  ['no finite number', 'interchange/not-a-number', () => sheet(['A'], [-Infinity])],
  [
    'too much text',
    'interchange/too-large',
    () => lines(Math.ceil(textUtf16 / cellUtf16), 1, 'x'.repeat(cellUtf16)),
  ],
];

describe.each(REFUSED)('a sheet of %s is refused', (_, code, make) => {
  test('as CSV', () => {
    expect(() => writeCsv(make())).toThrow(expect.objectContaining({ code }));
  });

  test('as a workbook', async () => {
    await expect(writeXlsx([sheet(['fine']), make()])).rejects.toThrow(
      expect.objectContaining({ code }),
    );
  });
});

test('a text as long as a cell is not', () => {
  expect(writeCsv(sheet(['A'], ['x'.repeat(cellUtf16)]))).toHaveLength(cellUtf16 + 6);
});

test('as many rows as a sheet has are not', () => {
  expect(writeCsv(lines(rows - 1)).split('\r\n')).toHaveLength(rows + 1);
});

test('the error says where, and no word', () => {
  const secret = 'secret'.repeat(cellUtf16);
  const write = () => writeCsv(sheet(['A', 'B'], ['a', 'b'], ['c', secret]));
  expect(write).toThrow(InterchangeError);
  expect(write).toThrow(/^Sheet 1, row 3, column 2: [^s]/u);
});

test('a workbook has sheets, and not too many', async () => {
  const codeOf = (made: readonly Sheet[]) =>
    writeXlsx(made).catch(({ code }: { code: string }) => code);
  expect(await codeOf([])).toBe('interchange/no-sheet');
  expect(await codeOf(Array.from({ length: sheets + 1 }, () => lines(0)))).toBe(
    'interchange/too-many-sheets',
  );
});

test('an archive has so many files, of a day that it can say', async () => {
  const file = { name: 'a', bytes: new Uint8Array() };
  const codeOf = (count: number, at: string) =>
    writeZip(
      Array.from({ length: count }, () => file),
      new Date(at),
    ).catch(({ code }: { code: string }) => code);
  expect(await codeOf(files + 1, '2026-01-01')).toBe('interchange/too-many-files');
  expect(await codeOf(1, '1979-12-31')).toBe('interchange/bad-date');
  expect(await codeOf(1, 'no day')).toBe('interchange/bad-date');
});
