import type { RecordStore, Store } from '@triad/storage';
import { eachBlob, eachDocument, eachRecord } from '@triad/storage';
import type { Keyring } from './keyring.ts';
import { SEALING_COLLECTION } from './open-keyring.ts';
import { readSealed } from './seal-records.ts';
import { SEALED_RECORDS, transcriptOf } from './what-is-sealed.ts';

/*
 * Data of before there were keys. They are sealed at the first start that finds any, before anybody
 * is let in: beside a document in use an entry could not be replaced without its writer's knowing.
 * A record notes when nothing is left, so that other starts look no further; one entry, body or
 * blob at a time is in memory; a crash in the middle only means that the rest follows at the next.
 */

const NOTHING_BARE = 'nothing-bare';

export type SealedRest = {
  readonly records: number;
  readonly entries: number;
  readonly blobs: number;
};

/**
 * Seals whatever of `bare` (the store as it is on disk) is not, through `sealed` (the same store);
 * null where there was nothing.
 */
export async function sealTheRest(
  bare: Store,
  sealed: Store,
  keyring: Keyring,
): Promise<SealedRest | null> {
  if ((await bare.records.get(SEALING_COLLECTION.name, NOTHING_BARE)) !== null) return null;
  const counts = {
    records: await sealRecords(bare.records, sealed.records, keyring),
    entries: await sealEntries(bare, sealed, keyring),
    blobs: await sealBlobs(bare, sealed, keyring),
  };
  await bare.records.insert(SEALING_COLLECTION.name, { id: NOTHING_BARE, body: '{}', keys: {} });
  return counts.records + counts.entries + counts.blobs > 0 ? counts : null;
}

async function sealRecords(
  bare: RecordStore,
  sealed: RecordStore,
  keyring: Keyring,
): Promise<number> {
  let count = 0;
  for (const [collection, whose] of Object.entries(SEALED_RECORDS)) {
    for await (const record of eachRecord(bare, collection, null)) {
      const transcript = whose(record);
      if (transcript === null || readSealed(record.body) !== null) continue;
      await keyring.ensure(transcript);
      await sealed.update(collection, record);
      count += 1;
    }
  }
  return count;
}

async function sealEntries(bare: Store, sealed: Store, keyring: Keyring): Promise<number> {
  let count = 0;
  for await (const document of eachDocument(bare.log, '')) {
    const transcript = transcriptOf(document);
    if (transcript === null) continue;
    for (const { key, bytes, keyName } of await bare.log.read(document)) {
      if (keyName !== '') continue;
      await keyring.ensure(transcript);
      // Each by itself: what is in an entry and in which order they were written does not matter.
      await sealed.log.compact(document, bytes, '', [key]);
      count += 1;
    }
  }
  return count;
}

async function sealBlobs(bare: Store, sealed: Store, keyring: Keyring): Promise<number> {
  let count = 0;
  for await (const id of eachBlob(bare.blobs, '')) {
    const transcript = transcriptOf(id);
    const blob = transcript === null ? null : await bare.blobs.get(id);
    if (transcript === null || blob === null || blob.keyName !== '') continue;
    await keyring.ensure(transcript);
    await sealed.blobs.put(id, blob.bytes, '');
    count += 1;
  }
  return count;
}
