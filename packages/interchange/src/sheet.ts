import { InterchangeError } from './errors.ts';
import { TABLE_LIMITS } from './limits.ts';

/** Null is an empty cell, as is an empty text; a number must be finite. */
export type Cell = string | number | boolean | null;

/** A table with a row of titles above its rows. */
export type Sheet = {
  readonly name: string;
  /** `width` in characters, where the format has widths. */
  readonly columns: readonly { readonly title: string; readonly width?: number }[];
  /** Each with a cell for each column. */
  readonly rows: readonly (readonly Cell[])[];
};

/** The titles and the rows, as they stand in a file. */
export function linesOf({ columns, rows }: Sheet): readonly (readonly Cell[])[] {
  return [columns.map(({ title }) => title), ...rows];
}

/**
 * Holds sheets that go into one file to {@link TABLE_LIMITS}. The same holds for every format, so
 * whatever can be written can be opened in a spreadsheet program, and in either form.
 *
 * @throws InterchangeError
 */
export function checkSheets(sheets: readonly Sheet[]): void {
  let cells = 0;
  let textUtf16 = 0;
  for (const [index, sheet] of sheets.entries()) {
    checkShape(sheet, index + 1);
    cells += sheet.columns.length * (sheet.rows.length + 1);
    if (cells > TABLE_LIMITS.cells) {
      throw new InterchangeError(
        'interchange/too-large',
        `These tables have more than ${TABLE_LIMITS.cells} cells together; export fewer at a time.`,
      );
    }
    for (const [row, line] of linesOf(sheet).entries()) {
      for (const [column, cell] of line.entries()) {
        checkCell(cell, `Sheet ${index + 1}, row ${row + 1}, column ${column + 1}`);
        if (typeof cell === 'string') textUtf16 += cell.length;
      }
    }
    if (textUtf16 > TABLE_LIMITS.textUtf16) {
      throw new InterchangeError(
        'interchange/too-large',
        `These tables have more than ${TABLE_LIMITS.textUtf16} characters together; export fewer at a time.`,
      );
    }
  }
}

function checkShape({ columns, rows }: Sheet, number: number): void {
  if (columns.length === 0) {
    throw new InterchangeError('interchange/no-columns', `Sheet ${number} has no columns.`);
  }
  if (columns.length > TABLE_LIMITS.columns) {
    throw new InterchangeError(
      'interchange/too-many-columns',
      `Sheet ${number} has ${columns.length} columns; a sheet has room for ${TABLE_LIMITS.columns}.`,
    );
  }
  if (rows.length + 1 > TABLE_LIMITS.rows) {
    throw new InterchangeError(
      'interchange/too-many-rows',
      `Sheet ${number} has ${rows.length} rows and a row of titles; a sheet has room for ${TABLE_LIMITS.rows}. Export fewer at a time.`,
    );
  }
  const uneven = rows.findIndex((row) => row.length !== columns.length);
  if (uneven >= 0) {
    throw new InterchangeError(
      'interchange/uneven-row',
      `Sheet ${number}, row ${uneven + 2}: it has not one cell for each of ${columns.length} columns.`,
    );
  }
}

function checkCell(cell: Cell, where: string): void {
  if (typeof cell === 'number' && !Number.isFinite(cell)) {
    throw new InterchangeError('interchange/not-a-number', `${where}: it is not a finite number.`);
  }
  if (typeof cell === 'string' && cell.length > TABLE_LIMITS.cellUtf16) {
    throw new InterchangeError(
      'interchange/cell-too-long',
      `${where}: it has ${cell.length} characters; a cell has room for ${TABLE_LIMITS.cellUtf16}.`,
    );
  }
}
