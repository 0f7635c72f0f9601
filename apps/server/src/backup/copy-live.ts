import { openSqlite } from '@triad/storage';
import type { Store, StoredRecord } from '@triad/storage';
import { eachRecord, StorageError } from '@triad/storage';
import { collectionsOf, openTables } from '../data/tables.ts';
import { DOCUMENT_COLLECTION, logName, readHead } from '../documents/heads.ts';
import { copyBlobs, copyRecords } from '../migrate/copy-store.ts';
import { refuseUnfinished } from '../migrate/unfinished.ts';
import { refuse } from '../refusal.ts';

/**
 * Copies a store that servers go on writing to into a new data folder, which goes by the same id.
 * Records come first, then each document by itself, then files: what a record names was there before
 * it, and is copied after it. A document is copied with its record as they are at one moment; a log
 * that no record names is what a crash left, and stays. Refuses with `backup/moved` where records
 * changed places under the copying, to be made again, and with `migrate/unfinished` a cut-off copy.
 */
export async function copyLive(from: Store, id: string, folder: string): Promise<void> {
  const collections = collectionsOf(await openTables(from.records));
  // Its mark is not copied, and a half would be taken for the whole.
  await refuseUnfinished(from.records);
  const to = await openSqlite({ folder });
  try {
    await openTables(to.records);
    await to.loader.takeId(id);
    const others = collections.filter(({ name }) => name !== DOCUMENT_COLLECTION);
    await copyRecords(from, to, others);
    for await (const record of eachRecord(from.records, DOCUMENT_COLLECTION, null)) {
      const found = await readDocument(from, record);
      if (found === null) continue;
      await to.loader.log(found.log, found.entries);
      await to.loader.record(DOCUMENT_COLLECTION, found.record);
    }
    await copyBlobs(from, to);
  } catch (error) {
    // A unique value that went from one record to another while both were read.
    if (error instanceof StorageError && error.code === 'storage/not-unique')
      throw refuse('backup/moved');
    throw error;
  } finally {
    await to.close();
  }
}

/** A document's record with its log as they belong together; null where it was removed meanwhile. */
async function readDocument(from: Store, listed: StoredRecord) {
  for (let record: StoredRecord | null = listed; record !== null;) {
    const log = logName(readHead(record));
    const entries = await from.log.read(log);
    const after: StoredRecord | null = await from.records.get(DOCUMENT_COLLECTION, record.id);
    // Replaced or redacted while it was read: what was read may be of what is gone.
    if (after?.version === record.version) return { record, log, entries };
    record = after;
  }
  return null;
}
