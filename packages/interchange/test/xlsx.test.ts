import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cell } from '../src/index.ts';
import { writeXlsx } from '../src/index.ts';
import { readXlsx } from './read-xlsx.ts';
import { anyText, sheet, sheetsOf } from './sheets.ts';

/** The cells of one row of a workbook. */
async function through(...cells: readonly Cell[]): Promise<readonly Cell[] | undefined> {
  const titles = cells.map((_, index) => `c${index}`);
  const [read] = await readXlsx(await writeXlsx([sheet(titles, cells)]));
  return read?.rows[1];
}

test('titles are bold and stay in view', async () => {
  const table = {
    name: 'Places',
    columns: [{ title: 'Coder', width: 30 }, { title: 'Places' }],
    rows: [['Ana', 3]],
  };
  const [read] = await readXlsx(await writeXlsx([table]));
  expect(read).toEqual({
    name: 'Places',
    rows: [
      ['Coder', 'Places'],
      ['Ana', 3],
    ],
    frozenRows: 1,
    widths: [30, 14],
    bold: [true, true],
  });
});

test('cells keep their types', async () => {
  const cells = ['007', 7, -0.25, 1e-9, 1e300, true, false, null, '=1+1', 'TRUE', '3.5'];
  expect(await through(...cells)).toEqual(cells);
});

test.each([
  ['of many scripts', 'ǎ नि 語 עברית 👩‍👩‍👧 e\u0301'],
  ['with line breaks of all kinds', 'a\nb\r\nc\rd\n'],
  ['with spaces at its ends', '  a \t'],
  ['with controls', 'a\u0000\u0001\u000B\u001F\u007F\u0085\u009Fb'],
  ['with halves of characters', '\uDE00 \uD83D \uD83D\uD83D\uDE00'],
  ['with the replacement character', 'a\uFFFDb'],
  ['with what is no character', '\uFFFE\uFFFF\uFDD0\u{1FFFE}\u{10FFFF}'],
  ['that looks escaped', '_x0041_ _x005F_ _x00ZZ_ _x005F_x0041_'],
  ['of markup', '<b>&amp;"\'</b> ]]>'],
  ['that every object has', 'constructor'],
  ['that looks like a prototype', '__proto__'],
])('a text %s comes back', async (_, text) => {
  expect(await through(text, 1)).toEqual([text, 1]);
});

test('the longest text comes back', async () => {
  const text = '語'.repeat(32_767);
  expect(await through(text)).toEqual([text]);
});

test('another reader comes to the same sheets', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(sheetsOf(anyText), { minLength: 1, maxLength: 3 }), async (all) => {
      const read = await readXlsx(await writeXlsx(all));
      expect(read).toHaveLength(all.length);
      for (const [index, { columns, rows }] of all.entries()) {
        const width = columns.length;
        const expected = [columns.map(({ title }) => title), ...rows].map((line) =>
          line.map((cell) => (cell === '' ? null : Object.is(cell, -0) ? 0 : cell)),
        );
        const found = (read[index]?.rows ?? []).map((line) => [
          ...line,
          ...Array<null>(width - line.length).fill(null),
        ]);
        expect(found).toEqual(expected);
      }
    }),
  );
});

describe('names of sheets', () => {
  const namesOf = async (...names: readonly string[]): Promise<readonly string[]> => {
    const sheets = names.map((name) => ({ ...sheet(['A']), name }));
    return (await readXlsx(await writeXlsx(sheets))).map(({ name }) => name);
  };

  test.each([
    ['Places & roles', 'Places & roles'],
    ['C/M: [who?]*\\', 'C-M- -who----'],
    ["'a'", '’a’'],
    ['', 'Sheet'],
    ['  ', 'Sheet'],
    ['history', 'history-'],
    ['x'.repeat(40), 'x'.repeat(31)],
    [`${'x'.repeat(30)}😀`, 'x'.repeat(30)],
  ])('%j becomes %j', async (name, made) => {
    expect(await namesOf(name)).toEqual([made]);
  });

  test('the same names differ, whatever their case', async () => {
    const long = 'x'.repeat(31);
    expect(await namesOf('Places', 'places', 'Places (2)', long, long)).toEqual([
      'Places',
      'places (2)',
      'Places (2) (2)',
      long,
      `${'x'.repeat(27)} (2)`,
    ]);
  });

  test('whatever they are, Excel allows them', async () => {
    const some = fc.array(fc.oneof(anyText, fc.constantFrom('a', 'A', "a'")), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(some, async (names) => {
        const made = await namesOf(...names);
        expect(new Set(made.map((name) => name.toLowerCase())).size).toBe(names.length);
        for (const name of made) {
          expect(name).toMatch(/^[^[\]:*?/\\']{1,31}$/u);
          expect(name.length).toBeLessThanOrEqual(31);
        }
      }),
      { numRuns: 50 },
    );
  });
});
