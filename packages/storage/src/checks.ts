import { StorageError } from './errors.ts';
import { MAX_NAME_BYTES, MAX_PAGE } from './port.ts';
import type { Collection, IndexValues } from './port.ts';

/**
 * Checks that every adapter makes before it touches its store, so that all refuse the same calls
 * with the same codes.
 */

/** Ids, document names and index values: kept to the letter by every store, or refused here. */
export function checkName(what: string, value: string): void {
  if (value.length === 0) throw new StorageError('storage/invalid', `${what} is empty`);
  checkText(what, value);
}

/** As {@link checkName}, but empty is allowed (index values, key names). */
export function checkText(what: string, value: string): void {
  if (!value.isWellFormed() || value.includes('\0')) {
    throw new StorageError(
      'storage/invalid',
      `${what} holds a lone surrogate or U+0000, which no store keeps as it is`,
    );
  }
  // Three bytes of UTF-8 at most for one unit of UTF-16: most names need no exact count.
  if (value.length * 3 > MAX_NAME_BYTES && Buffer.byteLength(value) > MAX_NAME_BYTES) {
    throw new StorageError(
      'storage/too-large',
      `${what} is longer than ${MAX_NAME_BYTES} bytes of UTF-8`,
    );
  }
}

/** A body must be well-formed, or a store that writes UTF-8 would change it without a word. */
export function checkBody(id: string, body: string, maxBytes: number): void {
  if (!body.isWellFormed()) {
    throw new StorageError('storage/invalid', `the body of record ${id} holds a lone surrogate`);
  }
  if (body.length * 3 > maxBytes && Buffer.byteLength(body) > maxBytes) {
    throw new StorageError(
      'storage/too-large',
      `the body of record ${id} is larger than ${maxBytes} bytes of UTF-8`,
    );
  }
}

export function checkSize(what: string, bytes: Uint8Array, maxBytes: number): void {
  if (bytes.byteLength > maxBytes) {
    throw new StorageError(
      'storage/too-large',
      `${what} has ${bytes.byteLength} bytes; the limit is ${maxBytes}`,
    );
  }
}

/** Every index of the collection must be named, and no other. */
export function checkKeys(collection: Collection, id: string, keys: IndexValues): void {
  for (const index of Object.keys(keys)) {
    if (!Object.hasOwn(collection.indexes, index)) {
      throw new StorageError(
        'storage/unknown-index',
        `record ${id} names the index '${index}', which the collection '${collection.name}' lacks`,
      );
    }
  }
  for (const index of Object.keys(collection.indexes)) {
    const value = keys[index];
    if (value === undefined || !Object.hasOwn(keys, index)) {
      throw new StorageError(
        'storage/unknown-index',
        `record ${id} gives no value for the index '${index}' of the collection '${collection.name}'`,
      );
    }
    if (value !== null) checkText(`the value of index '${index}' of record ${id}`, value);
  }
}

export type Page = { readonly after: string | null; readonly limit: number };

/** Applies the defaults; a limit over the maximum is refused, because a caller would take a full page for the end. */
export function checkPage(
  page: { readonly after?: string; readonly limit?: number } | undefined,
): Page {
  const limit = page?.limit ?? MAX_PAGE;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE) {
    throw new StorageError('storage/invalid', `a page holds 1 to ${MAX_PAGE} items, not ${limit}`);
  }
  if (page?.after !== undefined) checkText('the start of the page', page.after);
  return { after: page?.after ?? null, limit };
}

export function checkCollections(collections: readonly Collection[]): void {
  const names = new Set<string>();
  for (const collection of collections) {
    checkName('the name of a collection', collection.name);
    if (names.has(collection.name)) {
      throw new StorageError(
        'storage/invalid',
        `the collection '${collection.name}' is defined twice`,
      );
    }
    names.add(collection.name);
    for (const index of Object.keys(collection.indexes))
      checkName(`the name of an index of '${collection.name}'`, index);
  }
}
