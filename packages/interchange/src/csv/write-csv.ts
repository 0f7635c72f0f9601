import { stringify } from 'csv-stringify/sync';
import { InterchangeError } from '../errors.ts';
import type { Cell, Sheet } from '../sheet.ts';
import { checkSheets, linesOf } from '../sheet.ts';

/**
 * What spreadsheet programs take for a formula when they open a CSV, behind any number of
 * apostrophes, so that guarding can be undone. Full-width forms are such to some (OWASP, CSV
 * Injection).
 */
const FORMULA = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/u;

/** A reader may strip white space at either end; a line break of its own is quoted by none else. */
const QUOTED = /^\s|\s$|[\r\n]/u;

/**
 * A sheet as CSV by RFC 4180: commas, CRLF after each row, quotes where they are needed. It begins
 * with U+FEFF, without which Excel reads UTF-8 as the encoding of its machine; encode the text as
 * UTF-8 as it is.
 *
 * A text that a spreadsheet program would run as a formula has an apostrophe before it; so has one
 * that begins with apostrophes and then so. Whoever wants the exact text takes one away from
 * `'` followed by any number of `'` and one of `=` `+` `-` `@`, tab or line break. Numbers are never
 * guarded: they have a point and no separators, as JavaScript writes them. Truth is TRUE and FALSE.
 * Control characters stand as they are.
 *
 * @throws InterchangeError beyond `TABLE_LIMITS`, and `interchange/half-a-character` where a text
 *   holds a surrogate without its other half, which UTF-8 cannot say
 */
export function writeCsv(sheet: Sheet): string {
  checkSheets([sheet]);
  const lines = linesOf(sheet);
  checkWhole(lines);
  return stringify(
    lines.map((line) => line.map((cell) => inCsv(cell))),
    {
      bom: true,
      record_delimiter: '\r\n',
      quoted_match: QUOTED,
      // Of a single column an empty cell would be an empty line, which readers skip.
      quoted_empty: sheet.columns.length === 1,
    },
  );
}

function inCsv(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  if (typeof cell === 'number') return String(cell);
  return FORMULA.test(cell) ? `'${cell}` : cell;
}

function checkWhole(lines: readonly (readonly Cell[])[]): void {
  for (const [row, line] of lines.entries()) {
    const column = line.findIndex((cell) => typeof cell === 'string' && !cell.isWellFormed());
    if (column < 0) continue;
    throw new InterchangeError(
      'interchange/half-a-character',
      `Row ${row + 1}, column ${column + 1}: it holds half of a character, which a CSV cannot keep. Export a workbook instead.`,
    );
  }
}
