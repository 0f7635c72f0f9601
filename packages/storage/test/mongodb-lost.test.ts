import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { StorageError } from '../src/index.ts';
import type { MongodbStore } from '../src/index.ts';
import { describeMongodb } from './mongodb-store.ts';

/** What was acknowledged, and what else was tried. */
type Said = { entries: Map<string, number[]>; version: number; blob: number; refused: number };

/** Any other refusal is a mistake of the store. */
function isUnavailable(error: unknown): boolean {
  return error instanceof StorageError && error.code === 'storage/unavailable';
}

/** Appends numbers until told to end; a number that was refused is not tried again. */
async function writeLog(store: MongodbStore, document: string, said: Said, state: { on: boolean }) {
  const acknowledged: number[] = [];
  said.entries.set(document, acknowledged);
  for (let n = 0; state.on; n += 1) {
    try {
      await store.log.append(document, new TextEncoder().encode(`${n}`), '');
      acknowledged.push(n);
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      said.refused += 1;
      await delay(20);
    }
  }
}

async function writeRecord(store: MongodbStore, said: Said, state: { on: boolean }) {
  while (state.on) {
    try {
      const record = await store.records.get('things', 'i');
      if (record === null) throw new Error('the record is gone');
      // What was acknowledged is there; one that was refused may be there as well.
      expect(record.version).toBeGreaterThanOrEqual(said.version);
      said.version = (await store.records.update('things', record)).version;
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      await delay(20);
    }
  }
}

const BLOB_BYTES = 1_200_000;

async function writeBlob(store: MongodbStore, said: Said, state: { on: boolean }) {
  for (let n = 1; state.on; n += 1) {
    try {
      await store.blobs.put('b', new Uint8Array(BLOB_BYTES).fill(n), String(n));
      said.blob = n;
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      await delay(20);
    }
  }
}

describe('a MongoDB that is lost', () => {
  describeMongodb(
    (fixture) => {
      test('[ST1] nothing acknowledged is lost, and writes go on', async () => {
        const { uri } = fixture.makeDatabase();
        const store = await fixture.open({ uri, waitForServerMs: 500 });
        await store.records.define([{ name: 'things', indexes: {} }]);
        await store.records.insert('things', { id: 'i', body: '', keys: {} });
        const said: Said = { entries: new Map(), version: 1, blob: 0, refused: 0 };
        const state = { on: true };
        const writing = Promise.all([
          ...['d1', 'd2', 'd3', 'd4'].map((document) => writeLog(store, document, said, state)),
          writeRecord(store, said, state),
          writeBlob(store, said, state),
        ]);
        const count = (): number =>
          [...said.entries.values()].reduce((sum, { length }) => sum + length, 0);
        for (let round = 0; round < 3; round += 1) {
          const before = { count: count(), refused: said.refused };
          await expect.poll(count, { timeout: 10_000 }).toBeGreaterThan(before.count + 20);
          await fixture.server.kill();
          await expect
            .poll(() => said.refused, { timeout: 10_000 })
            .toBeGreaterThan(before.refused);
          await fixture.server.start();
        }
        const last = count();
        await expect.poll(count, { timeout: 10_000 }).toBeGreaterThan(last + 20);
        state.on = false;
        await writing;

        const after = await fixture.open({ uri });
        await after.records.define([{ name: 'things', indexes: {} }]);
        for (const [document, acknowledged] of said.entries) {
          const there = (await after.log.read(document)).map(({ bytes }) =>
            Number(new TextDecoder().decode(bytes)),
          );
          expect(there).toEqual(expect.arrayContaining(acknowledged));
          expect(there).toEqual([...new Set(there)].toSorted((a, b) => a - b));
        }
        expect((await after.records.get('things', 'i'))?.version).toBeGreaterThanOrEqual(
          said.version,
        );
        const blob = await after.blobs.get('b');
        expect(Number(blob?.keyName)).toBeGreaterThanOrEqual(said.blob);
        expect(
          Buffer.alloc(BLOB_BYTES, Number(blob?.keyName)).equals(blob?.bytes ?? new Uint8Array(0)),
        ).toBe(true);
      }, 60_000);

      test('calls are refused in bounded time', async () => {
        const store = await fixture.open({ waitForServerMs: 300 });
        await store.log.append('d', new Uint8Array(1), '');
        await fixture.server.kill();
        try {
          const start = performance.now();
          for (const call of [
            () => store.log.append('d', new Uint8Array(1), ''),
            () => store.log.read('d'),
            () => store.blobs.list(),
          ])
            await expect(call()).rejects.toMatchObject({ code: 'storage/unavailable' });
          expect(performance.now() - start).toBeLessThan(5_000);
        } finally {
          await fixture.server.start();
        }
        expect(await store.log.append('d', new Uint8Array(1), '')).toBeGreaterThan(1);
      }, 30_000);

      test('a server that answers nothing is given up', async () => {
        const store = await fixture.open({ waitForServerMs: 500, commandTimeoutMs: 500 });
        const append = (n: number) => store.log.append('d', Uint8Array.of(n), '');
        await append(1);
        fixture.server.pause();
        try {
          // The system takes a moment to stop it.
          await expect
            .poll(() => append(2).catch(({ code }: StorageError) => code), { timeout: 10_000 })
            .toBe('storage/unavailable');
          const start = performance.now();
          const calls = [append(3), store.log.read('d'), store.blobs.list()];
          for (const outcome of await Promise.allSettled(calls))
            expect(outcome).toMatchObject({ reason: { code: 'storage/unavailable' } });
          expect(performance.now() - start).toBeLessThan(5_000);
        } finally {
          fixture.server.resume();
        }
        await expect.poll(() => append(4).catch(() => 0), { timeout: 10_000 }).toBeGreaterThan(1);
        const there = (await store.log.read('d')).map(({ bytes }) => bytes[0]);
        // What was refused may have been carried out when the server went on.
        expect(there).toEqual(expect.arrayContaining([1, 4]));
      }, 30_000);
    },
    { ours: true },
  );
});
