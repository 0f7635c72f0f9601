import { describe, expect, test } from 'vitest';
import { collectionsOf } from '../src/mongodb/collections.ts';
import { writeEntry } from '../src/mongodb/entries.ts';
import { Inserter } from '../src/mongodb/inserter.ts';
import { Sweeper } from '../src/mongodb/sweeper.ts';
import { leftBehind } from '../src/test-server/index.ts';
import { describeMongodb } from './mongodb-store.ts';

const LARGE_BYTES = 1_500_000;

/** What a crash, or a writer that was paused for too long, leaves behind; and that it goes. */
describe('what is left behind', () => {
  describeMongodb((fixture) => {
    async function start() {
      const { uri } = fixture.makeDatabase();
      const store = await fixture.open({ uri });
      const collections = collectionsOf(await fixture.look(uri));
      const count = async () => ({
        entries: await collections.entries.countDocuments(),
        pieces: await collections.pieces.countDocuments(),
        sweeps: await collections.sweeps.countDocuments(),
        blobs: await collections.blobs.countDocuments(),
      });
      return { uri, store, collections, count };
    }
    const nothing = { entries: 0, pieces: 0, sweeps: 0, blobs: 0 };

    test('what was removed leaves nothing but a note', async () => {
      const { store, collections, count } = await start();
      await store.log.append('d', new Uint8Array(LARGE_BYTES), '');
      const key = await store.log.append('d', new Uint8Array(LARGE_BYTES), '');
      await store.log.compact('d', new Uint8Array(LARGE_BYTES), '', [key]);
      expect(await count()).toMatchObject({ entries: 2, pieces: 4 });
      await store.log.remove('d');
      await store.blobs.put('b', new Uint8Array(LARGE_BYTES), '');
      await store.blobs.put('b', new Uint8Array(5), '');
      expect(await count()).toEqual({ ...nothing, blobs: 1, sweeps: 1 });
      await store.blobs.remove('b');
      await new Sweeper(collections, 0).sweep();
      expect(await count()).toEqual(nothing);
    });

    test('[ST15] half a blob is never seen, and goes', async () => {
      const { store, collections, count } = await start();
      await collections.blobs.insertOne({ _id: 'b', w: ['upload'] });
      await collections.pieces.insertOne({ _id: 'upload:0000', y: Buffer.alloc(9) as never });
      expect(await store.blobs.get('b')).toBeNull();
      expect(await store.blobs.list()).toEqual([]);
      expect(await store.blobs.remove('b')).toBe(false);
      const young = new Sweeper(collections);
      await young.sweep();
      expect(await count()).toMatchObject({ pieces: 1, blobs: 1 });
      await new Sweeper(collections, 0).sweep();
      expect(await count()).toEqual(nothing);
    });

    test('[ST4] an entry swept away while it is written is refused', async () => {
      const { store, collections, count } = await start();
      await store.log.append('d', new Uint8Array(1), '');
      const head = await collections.heads.findOne({ _id: 'd' });
      const id = `${head?.s}:0000000000000009`;
      const bytes = new Uint8Array(20_000_000);
      const writing = writeEntry(collections, new Inserter(collections), id, {
        bytes,
        keyName: '',
      });
      const refused = expect(writing).rejects.toMatchObject({ code: 'storage/unavailable' });
      await expect.poll(() => collections.entries.countDocuments()).toBe(2);
      expect(await store.log.extent('d')).toEqual({ entries: 1, lastKey: 1 });
      await new Sweeper(collections, 0).sweep();
      await refused;
      expect(await store.log.read('d')).toHaveLength(1);
      expect(await count()).toMatchObject({ entries: 1 });
    });

    test('[ST6] what a late writer left in a removed log goes', async () => {
      const { store, collections, count } = await start();
      await store.log.append('d', new Uint8Array(1), '');
      const head = await collections.heads.findOne({ _id: 'd' });
      await store.log.remove('d');
      // A key was taken before, and the entry comes now.
      const late = { _id: `${head?.s}:0000000000000002`, n: '', y: Buffer.from('x') as never };
      await collections.entries.insertOne(late);
      expect(await store.log.read('d')).toEqual([]);
      expect(await store.log.append('d', new Uint8Array(1), '')).toBe(2);
      expect(await store.log.read('d')).toHaveLength(1);
      await new Sweeper(collections, 0).sweep();
      expect(await count()).toEqual({ ...nothing, entries: 1 });
    });

    test('tests are told of all that a sweep takes at once, and of what is pending', async () => {
      const { uri, store, collections } = await start();
      await store.records.define([{ name: 'things', indexes: { pending: { unique: false } } }]);
      const thing = { id: 'i', body: '{}', keys: { pending: null } };
      const { version } = await store.records.insert('things', thing);
      for (const document of ['d', 'e']) await store.log.append(document, new Uint8Array(1), '');
      const head = await collections.heads.findOne({ _id: 'd' });
      await store.log.remove('d');
      await store.blobs.put('b', new Uint8Array(1), '');
      expect(await leftBehind(uri, 'pending')).toEqual([]);

      await store.records.update('things', { ...thing, version, keys: { pending: 'making' } });
      const late = { n: '', y: Buffer.from('x') as never };
      await collections.entries.insertOne({ _id: `${head?.s}:0000000000000002`, ...late });
      await collections.entries.insertOne({ _id: 'e:0000000000000002', ...late, h: 'going' });
      await collections.blobs.updateOne({ _id: 'b' }, { $set: { g: ['upload'] } });
      const pending = 'things i is still making';
      expect(await leftBehind(uri, 'pending')).toEqual([
        pending,
        'd has entries that are no more its',
        'entry e:0000000000000002 is going',
        'blob b has pieces that are going',
      ]);
      await new Sweeper(collections, 0).sweep();
      expect(await leftBehind(uri, 'pending')).toEqual([pending]);
    });

    test('[ST19] more than the bound of waiting bytes is refused', async () => {
      const store = await fixture.open({ maxPendingBytes: 100_000 });
      const outcomes = await Promise.allSettled(
        Array.from({ length: 30 }, () => store.log.append('d', new Uint8Array(10_000), '')),
      );
      const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(refused).toHaveLength(21);
      for (const { reason } of refused)
        expect(reason).toMatchObject({ code: 'storage/unavailable' });
      expect(await store.log.extent('d')).toMatchObject({ entries: 9 });
      // One alone is taken whatever its size.
      await store.log.append('d', new Uint8Array(200_000), '');
    });

    test('data of a newer version are refused', async () => {
      const { uri } = fixture.makeDatabase();
      const db = await fixture.look(uri);
      await collectionsOf(db).meta.insertOne({ _id: 'store', version: 99, id: 'x' });
      await expect(fixture.open({ uri })).rejects.toMatchObject({ code: 'storage/newer' });
      expect(await db.listCollections().toArray()).toHaveLength(1);
    });

    test('the store keeps its id', async () => {
      const { uri } = fixture.makeDatabase();
      const [one, other] = await Promise.all([fixture.open({ uri }), fixture.open({ uri })]);
      expect(one.id).toMatch(/^[0-9a-f-]{36}$/);
      expect(other.id).toBe(one.id);
    });
  });
});
