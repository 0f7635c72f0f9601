import { describe, expect, test } from 'vitest';
import type { MongodbStore, StorageError } from '../src/index.ts';
import { describeMongodb } from './mongodb-store.ts';

const QUICK = { beatMs: 40, patienceMs: 400 };
const nothing = (): void => undefined;

describe('servers that share a database', () => {
  describeMongodb(({ makeDatabase, open }) => {
    const some = async <const Count extends number>(count: Count) => {
      const { uri } = makeDatabase();
      return Promise.all(Array.from({ length: count }, () => open({ uri })));
    };
    const codeOf = (claiming: Promise<unknown>) =>
      claiming.then(
        () => 'done',
        (error: StorageError) => error.code,
      );
    const pair = async (): Promise<readonly [MongodbStore, MongodbStore]> => {
      const [first, second] = await some(2);
      if (first === undefined || second === undefined) throw new Error('two were asked for');
      return [first, second];
    };

    test('they start one after the other, and know whether others are at work', async () => {
      const stores = await some(3);
      let starting = 0;
      const alone = await Promise.all(
        stores.map((store, at) =>
          store.start(async (isAlone) => {
            starting += 1;
            expect(starting).toBe(1);
            await store.servers.enter(`server-${at}`, 'http://127.0.0.1:1');
            starting -= 1;
            return isAlone;
          }, QUICK),
        ),
      ).catch((error: unknown) => error);
      // Whoever entered first does not beat, so it is watched, and struck out: each found itself alone.
      expect(alone).toEqual([true, true, true]);
    });

    test('one that beats is there; one that does not is struck out, and told so', async () => {
      const [first, second] = await pair();
      await first.servers.enter('one', 'http://127.0.0.1:1');
      const beating = setInterval(() => void first.servers.beat('one').catch(nothing), 40);
      expect(await second.start(async (isAlone) => isAlone, QUICK)).toBe(false);
      // What works alone must not begin beside it.
      expect(await codeOf(second.claim(nothing, QUICK))).toBe('storage/in-use');
      clearInterval(beating);
      expect(await second.start(async (isAlone) => isAlone, QUICK)).toBe(true);
      expect(await first.servers.beat('one')).toBe(false);
    });

    test('a start is refused where somebody works alone', async () => {
      const [first, second] = await pair();
      await first.claim(nothing, QUICK);
      expect(await codeOf(second.start(async () => undefined, QUICK))).toBe('storage/in-use');
    });

    test('a start that fails lets the next begin', async () => {
      const [first, second] = await pair();
      const failing = first.start(() => Promise.reject(new Error('off')), QUICK);
      await expect(failing).rejects.toThrow('off');
      expect(await second.start(async () => 'begun', QUICK)).toBe('begun');
    });

    test('of several that give a project a home one does', async () => {
      const stores = await some(5);
      const settled = await Promise.all(
        stores.map(({ servers }, at) => servers.settle('project', `server-${at}`, null)),
      );
      expect(settled.filter(Boolean)).toHaveLength(1);
      const [{ servers } = stores[0] as MongodbStore] = stores;
      const home = await servers.homeOf('project');
      expect(home).toBe(`server-${settled.indexOf(true)}`);
      expect(await servers.settle('project', 'other', 'somebody else')).toBe(false);
      expect(await servers.settle('project', 'other', home)).toBe(true);
      expect(await servers.count('other')).toBe(1);
      // Only whoever has it gives it up.
      await servers.release('project', home ?? '');
      expect(await servers.homeOf('project')).toBe('other');
      await servers.release('project', 'other');
      expect(await servers.homeOf('project')).toBeNull();
    });

    test('of one database all have one name, and of a copy another', async () => {
      const stores = await some(4);
      const names = await Promise.all(stores.map(({ servers }) => servers.channel()));
      expect(new Set(names).size).toBe(1);
      const [copy] = await some(1);
      expect(await copy?.servers.channel()).not.toBe(names[0]);
    });

    test('a beat since it was looked at keeps a server', async () => {
      const [{ servers }] = await pair();
      await servers.enter('one', 'http://127.0.0.1:1');
      await servers.beat('one');
      expect(await servers.strike('one', 0)).toBe(false);
      await servers.beginLeaving('one');
      expect(await servers.list()).toEqual([
        { id: 'one', address: 'http://127.0.0.1:1', beat: 1, isLeaving: true },
      ]);
      expect(await servers.strike('one', 1)).toBe(true);
      expect(await servers.list()).toEqual([]);
    });

    test('a server that may not write reads, and beats', async () => {
      const [store] = await pair();
      await store.servers.enter('one', 'http://127.0.0.1:1');
      let mayWrite = false;
      store.guard(() => mayWrite);
      await store.records.define([{ name: 'things', indexes: {} }]).catch(nothing);
      const insert = () => store.records.insert('things', { id: 'a', body: '{}', keys: {} });
      expect(await codeOf(insert())).toBe('storage/unavailable');
      expect(await codeOf(store.log.append('document', new Uint8Array([1]), ''))).toBe(
        'storage/unavailable',
      );
      expect(await codeOf(store.blobs.put('blob', new Uint8Array([1]), ''))).toBe(
        'storage/unavailable',
      );
      expect(await store.log.read('document')).toEqual([]);
      expect(await store.servers.beat('one')).toBe(true);
      mayWrite = true;
      await store.records.define([{ name: 'things', indexes: {} }]);
      expect(await codeOf(insert())).toBe('done');
    });
  });
});
