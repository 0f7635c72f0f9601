import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openSqlite } from '../src/index.ts';
import type { Store, StoreLoader } from '../src/index.ts';
import { describeMongodb } from './mongodb-store.ts';

type Loaded = Store & { readonly loader: StoreLoader };

const THINGS = [{ name: 'things', indexes: { name: { unique: true }, group: { unique: false } } }];
const bytesOf = (...bytes: number[]) => new Uint8Array(bytes);

async function openInFolder(): Promise<Loaded> {
  const folder = await mkdtemp(join(tmpdir(), 'triad-loader-'));
  const store = await openSqlite({ folder });
  onTestFinished(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });
  return store;
}

function testLoader(open: () => Promise<Loaded>): void {
  test('a record comes with its version and its index values', async () => {
    const { records, loader } = await open();
    await records.define(THINGS);
    const record = { id: 'i', version: 7, body: '{}', keys: { name: 'a', group: null } };
    await loader.record('things', record);
    expect(await records.get('things', 'i')).toEqual(record);
    expect(await records.find('things', { index: 'name', value: 'a' })).toEqual([record]);
    expect((await records.update('things', { ...record, body: '[]' })).version).toBe(8);
    const twin = { ...record, id: 'j' };
    await expect(loader.record('things', twin)).rejects.toMatchObject({
      code: 'storage/not-unique',
    });
  });

  test('[ST5] a log comes with its keys, and its next key is greater', async () => {
    const { log, loader } = await open();
    const large = new Uint8Array(1_500_000).fill(3);
    const entries = [
      { key: 4, bytes: bytesOf(1), keyName: 't/1' },
      { key: 9, bytes: large, keyName: '' },
      { key: 10, bytes: bytesOf(), keyName: 't/2' },
    ];
    await loader.log('d', entries);
    const read = await log.read('d');
    expect(read.map(({ key, keyName }) => [key, keyName])).toEqual([
      [4, 't/1'],
      [9, ''],
      [10, 't/2'],
    ]);
    expect(read.map(({ bytes }) => Buffer.from(bytes).equals(large))).toEqual([false, true, false]);
    expect(await log.extent('d')).toEqual({ entries: 3, lastKey: 10 });
    expect(await log.append('d', bytesOf(2), '')).toBe(11);
    expect(await log.compact('d', bytesOf(5), '', [4, 9, 10, 11])).toBe(12);
    expect((await log.read('d')).map(({ key }) => key)).toEqual([12]);
    await loader.log('none', []);
    expect(await log.documents('')).toEqual(['d']);
  });

  test('all but one record is cleared', async () => {
    const { records, log, blobs, loader } = await open();
    await records.define(THINGS);
    expect(await loader.isEmpty()).toBe(true);
    for (const id of ['i', 'j']) {
      await records.insert('things', { id, body: '{}', keys: { name: id, group: 'g' } });
    }
    await log.append('d', bytesOf(1), '');
    await blobs.put('b', bytesOf(1), '');
    expect(await loader.isEmpty()).toBe(false);
    await loader.clearBut('things', 'j');
    expect((await records.find('things', { index: 'group', value: 'g' })).length).toBe(1);
    expect(await records.get('things', 'j')).not.toBeNull();
    expect([await log.documents(''), await blobs.list()]).toEqual([[], []]);
    await records.insert('things', { id: 'i', body: '{}', keys: { name: 'i', group: null } });
    await loader.log('d', [{ key: 2, bytes: bytesOf(2), keyName: '' }]);
    await records.remove('things', 'i');
    await records.remove('things', 'j');
    await log.remove('d');
  });
}

describe('a loader of SQLite', () => {
  testLoader(openInFolder);
});

describe('a loader of MongoDB', () => {
  describeMongodb((fixture) => {
    testLoader(() => fixture.open());
  });
});
