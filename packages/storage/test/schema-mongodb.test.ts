import type { Db } from 'mongodb';
import { describe, expect, test } from 'vitest';
import type { MongodbStore, StorageError } from '../src/index.ts';
import { collectionsOf } from '../src/mongodb/collections.ts';
import { lowerSchema, MONGODB_STEPS } from '../src/mongodb/schema-steps.ts';
import type { MongodbStep } from '../src/mongodb/schema-steps.ts';
import { prepareSchema } from '../src/mongodb/schema.ts';
import { describeMongodb } from './mongodb-store.ts';

type Body = { n: number | string; form?: number };
type Thing = { _id: string; b: string };

const QUICK = { beatMs: 40, patienceMs: 200 };
const COUNT = 8;
const THINGS = [{ name: 'things', indexes: { name: { unique: true } } }];

async function rewrite(db: Db, change: (body: Body) => Body): Promise<void> {
  const records = db.collection<Thing>('records');
  for (const { _id, b } of await records.find({}).toArray()) {
    const next = JSON.stringify(change(JSON.parse(b) as Body));
    if (next !== b) await records.updateOne({ _id, b }, { $set: { b: next } });
  }
}

/* Steps of no release: a collection made of the records, then another form of each of their bodies. */
const STEPS: readonly MongodbStep[] = [
  {
    async up(db) {
      const lengths = db.collection<{ _id: string; length: number }>('lengths');
      for (const { _id, b } of await db.collection<Thing>('records').find({}).toArray()) {
        await lengths.updateOne({ _id }, { $set: { length: b.length } }, { upsert: true });
      }
      await lengths.createIndex({ length: 1 });
    },
    async down(db) {
      await db.collection('lengths').deleteMany({});
    },
  },
  {
    up: (db) => rewrite(db, (body) => ({ ...body, form: 3 })),
    down: (db) => rewrite(db, ({ n }) => ({ n })),
  },
];

/** Every method that changes something dies at the `last`th of all such calls, done or not yet done. */
function mortal(db: Db, last: number, doneFirst: boolean): { readonly db: Db; died(): boolean } {
  let writes = 0;
  const WRITES = /^(insert|update|replace|delete|drop|createIndex|findOneAnd|bulkWrite)/;
  const collection = (name: string): object =>
    new Proxy(db.collection(name), {
      get(target, method) {
        const value: unknown = Reflect.get(target, method);
        if (typeof value !== 'function') return value;
        if (!WRITES.test(String(method))) return value.bind(target) as unknown;
        return async (...given: unknown[]): Promise<unknown> => {
          writes += 1;
          if (writes > last || (writes === last && !doneFirst)) throw new Error('killed');
          const answer: unknown = await Reflect.apply(value, target, given);
          if (writes === last) throw new Error('killed');
          return answer;
        };
      },
    });
  const proxied = { collection } as unknown as Db;
  return { db: proxied, died: () => writes >= last };
}

describe('how data on MongoDB are laid out', () => {
  describeMongodb(({ makeDatabase, open, look }) => {
    async function fill(store: MongodbStore): Promise<void> {
      await store.records.define(THINGS);
      for (let n = 0; n < COUNT; n += 1) {
        const id = `r${n}`;
        await store.records.insert('things', { id, body: `{"n":${n}}`, keys: { name: id } });
      }
      await store.log.append('d', Uint8Array.of(1, 2), 'k');
      await store.blobs.put('b', Uint8Array.of(3), 'k');
    }
    async function earlierDatabase(): Promise<string> {
      const { uri } = makeDatabase();
      const store = await open({ uri, schemaSteps: [] });
      await fill(store);
      await store.close();
      return uri;
    }
    async function contentIn(uri: string, schemaSteps: readonly MongodbStep[]) {
      const store = await open({ uri, schemaSteps });
      await store.records.define(THINGS);
      const found = await store.records.find('things', null, { limit: 1_000 });
      const bodies = found.map(({ body }) => body);
      const entries = (await store.log.read('d')).map(({ key, bytes }) => [key, ...bytes]);
      const blob = [...((await store.blobs.get('b'))?.bytes ?? [])];
      await store.close();
      return { bodies, entries, blob };
    }
    async function lower(uri: string, to: number): Promise<void> {
      const store = await open({ uri, schemaSteps: STEPS });
      await store.claim(() => undefined);
      await store.loader.lowerSchema(to);
      await store.close();
    }
    const raised = <C extends { readonly bodies: readonly string[] }>(content: C) => ({
      ...content,
      bodies: content.bodies.map((body) => body.replace('}', ',"form":3}')),
    });
    const metaOf = async (uri: string) =>
      collectionsOf(await look(uri)).meta.findOne({ _id: 'store' });
    const codeOf = (work: Promise<unknown>) =>
      work.then(
        () => 'done',
        (error: StorageError) => error.code,
      );

    test('[ST22] an opening brings them up, and back down they are what they were', async () => {
      const uri = await earlierDatabase();
      const [meta, content] = [await metaOf(uri), await contentIn(uri, [])];
      for (const to of [1, 2, 1]) {
        expect(await contentIn(uri, STEPS)).toEqual(raised(content));
        expect(await metaOf(uri)).toEqual({ ...meta, version: 3 });
        expect(await (await look(uri)).collection('lengths').countDocuments()).toBe(COUNT);
        expect(await contentIn(uri, STEPS)).toEqual(raised(content));
        await lower(uri, to);
        expect(await contentIn(uri, STEPS.slice(0, to - 1))).toEqual(content);
      }
      expect(await metaOf(uri)).toEqual(meta);
    }, 40_000);

    test('[ST22] the earlier release goes on writing, and its work comes up again', async () => {
      const uri = await earlierDatabase();
      await contentIn(uri, STEPS);
      await lower(uri, 1);
      const earlier = await open({ uri, schemaSteps: [] });
      await earlier.records.define(THINGS);
      await earlier.records.insert('things', { id: 'z', body: '{"n":"z"}', keys: { name: 'z' } });
      expect(await earlier.log.append('d', Uint8Array.of(9), 'k')).toBe(2);
      await earlier.close();
      const { bodies, entries } = await contentIn(uri, STEPS);
      expect([bodies.at(-1), entries.length]).toEqual(['{"n":"z","form":3}', 2]);
    });

    test('[ST22] data of a later version are refused, half-way to it too', async () => {
      const uri = await earlierDatabase();
      const db = await look(uri);
      const half = mortal(db, 5, true);
      const rising = prepareSchema(collectionsOf(half.db), half.db, STEPS, QUICK);
      await expect(rising).rejects.toThrow('killed');
      expect(await metaOf(uri)).toMatchObject({ version: 2, half: expect.any(String) as string });
      expect(await codeOf(open({ uri, schemaSteps: [] }))).toBe('storage/newer');
      await prepareSchema(collectionsOf(db), db, STEPS, QUICK);
      expect(await codeOf(open({ uri, schemaSteps: STEPS.slice(0, 1) }))).toBe('storage/newer');
    });

    test('they are not touched while somebody has them, alone or with others', async () => {
      const uri = await earlierDatabase();
      const earlier = await open({ uri, schemaSteps: [] });
      await earlier.claim(() => undefined, QUICK);
      expect(await codeOf(open({ uri, schemaSteps: STEPS }))).toBe('storage/in-use');
      await earlier.close();
      const sharing = await open({ uri, schemaSteps: [] });
      await sharing.servers.enter('there', 'http://there:1');
      await sharing.servers.enter('gone', 'http://gone:1');
      const beating = setInterval(() => void sharing.servers.beat('there'), 20);
      const db = await look(uri);
      const raising = prepareSchema(collectionsOf(db), db, STEPS, QUICK);
      expect(await codeOf(raising)).toBe('storage/in-use');
      expect(await metaOf(uri)).toMatchObject({ version: 1 });
      clearInterval(beating);
      await prepareSchema(collectionsOf(db), db, STEPS, QUICK);
      expect(await metaOf(uri)).toMatchObject({ version: 3 });
    }, 40_000);

    test('of several that open them at once one does the work, and all find it done', async () => {
      const uri = await earlierDatabase();
      const opening = [1, 2, 3].map(() => codeOf(open({ uri, schemaSteps: STEPS })));
      expect(await Promise.all(opening)).toEqual(['done', 'done', 'done']);
      expect((await contentIn(uri, STEPS)).bodies[0]).toBe('{"n":0,"form":3}');
    }, 40_000);

    test('a version that there is not is refused, and nothing changes', async () => {
      const store = await open({ uri: await earlierDatabase(), schemaSteps: STEPS });
      for (const to of [0, 4, 1.5]) {
        expect(await codeOf(store.loader.lowerSchema(to))).toBe('storage/invalid');
      }
    });

    test('whoever lost the claim, or the mark, ends it no step', async () => {
      const uri = await earlierDatabase();
      await contentIn(uri, STEPS);
      const db = await look(uri);
      const collections = collectionsOf(db);
      const lowering = (stopped: () => boolean, steps = STEPS) =>
        codeOf(lowerSchema(collections, db, { to: 1, steps }, stopped));
      expect(await lowering(() => true)).toBe('storage/in-use');
      const overtaken = STEPS.map(({ up }) => ({
        up,
        down: async () => {
          await collections.meta.updateOne({ _id: 'store' }, { $set: { half: 'another' } });
        },
      }));
      expect(await lowering(() => false, overtaken)).toBe('storage/in-use');
      expect(await metaOf(uri)).toMatchObject({ version: 3, half: 'another' });
      expect((await contentIn(uri, STEPS)).bodies[0]).toBe('{"n":0,"form":3}');
    });

    test.for([
      ['up', false],
      ['up', true],
      ['down', false],
      ['down', true],
    ] as const)(
      '[ST22] cut off at any write on their way %s (done: %s), the next opening goes on',
      { timeout: 120_000 },
      async ([way, doneFirst]) => {
        const content = await contentIn(await earlierDatabase(), []);
        const halves = new Set<string>();
        let died = true;
        for (let last = 1; died; last += 1) {
          expect(last).toBeLessThan(60);
          const uri = await earlierDatabase();
          if (way === 'down') await contentIn(uri, STEPS);
          const db = await look(uri);
          const dying = mortal(db, last, doneFirst);
          const collections = collectionsOf(dying.db);
          const target = { to: 1, steps: STEPS };
          await (
            way === 'up'
              ? prepareSchema(collections, dying.db, STEPS, QUICK)
              : lowerSchema(collections, dying.db, target, () => false)
          ).catch((error: Error) => expect(error.message).toBe('killed'));
          died = dying.died();
          const { version, half } = (await metaOf(uri)) ?? {};
          halves.add(`${version}${half === undefined ? '' : ' half'}`);
          // Of a process that died nobody gives back the claim.
          await prepareSchema(collectionsOf(db), db, STEPS, QUICK);
          expect(await contentIn(uri, STEPS)).toEqual(raised(content));
          await lower(uri, 1);
          expect(await contentIn(uri, [])).toEqual(content);
        }
        expect([...halves]).toEqual(expect.arrayContaining(['1', '2', '2 half', '3 half']));
      },
    );

    test('each step of this version leads up and back again', async () => {
      for (const [index] of MONGODB_STEPS.entries()) {
        const { uri } = makeDatabase();
        const earlier = await open({ uri, schemaSteps: MONGODB_STEPS.slice(0, index) });
        await fill(earlier);
        await earlier.close();
        const content = await contentIn(uri, MONGODB_STEPS.slice(0, index));
        const store = await open({ uri, schemaSteps: MONGODB_STEPS.slice(0, index + 1) });
        await store.loader.lowerSchema(1 + index);
        await store.close();
        expect(await contentIn(uri, MONGODB_STEPS.slice(0, index))).toEqual(content);
      }
    });
  });
});
