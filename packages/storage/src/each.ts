import type { BlobStore, DocumentLog, RecordStore, StoredRecord } from './port.ts';
import { MAX_PAGE } from './port.ts';

/*
 * Listings in full, in the order of the port, one page at a time in memory. Whoever goes through may
 * change or remove what it is given: each page begins after a name.
 */

/** Every record of a collection; `where` as in {@link RecordStore.find}. */
export function eachRecord(
  records: RecordStore,
  collection: string,
  where: Parameters<RecordStore['find']>[1],
): AsyncGenerator<StoredRecord> {
  return each(
    (page) => records.find(collection, where, page),
    ({ id }) => id,
  );
}

/** The name of every document that begins with `prefix`. */
export function eachDocument(log: DocumentLog, prefix: string): AsyncGenerator<string> {
  return each((page) => log.documents(prefix, page), String);
}

/** The id of every blob that begins with `prefix`, and is longer. */
export async function* eachBlob(blobs: BlobStore, prefix: string): AsyncGenerator<string> {
  for await (const id of each((page) => blobs.list(page), String, prefix)) {
    if (!id.startsWith(prefix)) return;
    yield id;
  }
}

async function* each<Item>(
  read: (page: { readonly after?: string }) => Promise<readonly Item[]>,
  nameOf: (item: Item) => string,
  start = '',
): AsyncGenerator<Item> {
  for (let after = start; ;) {
    const page = await read(after === '' ? {} : { after });
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < MAX_PAGE) return;
    after = nameOf(last);
  }
}
