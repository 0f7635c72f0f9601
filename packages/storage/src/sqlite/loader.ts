import type { StoreLoader } from '../loader.ts';
import type { RecordStore } from '../port.ts';
import { copyOf, transferOf } from './calls.ts';
import type { Calls } from './calls.ts';

/** `records` are those of the same store, which know what was declared. */
export function makeLoader(calls: Calls, records: RecordStore): StoreLoader {
  return {
    async record(collection, { id, version, body, keys }) {
      await records.insert(collection, { id, body, keys });
      if (version === 1) return;
      await calls.whole(() => calls.write({ kind: 'set-version', collection, id, version }, 0));
    },

    log: (document, entries) =>
      calls.whole(async () => {
        let size = 0;
        const copied = entries.map(({ key, bytes, keyName }) => {
          size += bytes.byteLength;
          return { key, bytes: copyOf(bytes), keyName };
        });
        const transfer = copied.flatMap(({ bytes }) => transferOf(bytes));
        await calls.write({ kind: 'load-log', document, entries: copied }, size, transfer);
      }),

    isEmpty: () => calls.whole(() => calls.read({ kind: 'is-empty' })),

    takeId: (id) =>
      calls.whole(async () => {
        await calls.write({ kind: 'take-id', id }, 0);
      }),

    clearBut: (collection, id) =>
      calls.whole(async () => {
        await calls.write({ kind: 'clear-but', collection, id }, 0);
      }),

    lowerSchema: (to) =>
      calls.whole(async () => {
        await calls.write({ kind: 'lower-schema', to }, 0);
      }),
  };
}
