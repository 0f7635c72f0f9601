import type { Sheet } from '@triad/interchange';
import { writeCsv, writeXlsx, writeZip } from '@triad/interchange';
import type { TableFormat } from './job-messages.ts';

/** Tables as one file: a workbook, or an archive of a CSV each, dated `at`. */
export async function writeTables(
  as: TableFormat,
  sheets: readonly Sheet[],
  at: string,
): Promise<Uint8Array> {
  if (as === 'xlsx') return writeXlsx(sheets);
  const files = sheets.map((sheet) => ({
    name: `${sheet.name}.csv`,
    bytes: Buffer.from(writeCsv(sheet)),
  }));
  return writeZip(files, new Date(at));
}
