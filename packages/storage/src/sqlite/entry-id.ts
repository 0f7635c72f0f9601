/*
 * An entry is found by one number: that of its document's stream, and behind it in 32 bits its key.
 * All entries of a stream stand together, in the order of their keys.
 */

export const KEY_BITS = 32;
/** The highest key that an entry may have. */
export const LAST_KEY = 2 ** KEY_BITS - 1;

/** The number, as SQL over these expressions; numbers that are bound are made whole by it. */
export function entryId(stream: string, key: string): string {
  return `((${stream} << ${KEY_BITS}) | ${key})`;
}

/** All entries of a stream, as a condition in SQL. */
export function ofStream(id: string, stream: string): string {
  return `${id} between ${entryId(stream, '0')} and ${entryId(stream, String(LAST_KEY))}`;
}
