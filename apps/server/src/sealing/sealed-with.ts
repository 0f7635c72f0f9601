import type { BlobStore, Store } from '@triad/storage';
import { eachBlob, eachDocument, eachRecord } from '@triad/storage';
import { readSealed } from './seal-records.ts';
import { OF_A_TRANSCRIPT, SEALED_RECORDS } from './what-is-sealed.ts';

/**
 * Names of whatever of a transcript is sealed with this key, in the store as it is on disk: before
 * the key is destroyed, since it could never be read again.
 */
export async function findSealedWith(
  bare: Store,
  transcript: string,
  keyName: string,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const kind of OF_A_TRANSCRIPT) {
    const prefix = `${kind}/${transcript}`;
    for await (const log of eachDocument(bare.log, prefix)) {
      const entries = await bare.log.read(log);
      if (entries.some((entry) => entry.keyName === keyName)) found.push(log);
    }
    for await (const id of blobsOf(bare.blobs, prefix)) {
      if ((await bare.blobs.get(id))?.keyName === keyName) found.push(id);
    }
  }
  for (const collection of Object.keys(SEALED_RECORDS)) {
    for await (const { id, body } of recordsOf(bare, collection, transcript)) {
      if (readSealed(body)?.keyName === keyName) found.push(`${collection} ${id}`);
    }
  }
  return found;
}

async function* blobsOf(blobs: BlobStore, prefix: string) {
  yield prefix;
  yield* eachBlob(blobs, `${prefix}/`);
}

async function* recordsOf({ records }: Store, collection: string, transcript: string) {
  if (collection === 'transcripts') {
    const record = await records.get(collection, transcript);
    if (record !== null) yield record;
  } else yield* eachRecord(records, collection, { index: 'transcript', value: transcript });
}
