import { describe, expect, test } from 'vitest';
import type { Store } from '../port.ts';
import { refusal, toBytes, useStore } from './harness.ts';
import type { MakeStore } from './harness.ts';

const things = [{ name: 'things', indexes: { group: { unique: false } } }];
const thing = { id: 'i', body: '{}', keys: { group: null } };

const everyCall: readonly { readonly call: string; run(store: Store): Promise<unknown> }[] = [
  { call: 'define', run: (store) => store.records.define(things) },
  { call: 'get', run: (store) => store.records.get('things', 'i') },
  { call: 'find', run: (store) => store.records.find('things', null) },
  { call: 'count', run: (store) => store.records.count('things', null) },
  { call: 'insert', run: (store) => store.records.insert('things', thing) },
  { call: 'update', run: (store) => store.records.update('things', { ...thing, version: 1 }) },
  { call: 'remove', run: (store) => store.records.remove('things', 'i') },
  { call: 'append', run: (store) => store.log.append('d', toBytes('1'), '') },
  { call: 'read', run: (store) => store.log.read('d') },
  { call: 'compact', run: (store) => store.log.compact('d', toBytes('1'), '', []) },
  { call: 'documents', run: (store) => store.log.documents('') },
  { call: 'extent', run: (store) => store.log.extent('d') },
  { call: 'remove a log', run: (store) => store.log.remove('d') },
  { call: 'put', run: (store) => store.blobs.put('b', toBytes('1'), '') },
  { call: 'get a blob', run: (store) => store.blobs.get('b') },
  { call: 'remove a blob', run: (store) => store.blobs.remove('b') },
  { call: 'list', run: (store) => store.blobs.list() },
];

export function describeLifecycle(makeStore: MakeStore): void {
  describe('opening and closing', () => {
    const fixture = useStore(makeStore);

    test('a store says what it is', () => {
      expect(fixture.store.description).toMatch(/\S+ \d/);
    });

    test('[ST18] every call after closing is refused', async () => {
      const { store } = fixture;
      await store.records.define(things);
      await store.close();
      for (const { run } of everyCall) expect(await refusal(run(store))).toBe('storage/closed');
    });

    test('[ST18] closing twice is closing once', async () => {
      const { store } = fixture;
      await Promise.all([store.close(), store.close()]);
      expect(await refusal(store.close())).toBe('not refused');
    });

    test('[ST18] closing waits for the calls before it', async () => {
      const { store } = fixture;
      await store.records.define(things);
      const bytes = new Uint8Array(5_000_000).fill(9);
      const writes = [
        ...Array.from({ length: 200 }, (_, n) => store.log.append('d', toBytes(String(n)), '')),
        store.records.insert('things', thing),
        store.blobs.put('b', bytes, ''),
      ];
      const reads = [store.log.read('d'), store.records.count('things', null)];
      const closing = store.close();
      expect(await refusal(store.log.append('d', toBytes('late'), ''))).toBe('storage/closed');
      await closing;
      await Promise.all([...writes, ...reads]);
      const again = await fixture.reopen();
      await again.records.define(things);
      expect(await again.log.extent('d')).toMatchObject({ entries: 200 });
      expect(await again.records.count('things', null)).toBe(1);
      expect((await again.blobs.get('b'))?.bytes.byteLength).toBe(5_000_000);
    });

    test('[ST2] readers see what was acknowledged before', async () => {
      const { store } = fixture;
      await store.records.define(things);
      await store.records.insert('things', thing);
      for (let n = 1; n <= 30; n += 1) {
        await store.log.append('d', toBytes(String(n)), '');
        expect(await store.log.extent('d')).toMatchObject({ entries: n });
        await store.records.update('things', { ...thing, version: n, body: String(n) });
        expect(await store.records.get('things', 'i')).toMatchObject({
          version: n + 1,
          body: String(n),
        });
      }
    });
  });
}
