/** What one table or file may hold; more is refused with an `InterchangeError`. */
export const TABLE_LIMITS = {
  /** Of a sheet, the row of titles too: what spreadsheet programs open. */
  rows: 1_048_576,
  /** Of a sheet: what spreadsheet programs open. */
  columns: 16_384,
  /** UTF-16 units of one cell: what spreadsheet programs keep. */
  cellUtf16: 32_767,
  /** Of a workbook. */
  sheets: 1_000,
  /** Of all sheets that go into one file: some 7 µs and 400 bytes of memory each in a workbook. */
  cells: 2_000_000,
  /** UTF-16 units of all cells of one file, made in memory. */
  textUtf16: 50_000_000,
  /** Of an archive. */
  files: 10_000,
  /** Bytes of the files of an archive, together. */
  fileBytes: 1_000_000_000,
} as const;
