import writeXlsxFile from 'write-excel-file/node';
import type { Cell as XlsxCell } from 'write-excel-file/node';
import { InterchangeError } from '../errors.ts';
import { TABLE_LIMITS } from '../limits.ts';
import type { Cell, Sheet } from '../sheet.ts';
import { checkSheets } from '../sheet.ts';
import { escapeText } from './escape-text.ts';
import { sheetNames } from './sheet-names.ts';

/** Characters; where a column says none. */
const WIDTH = 14;

/**
 * Sheets as one workbook (Office Open XML). Cells have their types: a text stays a text, with its
 * leading zeros, and is never a formula. The row of titles is bold and stays in view. Names of
 * sheets are made as Excel allows them, and different. What XML cannot hold stands as `_xHHHH_`,
 * which Excel decodes. The file bears the time of its making, so it differs from call to call.
 *
 * It works on the thread that calls it: a second for 100,000 cells, some ten at the limits.
 *
 * @throws InterchangeError beyond `TABLE_LIMITS`, and where there is no sheet
 */
export async function writeXlsx(sheets: readonly Sheet[]): Promise<Uint8Array> {
  if (sheets.length === 0) {
    throw new InterchangeError('interchange/no-sheet', 'A workbook needs at least one sheet.');
  }
  if (sheets.length > TABLE_LIMITS.sheets) {
    throw new InterchangeError(
      'interchange/too-many-sheets',
      `A workbook has room for ${TABLE_LIMITS.sheets} sheets; export fewer at a time.`,
    );
  }
  checkSheets(sheets);
  const names = sheetNames(sheets.map(({ name }) => name));
  const made = sheets.map(({ columns, rows }, index) => ({
    sheet: names[index] ?? '',
    columns: columns.map(({ width = WIDTH }) => ({ width })),
    stickyRowsCount: 1,
    data: [
      columns.map(({ title }): XlsxCell => ({ ...inXlsx(title), fontWeight: 'bold' })),
      ...rows.map((row) => row.map((cell) => inXlsx(cell))),
    ],
  }));
  return new Uint8Array(await writeXlsxFile(made).toBuffer());
}

function inXlsx(cell: Cell) {
  if (typeof cell === 'string') return { value: escapeText(cell), type: String } as const;
  return cell === null ? {} : { value: cell };
}
