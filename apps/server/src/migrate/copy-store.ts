import type { Collection, Store, StoreLoader } from '@triad/storage';
import { eachBlob, eachDocument, eachRecord } from '@triad/storage';
import { MIGRATION_COLLECTION } from './unfinished.ts';

/** Bytes and items that are on their way together. */
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_ITEMS = 200;

/** A store that is copied to. */
export type Target = { readonly store: Store; readonly loader: StoreLoader };

/**
 * Copies records with their versions, logs with their keys, and blobs, into a store that has none;
 * what is sealed stays sealed, and nothing is opened. A log or a blob is in memory as a whole.
 */
export async function copyStore(
  from: Store,
  to: Target,
  collections: readonly Collection[],
): Promise<void> {
  await copyRecords(from, to, collections);
  await inBatches(
    logsOf(from),
    ({ bytes }) => bytes,
    ({ name, entries }) => to.loader.log(name, entries),
  );
  await copyBlobs(from, to.store);
}

export async function copyRecords(
  from: Store,
  { loader }: Pick<Target, 'loader'>,
  collections: readonly Collection[],
): Promise<void> {
  for (const { name } of collections) {
    if (name === MIGRATION_COLLECTION.name) continue;
    await inBatches(
      eachRecord(from.records, name, null),
      ({ body }) => body.length,
      (record) => loader.record(name, record),
    );
  }
}

export async function copyBlobs({ blobs: from }: Store, { blobs: to }: Store): Promise<void> {
  for await (const id of eachBlob(from, '')) {
    const blob = await from.get(id);
    if (blob !== null) await to.put(id, blob.bytes, blob.keyName);
  }
}

async function* logsOf({ log }: Store) {
  for await (const name of eachDocument(log, '')) {
    const entries = await log.read(name);
    yield { name, entries, bytes: entries.reduce((sum, { bytes }) => sum + bytes.length, 0) };
  }
}

/** Several at a time, so that what each waits for (a flush, an answer) is waited for together. */
async function inBatches<Item>(
  items: AsyncIterable<Item>,
  sizeOf: (item: Item) => number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  let batch: Promise<void>[] = [];
  let size = 0;
  for await (const item of items) {
    size += sizeOf(item);
    batch.push(work(item));
    if (batch.length < MOST_ITEMS && size < MOST_BYTES) continue;
    await settled(batch);
    batch = [];
    size = 0;
  }
  await settled(batch);
}

/** Waits for all, also where one failed: nothing may be on its way when the caller is told. */
async function settled(batch: readonly Promise<void>[]): Promise<void> {
  for (const outcome of await Promise.allSettled(batch)) {
    if (outcome.status === 'rejected') throw outcome.reason;
  }
}
