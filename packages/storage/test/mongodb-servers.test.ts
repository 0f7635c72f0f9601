import * as fc from 'fast-check';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { FIRST_KEY, openMongodb, StorageError } from '../src/index.ts';
import type { LogEntry, Store } from '../src/index.ts';
import { describeMongodb } from './mongodb-store.ts';
import type { MongodbFixture } from './mongodb-store.ts';
import { startSlowWire } from './slow-wire.ts';

/*
 * Several servers on one database, each with its own connections; the wire of the second holds what
 * passes now and then, so it is paused between any two of its steps, and nobody's clock is right.
 */

const DOCUMENTS = ['d', 'd/1'];

const encode = (updates: readonly number[]): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(updates));
const decode = ({ bytes }: LogEntry): number[] =>
  JSON.parse(new TextDecoder().decode(bytes)) as number[];

function union(entries: readonly LogEntry[]): number[] {
  return [...new Set(entries.flatMap(decode))].toSorted((a, b) => a - b);
}

/** What one server does with one document, one after the other. */
type Act =
  | { readonly kind: 'append'; readonly count: number }
  | { readonly kind: 'compact' }
  | { readonly kind: 'read' };
type Actor = { readonly server: number; readonly document: string; readonly acts: readonly Act[] };

const act = fc.oneof(
  fc.record({ kind: fc.constant('append' as const), count: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: fc.constant('compact' as const) }),
  fc.record({ kind: fc.constant('read' as const) }),
);
const actor = fc.record({
  server: fc.nat(1),
  document: fc.constantFrom(...DOCUMENTS),
  acts: fc.array(act, { minLength: 1, maxLength: 6 }),
});

/** What is known to be on disk, and every key that was given. */
class Model {
  readonly #acknowledged = new Map<string, number[]>();
  readonly #keys = new Map<string, Set<number>>();
  #next = 0;

  makeUpdates(count: number): number[] {
    return Array.from({ length: count }, () => this.#next++);
  }

  acknowledged(document: string): readonly number[] {
    return [...(this.#acknowledged.get(document) ?? [])];
  }

  note(document: string, key: number, updates: readonly number[]): void {
    const keys = this.#keys.get(document) ?? new Set();
    if (keys.has(key)) throw new Error(`key ${key} of ${document} was given twice`);
    this.#keys.set(document, keys.add(key));
    this.#acknowledged.set(document, [...this.acknowledged(document), ...updates]);
  }
}

async function play(store: Store, { document, acts }: Actor, model: Model): Promise<string[]> {
  const done: string[] = [];
  for (const step of acts) {
    const before = model.acknowledged(document);
    if (step.kind === 'append') {
      const updates = model.makeUpdates(step.count);
      const keys = await Promise.all(
        updates.map((update) => store.log.append(document, encode([update]), '')),
      );
      expect(keys).toEqual(keys.toSorted((a, b) => a - b));
      for (const [index, key] of keys.entries()) model.note(document, key, [updates[index] ?? -1]);
      done.push('append');
      continue;
    }
    const entries = await store.log.read(document);
    const keys = entries.map(({ key }) => key);
    expect(keys).toEqual([...new Set(keys)].toSorted((a, b) => a - b));
    expect(union(entries)).toEqual(expect.arrayContaining([...before]));
    done.push('read');
    if (step.kind !== 'compact' || entries.length === 0) continue;
    const merging = store.log.compact(document, encode(union(entries)), '', keys);
    // Another server may have merged the same meanwhile; what it wrote is there, and nothing else.
    const key = await merging.catch((error: unknown) => {
      if (error instanceof StorageError && error.code === 'storage/conflict') return null;
      throw error;
    });
    done.push(key === null ? 'conflict' : 'compact');
    if (key !== null) {
      expect(key).toBeGreaterThan(Math.max(...keys));
      model.note(document, key, []);
    }
  }
  return done;
}

/** A store of the database for each server; the second behind the slow wire. */
async function openServers(uri: string, pauseMs: () => number): Promise<readonly Store[]> {
  const wire = await startSlowWire(uri, pauseMs);
  const stores = [await openMongodb({ uri }), await openMongodb({ uri: wire.uri })];
  onTestFinished(async () => {
    for (const store of stores) await store.close();
    await wire.close();
  });
  return stores;
}

function testHistories(fixture: MongodbFixture): void {
  test('[ST5] [ST6] any history of two servers loses nothing', async () => {
    const done = new Set<string>();
    const pauses = { next: 0 };
    const { uri } = fixture.makeDatabase();
    const stores = await openServers(uri, () => {
      pauses.next = (pauses.next * 1_103_515_245 + 12_345) % 2_147_483_648;
      return pauses.next % 5 === 0 ? pauses.next % 23 : 0;
    });
    // Hours wrong, and another at each look.
    const rightly = Date.now;
    vi.spyOn(Date, 'now').mockImplementation(() => rightly() + (Math.random() - 0.5) * 1e8);
    onTestFinished(() => void vi.restoreAllMocks());
    const inTurn = (names: readonly string[], run: number): Map<string, string> =>
      new Map(names.map((name) => [name, `${run}/${name}`]));
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(actor, { minLength: 3, maxLength: 8, size: 'max' }),
        fc.nat(2_147_483_647),
        async (actors, seed) => {
          pauses.next = seed;
          const names = inTurn(DOCUMENTS, run++);
          const model = new Model();
          const played = await Promise.all(
            actors.map((one) => {
              const store = stores[one.server];
              if (store === undefined) throw new Error('no such server');
              const document = names.get(one.document) ?? one.document;
              return play(store, { ...one, document }, model);
            }),
          );
          for (const kind of played.flat()) done.add(kind);
          for (const document of names.values()) {
            const expected = model.acknowledged(document).toSorted((a, b) => a - b);
            for (const store of stores) {
              const entries = await store.log.read(document);
              expect(union(entries)).toEqual(expected);
              expect(await store.log.extent(document)).toEqual({
                entries: entries.length,
                lastKey: entries.at(-1)?.key ?? 0,
              });
            }
          }
        },
      ),
      { numRuns: 25 },
    );
    // A generator that tries nothing would pass everything.
    expect([...done]).toEqual(expect.arrayContaining(['append', 'compact', 'read']));
  }, 60_000);
}

describe('several servers', () => {
  describeMongodb((fixture) => {
    testHistories(fixture);

    test('[ST5] servers that begin one document begin it once', async () => {
      const { uri } = fixture.makeDatabase();
      const stores = await openServers(uri, () => Math.random() * 10);
      const updates = Array.from({ length: 10 }, (_, n) => n);
      const keys = await Promise.all(
        updates.map((n) => stores[n % 2]?.log.append('d', encode([n]), '')),
      );
      expect(new Set(keys).size).toBe(10);
      const entries = await stores[0]?.log.read('d');
      expect(union(entries ?? [])).toEqual(updates);
      expect(entries?.[0]?.key).toBe(FIRST_KEY);
    });

    test('[ST5] a beginning that a crash cut short is begun anew', async () => {
      const { uri } = fixture.makeDatabase();
      const store = await fixture.open({ uri });
      const db = await fixture.look(uri);
      // A server took three keys, wrote the second entry, and was gone.
      const head = { _id: 'd' as never, s: 'dead', b: false, n: 3, f: 0, m: 0 };
      await db.collection('heads').insertOne(head);
      const entry = { _id: 'dead:0000000000000002' as never, n: '', y: Buffer.from('x') };
      await db.collection('entries').insertOne(entry);
      expect(await store.log.read('d')).toEqual([]);
      expect(await store.log.documents('')).toEqual([]);
      expect(await store.log.append('d', encode([1]), '')).toBe(FIRST_KEY);
      expect(union(await store.log.read('d'))).toEqual([1]);
    });

    test('[ST6] a log removed while it is merged stays removed', async () => {
      const { uri } = fixture.makeDatabase();
      const [fast, slow] = await openServers(uri, () => 15);
      if (fast === undefined || slow === undefined) throw new Error('no servers');
      for (let n = 0; n < 6; n += 1) {
        const document = `d${n}`;
        const key = await fast.log.append(document, encode([n]), '');
        const merging = slow.log.compact(document, encode([n]), '', [key]).catch(() => null);
        // At another step of the merging each time.
        await new Promise((resolve) => setTimeout(resolve, n * 25));
        await fast.log.remove(document);
        await merging;
        expect(await fast.log.read(document)).toEqual([]);
      }
      expect(await slow.log.documents('')).toEqual([]);
      const db = await fixture.look(uri);
      expect(await db.collection('entries').countDocuments()).toBe(0);
    });

    test('[ST8] [ST9] of two servers one wins', async () => {
      const { uri } = fixture.makeDatabase();
      const stores = await openServers(uri, () => Math.random() * 5);
      const things = [{ name: 'things', indexes: { name: { unique: true } } }];
      await Promise.all(stores.map((store) => store.records.define(things)));
      const inserting = await Promise.allSettled(
        Array.from({ length: 20 }, (_, n) =>
          stores[n % 2]?.records.insert('things', { id: `i${n}`, body: '', keys: { name: 'a' } }),
        ),
      );
      const won = inserting.flatMap((outcome) =>
        outcome.status === 'fulfilled' ? [outcome.value] : [],
      );
      expect(won).toHaveLength(1);
      for (const outcome of inserting)
        if (outcome.status === 'rejected')
          expect(outcome.reason).toMatchObject({ code: 'storage/not-unique' });
      const record = won[0];
      if (record === undefined) throw new Error('no record');
      const updating = await Promise.allSettled(
        Array.from({ length: 20 }, (_, n) =>
          stores[n % 2]?.records.update('things', { ...record, body: String(n) }),
        ),
      );
      expect(updating.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect((await stores[0]?.records.get('things', record.id))?.version).toBe(2);
    });
  });
});
