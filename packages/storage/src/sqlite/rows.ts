import type { SQLOutputValue } from 'node:sqlite';

/** Columns of STRICT tables have the type that their table gives; these say so to the compiler, and check it. */
export type Row = Record<string, SQLOutputValue>;

export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new TypeError(`column ${column} is not text`);
  return value;
}

export function integer(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new TypeError(`column ${column} is not an integer`);
  return value;
}

export function bytes(row: Row, column: string): Uint8Array<ArrayBuffer> {
  const value = row[column];
  if (!(value instanceof Uint8Array) || !(value.buffer instanceof ArrayBuffer))
    throw new TypeError(`column ${column} is not a blob`);
  return value as Uint8Array<ArrayBuffer>;
}
