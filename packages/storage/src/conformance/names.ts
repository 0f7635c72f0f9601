import { describe, expect, test } from 'vitest';
import { MAX_BODY_BYTES, MAX_ENTRY_BYTES, MAX_NAME_BYTES } from '../port.ts';
import type { Store } from '../port.ts';
import { awkwardNames, refusal, toBytes, toWords, useStore } from './harness.ts';
import type { MakeStore } from './harness.ts';

const one = new Uint8Array([1]);

/** Every call that takes a name which must not be empty. */
const naming: readonly {
  readonly what: string;
  call(store: Store, name: string): Promise<unknown>;
}[] = [
  {
    what: 'inserting',
    call: (store, id) => store.records.insert('things', { id, body: '', keys: { group: null } }),
  },
  {
    what: 'updating',
    call: (store, id) =>
      store.records.update('things', { id, version: 1, body: '', keys: { group: null } }),
  },
  { what: 'getting', call: (store, id) => store.records.get('things', id) },
  { what: 'removing', call: (store, id) => store.records.remove('things', id) },
  { what: 'appending', call: (store, name) => store.log.append(name, one, '') },
  { what: 'reading', call: (store, name) => store.log.read(name) },
  { what: 'compacting', call: (store, name) => store.log.compact(name, one, '', []) },
  { what: 'measuring', call: (store, name) => store.log.extent(name) },
  { what: 'removing a log', call: (store, name) => store.log.remove(name) },
  { what: 'putting', call: (store, id) => store.blobs.put(id, one, '') },
  { what: 'getting a blob', call: (store, id) => store.blobs.get(id) },
  { what: 'removing a blob', call: (store, id) => store.blobs.remove(id) },
];

/** Every call that takes a text which may be empty. */
const wording: typeof naming = [
  {
    what: 'a value',
    call: (store, group) => store.records.insert('things', { id: 'i', body: '', keys: { group } }),
  },
  {
    what: 'a value searched',
    call: (store, value) => store.records.find('things', { index: 'group', value }),
  },
  {
    what: 'a value counted',
    call: (store, value) => store.records.count('things', { index: 'group', value }),
  },
  { what: 'a key name of an entry', call: (store, keyName) => store.log.append('d', one, keyName) },
  {
    what: 'a key name of a merger',
    call: (store, keyName) => store.log.compact('d', one, keyName, []),
  },
  { what: 'a key name of a blob', call: (store, keyName) => store.blobs.put('b', one, keyName) },
  { what: 'a prefix', call: (store, prefix) => store.log.documents(prefix) },
  { what: 'the start of a page', call: (store, after) => store.blobs.list({ after }) },
];

async function expectEmpty(store: Store): Promise<void> {
  expect(await store.records.count('things', null)).toBe(0);
  expect(await store.log.documents('')).toEqual([]);
  expect(await store.blobs.list()).toEqual([]);
}

export function describeNames(makeStore: MakeStore): void {
  describe('names and bounds', () => {
    const fixture = useStore(makeStore);
    const start = async (): Promise<Store> => {
      await fixture.store.records.define([
        { name: 'things', indexes: { group: { unique: true } } },
      ]);
      return fixture.store;
    };

    test('[ST13] records are apart to the letter of ids and values', async () => {
      const store = await start();
      await Promise.all(
        awkwardNames.map((id) =>
          store.records.insert('things', { id, body: JSON.stringify(id), keys: { group: id } }),
        ),
      );
      for (const id of awkwardNames) {
        const record = { id, version: 1, body: JSON.stringify(id), keys: { group: id } };
        expect(await store.records.get('things', id)).toEqual(record);
        expect(await store.records.find('things', { index: 'group', value: id })).toEqual([record]);
      }
    });

    test('[ST7] [ST13] documents are apart to the letter', async () => {
      const store = await start();
      await Promise.all(awkwardNames.map((name) => store.log.append(name, toBytes(name), name)));
      for (const name of awkwardNames) {
        const entries = await store.log.read(name);
        expect(entries.map((entry) => [toWords(entry.bytes), entry.keyName])).toEqual([
          [name, name],
        ]);
      }
    });

    test('[ST13] blobs are apart to the letter', async () => {
      const store = await start();
      await Promise.all(awkwardNames.map((name) => store.blobs.put(name, toBytes(name), name)));
      for (const name of awkwardNames) {
        expect(await store.blobs.get(name)).toEqual({ bytes: toBytes(name), keyName: name });
      }
    });

    test('[ST13] collections and indexes have any name', async () => {
      const { records } = fixture.store;
      const indexes = Object.fromEntries(awkwardNames.map((name) => [name, { unique: false }]));
      await records.define(awkwardNames.map((name) => ({ name, indexes })));
      const keys = Object.fromEntries(
        awkwardNames.map((name, index) => [name, index % 2 === 0 ? name : null]),
      );
      await Promise.all(
        awkwardNames.map((name) =>
          records.insert(name, { id: 'i', body: JSON.stringify(name), keys }),
        ),
      );
      for (const name of awkwardNames) {
        expect(await records.get(name, 'i')).toEqual({
          id: 'i',
          version: 1,
          body: JSON.stringify(name),
          keys,
        });
        expect(await records.count(name, { index: 'a', value: 'a' })).toBe(1);
      }
    });

    test.for(naming)('[ST13] $what by no name is refused', async ({ call }) => {
      const store = await start();
      for (const name of ['', '\ud800', 'a\udfff', 'a\0'])
        expect(await refusal(call(store, name))).toBe('storage/invalid');
      expect(await refusal(call(store, 'x'.repeat(MAX_NAME_BYTES + 1)))).toBe('storage/too-large');
      expect(await refusal(call(store, '日'.repeat(Math.floor(MAX_NAME_BYTES / 3) + 1)))).toBe(
        'storage/too-large',
      );
      await expectEmpty(store);
    });

    test.for(wording)('[ST13] $what that no store keeps is refused', async ({ call }) => {
      const store = await start();
      for (const word of ['\ud800', 'a\udfff', 'a\0'])
        expect(await refusal(call(store, word))).toBe('storage/invalid');
      expect(await refusal(call(store, 'x'.repeat(MAX_NAME_BYTES + 1)))).toBe('storage/too-large');
      await expectEmpty(store);
      await call(store, '');
    });

    test('[ST13] a body no store keeps is refused', async () => {
      const store = await start();
      expect(
        await refusal(
          store.records.insert('things', { id: 'i', body: '"\ud800"', keys: { group: null } }),
        ),
      ).toBe('storage/invalid');
      await expectEmpty(store);
      const body = 'a\0b\u2028\uffff\u{10ffff}';
      await store.records.insert('things', { id: 'i', body, keys: { group: null } });
      expect((await store.records.get('things', 'i'))?.body).toBe(body);
    });

    test('[ST16] bodies up to the limit are taken', async () => {
      const store = await start();
      const body = 'é'.repeat(MAX_BODY_BYTES / 2);
      const record = await store.records.insert('things', { id: 'i', body, keys: { group: null } });
      expect((await store.records.get('things', 'i'))?.body === body).toBe(true);
      expect(await refusal(store.records.update('things', { ...record, body: `${body}.` }))).toBe(
        'storage/too-large',
      );
      expect(
        await refusal(
          store.records.insert('things', { id: 'j', body: `${body}.`, keys: { group: null } }),
        ),
      ).toBe('storage/too-large');
      expect((await store.records.get('things', 'i'))?.version).toBe(1);
      expect(await store.records.count('things', null)).toBe(1);
    });

    test('[ST16] entries up to the limit are taken', async () => {
      const { log } = await start();
      const greatest = new Uint8Array(MAX_ENTRY_BYTES).fill(7);
      const tooLarge = new Uint8Array(MAX_ENTRY_BYTES + 1);
      const key = await log.append('d', greatest, '');
      expect(await refusal(log.append('d', tooLarge, ''))).toBe('storage/too-large');
      expect(await refusal(log.compact('d', tooLarge, '', [key]))).toBe('storage/too-large');
      const merged = await log.compact('d', greatest, '', [key]);
      const entries = await log.read('d');
      expect(entries.map((entry) => entry.key)).toEqual([merged]);
      expect(Buffer.from(greatest).equals(entries[0]?.bytes ?? one)).toBe(true);
    });
  });
}
