/*
 * What is kept under which `_id`. Names are values, never keys of a document: MongoDB gives dots and
 * dollars in keys a meaning. Parts are joined by U+0000, which no name holds (checks.ts), or have a
 * fixed width; so `_id` in its order of bytes is the order of the port [ST12], and its index is the
 * only one that most reads need. No collation is ever set: MongoDB then compares the bytes of UTF-8.
 */

/** `_id` of records from `from` on, up to and without `to`. */
export type IdRange = { readonly $gt: string; readonly $lt: string };

export function recordId(collection: string, id: string): string {
  return `${collection}\0${id}`;
}

/** The records of a collection behind the id `after`, which may be empty. */
export function recordsAfter(collection: string, after: string): IdRange {
  return { $gt: recordId(collection, after), $lt: `${collection}\u0001` };
}

/** A value of an index as one string: what a record can be found by, or alone may have. */
export function tokenOf(collection: string, index: string, value: string): string {
  return `${collection}\0${index}\0${value}`;
}

/** Of the greatest safe integer, in decimals: keys of one stream sort as numbers do. */
const KEY_DIGITS = 16;

export function entryId(stream: string, key: number): string {
  return `${stream}:${String(key).padStart(KEY_DIGITS, '0')}`;
}

export function keyOf(entry: string): number {
  return Number(entry.slice(-KEY_DIGITS));
}

/** All that belongs to a stream, its entries or their pieces: ':' is followed by ';'. */
export function within(owner: string): IdRange {
  return { $gt: `${owner}:`, $lt: `${owner};` };
}

const PIECE_DIGITS = 4;

/** `owner` is an entry's id or the id of a blob's upload. */
export function pieceId(owner: string, piece: number): string {
  return `${owner}:${String(piece).padStart(PIECE_DIGITS, '0')}`;
}
