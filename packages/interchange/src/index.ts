export { writeCsv } from './csv/write-csv.ts';
export { InterchangeError, type InterchangeErrorCode } from './errors.ts';
export { TABLE_LIMITS } from './limits.ts';
export type { Cell, Sheet } from './sheet.ts';
export { writeXlsx } from './xlsx/write-xlsx.ts';
export { writeZip, type ZipEntry } from './zip/write-zip.ts';
