import { randomBytes } from 'node:crypto';
import type { StoreLoader } from '../loader.ts';
import type { RecordStore } from '../port.ts';
import type { Calls } from './calls.ts';
import type { Collections } from './collections.ts';
import { writeEntry } from './entries.ts';
import { finishBeginning } from './heads.ts';
import { Inserter } from './inserter.ts';
import { entryId, recordId } from './names.ts';

/** `records` are those of the same store, which know the slots of unique values. */
export function makeLoader(
  calls: Calls,
  store: Collections,
  records: RecordStore,
  lowerSchema: (to: number) => Promise<void>,
): StoreLoader {
  const inserter = new Inserter(store);
  return {
    async record(collection, record) {
      await records.insert(collection, record);
      if (record.version === 1) return;
      await calls.write(0, async () => {
        await store.records.updateOne(
          { _id: recordId(collection, record.id) },
          { $set: { v: record.version } },
        );
      });
    },

    log: (document, entries) =>
      calls.write(sizeOf(entries), async () => {
        const first = entries[0]?.key;
        const last = entries.at(-1)?.key;
        if (first === undefined || last === undefined) return;
        const stream = randomBytes(12).toString('hex');
        // Begun when its entries are there, as any log is.
        const head = { _id: document, s: stream, b: false, n: last, f: first - 1, m: 0 };
        await store.heads.insertOne(head);
        await Promise.all(
          entries.map(({ key, bytes, keyName }) =>
            writeEntry(store, inserter, entryId(stream, key), { bytes, keyName }),
          ),
        );
        await finishBeginning(store, document, stream);
      }),

    isEmpty: () =>
      calls.read(async () => {
        const some = await Promise.all([
          store.records.findOne({}, { projection: { _id: 1 } }),
          store.heads.findOne({}, { projection: { _id: 1 } }),
          store.blobs.findOne({}, { projection: { _id: 1 } }),
        ]);
        return some.every((each) => each === null);
      }),

    takeId: (id) =>
      calls.write(0, async () => {
        await store.meta.updateOne({ _id: 'store' }, { $set: { id } });
      }),

    clearBut: (collection, id) =>
      calls.write(0, async () => {
        await store.heads.deleteMany({});
        await store.entries.deleteMany({});
        await store.blobs.deleteMany({});
        await store.pieces.deleteMany({});
        await store.sweeps.deleteMany({});
        await store.records.deleteMany({ _id: { $ne: recordId(collection, id) } });
      }),

    lowerSchema: (to) => calls.write(0, () => lowerSchema(to)),
  };
}

function sizeOf(entries: readonly { readonly bytes: Uint8Array }[]): number {
  return entries.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
}
