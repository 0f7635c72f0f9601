import type { RecordStore, StoredRecord } from '@triad/storage';
import { SealingError } from './errors.ts';
import type { Keyring } from './keyring.ts';
import { SEALED_RECORDS } from './what-is-sealed.ts';

/** How a sealed body begins; no body of an open record does. */
const BEGINS = '{"sealed":"';
/** Records of which the keys are looked for at the same time, a file each. */
const AT_ONCE = 16;
/** The body of a record whose key was destroyed: nothing is left of it but its id and its indexes. */
export const NOTHING_LEFT = 'null';

/**
 * The same records, of which the bodies of some collections are sealed; index values never are.
 * A record whose key was destroyed comes with the body {@link NOTHING_LEFT}, so that it can still
 * be found and removed.
 */
export function sealRecords(records: RecordStore, keys: () => Keyring): RecordStore {
  async function seal<R extends Omit<StoredRecord, 'version'>>(
    collection: string,
    record: R,
  ): Promise<R> {
    const transcript = SEALED_RECORDS[collection]?.(record) ?? null;
    if (transcript === null) return record;
    const key = await keys().sealing(transcript);
    const sealed = key.seal(aboutRecord(collection, record.id), Buffer.from(record.body));
    const body = JSON.stringify({
      sealed: Buffer.from(sealed).toString('base64'),
      with: key.name,
    });
    return { ...record, body };
  }

  async function open(collection: string, record: StoredRecord): Promise<StoredRecord> {
    const sealed = readSealed(record.body);
    if (sealed === null) return record;
    try {
      const key = await keys().opening(sealed.keyName);
      const bytes = key.open(aboutRecord(collection, record.id), sealed.bytes);
      return { ...record, body: Buffer.from(bytes).toString() };
    } catch (error) {
      if (!(error instanceof SealingError) || error.code !== 'sealing/destroyed') throw error;
      return { ...record, body: NOTHING_LEFT };
    }
  }

  return {
    define: (collections) => records.define(collections),
    async get(collection, id) {
      const record = await records.get(collection, id);
      return record === null ? null : open(collection, record);
    },
    async find(collection, where, page) {
      const found = await records.find(collection, where, page);
      if (SEALED_RECORDS[collection] === undefined) return found;
      const opened: StoredRecord[] = [];
      for (let at = 0; at < found.length; at += AT_ONCE) {
        const some = found.slice(at, at + AT_ONCE);
        opened.push(...(await Promise.all(some.map((record) => open(collection, record)))));
      }
      return opened;
    },
    count: (collection, where) => records.count(collection, where),
    async insert(collection, record) {
      const stored = await records.insert(collection, await seal(collection, record));
      return { ...stored, body: record.body };
    },
    async update(collection, record) {
      const stored = await records.update(collection, await seal(collection, record));
      return { ...stored, body: record.body };
    },
    remove: (collection, id, version) => records.remove(collection, id, version),
  };
}

/** The name of the key with which a body is sealed, and its bytes; null of an open one. */
export function readSealed(
  body: string,
): { readonly keyName: string; readonly bytes: Uint8Array } | null {
  if (!body.startsWith(BEGINS)) return null;
  const { sealed, with: keyName } = JSON.parse(body) as Readonly<Record<string, string>>;
  if (sealed === undefined || keyName === undefined) return null;
  return { keyName, bytes: Buffer.from(sealed, 'base64') };
}

/** What the body of a record is sealed about. */
export function aboutRecord(collection: string, id: string): string {
  return `record ${collection}/${id}`;
}
