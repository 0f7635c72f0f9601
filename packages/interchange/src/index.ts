export type Cell = string | number | boolean | null;
export type Sheet = {
  readonly name: string;
  readonly columns: readonly { readonly title: string; readonly width?: number }[];
  readonly rows: readonly (readonly Cell[])[];
};
export function writeCsv(sheet: Sheet): string {
  return sheet.rows.map((r) => r.join(',')).join('\r\n');
}
export async function writeXlsx(sheets: readonly Sheet[]): Promise<Uint8Array> {
  return Buffer.from(JSON.stringify(sheets));
}
export async function writeZip(
  files: readonly { name: string; bytes: Uint8Array }[],
  _at: Date,
): Promise<Uint8Array> {
  return Buffer.concat(files.map((f) => f.bytes));
}
