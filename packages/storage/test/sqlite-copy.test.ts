import {
  chmodSync,
  copyFileSync,
  existsSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import {
  copySqlite,
  holdSqliteFolder,
  openSqlite,
  readSqliteCopy,
  SQLITE_FILE,
} from '../src/index.ts';
import { makeFolder, openStore } from './sqlite-folder.ts';

const words = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Copies on a thread of its own, as whoever serves meanwhile must. */
async function copyOnThread(folder: string, file: string): Promise<void> {
  const module = new URL('../src/index.ts', import.meta.url).href;
  const script = `import { copySqlite } from ${JSON.stringify(module)}; copySqlite(...${JSON.stringify([folder, file])});`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(script)}`));
  await new Promise<void>((resolve, reject) => {
    worker.on('error', reject);
    worker.on('exit', () => resolve());
  });
}

test('copies made while a writer commits each hold a prefix with all acknowledged before', async () => {
  const folder = await makeFolder();
  const store = await openStore({ folder });
  await store.blobs.put('file', new Uint8Array(5_000_000).fill(1), '');
  let acknowledged = 0;
  const told = { stop: false };
  const writing = (async () => {
    while (!told.stop) {
      await store.log.append('d', words(`entry ${acknowledged + 1}`), '');
      acknowledged += 1;
    }
  })();
  for (let n = 0; n < 5; n += 1) {
    const before = acknowledged;
    const file = join(folder, `copy-${n}`);
    await copyOnThread(folder, file);
    expect(acknowledged).toBeGreaterThan(before);
    const copy = readSqliteCopy(file);
    const found = [...copy.entries('d')].map(({ bytes }) => new TextDecoder().decode(bytes));
    expect(copy.faults()).toEqual([]);
    expect(found.length).toBeGreaterThanOrEqual(before);
    expect(found).toEqual(found.map((_, index) => `entry ${index + 1}`));
    expect(copy.counts()).toEqual({ records: {}, documents: 1, entries: found.length, blobs: 1 });
    copy.close();
  }
  told.stop = true;
  await writing;
});

test('a copy is a store like any other', async () => {
  const folder = await makeFolder();
  const store = await openStore({ folder });
  await store.records.define([{ name: 'things', indexes: { kind: { unique: true } } }]);
  await store.records.insert('things', { id: 'a', body: '{"n":1}', keys: { kind: 'x' } });
  await store.log.append('d', words('one'), 'key');
  await store.log.append('d', words('two'), '');
  const next = join(await makeFolder(), 'next');
  await mkdir(next);
  copySqlite(folder, join(next, SQLITE_FILE));
  const copy = await openStore({ folder: next });
  await copy.records.define([{ name: 'things', indexes: { kind: { unique: true } } }]);
  expect(await copy.records.find('things', { index: 'kind', value: 'x' })).toEqual([
    { id: 'a', version: 1, body: '{"n":1}', keys: { kind: 'x' } },
  ]);
  expect(await copy.log.append('d', words('three'), '')).toBe(3);
  expect((await copy.log.read('d')).map(({ keyName }) => keyName)).toEqual(['key', '', '']);
});

test('a copy goes over nothing, and nothing is copied of what is no store', async () => {
  const folder = await makeFolder();
  const file = join(folder, 'copy');
  expect(() => copySqlite(folder, file)).toThrow(/there is no Triad data in/);
  await (await openSqlite({ folder })).close();
  writeFileSync(file, 'mine');
  expect(() => copySqlite(folder, file)).toThrow(/cannot be made: EEXIST/);
  expect(readFileSync(file, 'utf8')).toBe('mine');
  const other = await makeFolder();
  writeFileSync(
    join(other, SQLITE_FILE),
    'not a database at all, but long enough for one'.repeat(50),
  );
  expect(() => copySqlite(other, join(other, 'copy'))).toThrow(/not a database/);
  expect(() => readSqliteCopy(join(other, SQLITE_FILE))).toThrow(/not a database/);
});

test('reading a copy leaves no file beside it and takes up none', async () => {
  const folder = await makeFolder();
  const store = await openStore({ folder });
  await store.log.append('d', words('one'), '');
  const file = join(await makeFolder(), 'copy # 1?.sqlite');
  copySqlite(folder, file);
  // A log of another moment must not be taken for this copy's.
  copyFileSync(join(folder, `${SQLITE_FILE}-wal`), `${file}-wal`);
  chmodSync(file, 0o400);
  const before = statSync(`${file}-wal`);
  const copy = readSqliteCopy(file);
  expect([...copy.documents()]).toEqual(['d']);
  copy.close();
  expect(statSync(`${file}-wal`).mtimeMs).toBe(before.mtimeMs);
  expect(existsSync(`${file}-shm`)).toBe(false);
});

test('a newer store is neither copied nor read', async () => {
  const folder = await makeFolder();
  await (await openSqlite({ folder })).close();
  const db = new DatabaseSync(join(folder, SQLITE_FILE));
  db.exec(`update meta set value = '99'`);
  db.close();
  expect(() => copySqlite(folder, join(folder, 'copy'))).toThrow(/newer Triad/);
  expect(() => readSqliteCopy(join(folder, SQLITE_FILE))).toThrow(/newer Triad/);
});

test('a folder that is held is opened by nobody', async () => {
  const folder = await makeFolder();
  const hold = holdSqliteFolder(folder);
  await expect(openSqlite({ folder, lockTimeoutMs: 10 })).rejects.toMatchObject({
    code: 'storage/in-use',
  });
  hold.release();
  await openStore({ folder });
  expect(() => holdSqliteFolder(folder, 10)).toThrow(/in use/);
});
