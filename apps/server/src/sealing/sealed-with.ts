import type { Store } from '@triad/storage';
import { blobsOf } from '../transcripts/blobs-of.ts';
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
    for (let after: string | undefined; ;) {
      const logs = await bare.log.documents(prefix, after === undefined ? {} : { after });
      for (const log of logs) {
        const entries = await bare.log.read(log);
        if (entries.some((entry) => entry.keyName === keyName)) found.push(log);
      }
      after = logs.at(-1);
      if (after === undefined) break;
    }
    for (const id of [prefix, ...(await blobsOf(bare.blobs, `${prefix}/`))]) {
      if ((await bare.blobs.get(id))?.keyName === keyName) found.push(id);
    }
  }
  for (const collection of Object.keys(SEALED_RECORDS)) {
    for (const { id, body } of await recordsOf(bare, collection, transcript)) {
      if (readSealed(body)?.keyName === keyName) found.push(`${collection} ${id}`);
    }
  }
  return found;
}

async function recordsOf({ records }: Store, collection: string, transcript: string) {
  if (collection === 'transcripts') {
    const record = await records.get(collection, transcript);
    return record === null ? [] : [record];
  }
  const found = [];
  const where = { index: 'transcript', value: transcript };
  for (let after: string | undefined; ;) {
    const page = await records.find(collection, where, after === undefined ? {} : { after });
    found.push(...page);
    after = page.at(-1)?.id;
    if (after === undefined) return found;
  }
}
