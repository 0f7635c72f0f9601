import { randomUUID } from 'node:crypto';
import { StorageError } from '../errors.ts';
import type { Collections } from './collections.ts';
import { isDuplicate } from './failures.ts';

/** Of how the documents of collections.ts are laid out. */
const VERSION = 1;

/**
 * Makes the indexes, and the store's id at its first opening; any number of servers may do so at
 * once. Throws `storage/newer` where a later version wrote, before anything is changed.
 */
export async function prepareSchema(store: Collections): Promise<{ readonly id: string }> {
  const { id, version } = await findOrMake(store);
  if (version > VERSION) {
    throw new StorageError(
      'storage/newer',
      `the data in MongoDB were written by a newer Triad (schema ${version}; this one knows ${VERSION}). Start that version.`,
    );
  }
  await store.records.createIndex({ x: 1, i: 1 });
  await store.entries.createIndex({ h: 1 }, { sparse: true });
  await store.blobs.createIndex({ w: 1 }, { sparse: true });
  await store.blobs.createIndex({ g: 1 }, { sparse: true });
  return { id };
}

async function findOrMake({
  meta,
}: Collections): Promise<{ readonly id: string; readonly version: number }> {
  for (;;) {
    const there = await meta.findOne({ _id: 'store' });
    if (there !== null) return there;
    try {
      await meta.insertOne({ _id: 'store', version: VERSION, id: randomUUID() });
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
  }
}
