import { createHash } from 'node:crypto';
import type { Collection, Store } from '@triad/storage';
import { eachBlob, eachDocument, eachRecord } from '@triad/storage';
import type { KeyCopier } from '../sealing/key-copier.ts';
import { MIGRATION_COLLECTION } from './unfinished.ts';

/** How much a store and its key store hold, and a hash over every byte of it. */
export type Digest = {
  /** Of each collection that has any. */
  readonly records: Readonly<Record<string, number>>;
  readonly documents: number;
  readonly entries: number;
  readonly blobs: number;
  readonly keys: number;
  /** Over records with versions and index values, entries with keys and order, blobs, wrapped keys; hexadecimal. */
  readonly sha256: string;
};

/** Reads everything, but no keys where there are none to go with the data (null): one page of records, one log or one blob in memory at a time. */
export async function digestOf(
  { records, log, blobs }: Store,
  keys: KeyCopier | null,
  collections: readonly Collection[],
): Promise<Digest> {
  const hash = createHash('sha256');
  /** Each part is preceded by its length, so that no two contents give the same bytes. */
  const add = (...parts: readonly (string | number | Uint8Array | null)[]): void => {
    for (const part of parts) {
      const bytes = part instanceof Uint8Array ? part : Buffer.from(JSON.stringify(part));
      hash.update(`${part instanceof Uint8Array ? 'b' : 'j'}${bytes.length}:`).update(bytes);
    }
  };
  const counts: Record<string, number> = {};
  let documents = 0;
  let entries = 0;
  let blobCount = 0;
  let keyCount = 0;
  for (const { name } of collections) {
    if (name === MIGRATION_COLLECTION.name) continue;
    for await (const record of eachRecord(records, name, null)) {
      counts[name] = (counts[name] ?? 0) + 1;
      add('record', name, record.id, record.version, record.body);
      for (const [index, value] of Object.entries(record.keys)) add(index, value);
    }
  }
  for await (const document of eachDocument(log, '')) {
    documents += 1;
    add('log', document);
    for (const { key, bytes, keyName } of await log.read(document)) {
      entries += 1;
      add(key, keyName, bytes);
    }
  }
  for await (const id of eachBlob(blobs, '')) {
    const blob = await blobs.get(id);
    if (blob === null) continue;
    blobCount += 1;
    add('blob', id, blob.keyName, blob.bytes);
  }
  const head = (await keys?.head()) ?? null;
  if (keys !== null && head !== null) {
    add('keys', head.id, head.check);
    for await (const { name, bytes } of keys.keys()) {
      keyCount += 1;
      add(name, bytes);
    }
  }
  return {
    records: counts,
    documents,
    entries,
    blobs: blobCount,
    keys: keyCount,
    sha256: hash.digest('hex'),
  };
}
