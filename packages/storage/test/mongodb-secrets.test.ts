import { inspect } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openMongodb, StorageError } from '../src/index.ts';
import { startAnsweringServer } from './answering-server.ts';
import { describeMongodb } from './mongodb-store.ts';

const PASSWORD = 'correct-horse';
const WORDS = 'what the participant said';

/** All that a logger could write of a refusal: sentence, stack, causes and fields. */
async function allOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => new Error('not refused'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StorageError);
  expect((error as Error).message).toMatch(/\S \S/);
  return inspect(error, { depth: 20, showHidden: true, getters: true });
}

describe('what errors say', () => {
  test.for<readonly [string, string]>([
    ['an unknown option', `mongodb://ana:${PASSWORD}@127.0.0.1:1/?sslPoolSize=${PASSWORD}`],
    ['no host', `mongodb://ana:${PASSWORD}@`],
    ['a colon too many', `mongodb://ana:${PASSWORD}:x@127.0.0.1:1:2/db`],
    ['another scheme', `postgres://ana:${PASSWORD}@127.0.0.1/db`],
    ['half an escape', `mongodb://ana:${PASSWORD}%@127.0.0.1/db`],
    ['a database that cannot be', `mongodb://ana:${PASSWORD}@127.0.0.1:1/${PASSWORD}.%24x`],
    ['nobody there', `mongodb://ana:${PASSWORD}@127.0.0.1:1/db`],
  ])('no password after %s', async ([, uri]) => {
    const said = await allOf(openMongodb({ uri, waitForServerMs: 200 }));
    expect(said).not.toContain(PASSWORD);
    expect(said).not.toContain('ana');
  });

  test('no data, whatever MongoDB says', async () => {
    const server = await startAnsweringServer((command) => {
      if ('buildInfo' in command) return { version: '8.0.0' };
      if (command['find'] === 'meta')
        return { cursor: { id: 0n, ns: 'x.meta', firstBatch: [{ version: 1, id: 'x' }] } };
      if ('createIndexes' in command) return {};
      return { ok: 0, code: 2, errmsg: `bad value: '${WORDS}'`, errInfo: { value: WORDS } };
    });
    const store = await openMongodb({ uri: server.uri, waitForServerMs: 500 });
    onTestFinished(async () => {
      await store.close();
      await server.close();
    });
    const bytes = new TextEncoder().encode(WORDS);
    for (const call of [
      store.log.append('d', bytes, ''),
      store.log.read('d'),
      store.blobs.put('b', bytes, ''),
      store.records.define([{ name: 'things', indexes: {} }]),
    ])
      expect(await allOf(call)).not.toContain(WORDS);
  });

  describeMongodb((fixture) => {
    test('no value of a record that was refused', async () => {
      const { records } = await fixture.open();
      const things = [{ name: 'things', indexes: { name: { unique: true } } }];
      await records.define(things);
      const record = { id: 'i', body: WORDS, keys: { name: WORDS } };
      await records.insert('things', record);
      const other = await records.insert('things', { id: 'j', body: '', keys: { name: null } });
      for (const call of [
        records.insert('things', record),
        records.insert('things', { ...record, id: 'k' }),
        records.update('things', { ...other, body: WORDS, keys: { name: WORDS } }),
        records.update('things', { ...other, version: 9, body: WORDS }),
      ])
        expect(await allOf(call)).not.toContain(WORDS);
    });
  });
});
