import { cp, readFile, rm } from 'node:fs/promises';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { copySqlite, openSqlite, readSqliteCopy, SQLITE_FILE } from '../src/index.ts';
import type { SqliteStore } from '../src/index.ts';
import { OutsideCounter } from '../src/sqlite/outside-counter.ts';
import { raiseSchema } from '../src/sqlite/raise-schema.ts';
import { FIRST_VERSION, lastVersion } from '../src/layout-versions.ts';
import { moveSchema, SQLITE_STEPS } from '../src/sqlite/schema-steps.ts';
import type { SqliteStep } from '../src/sqlite/schema-steps.ts';
import { makeFolder } from './sqlite-folder.ts';

/** The version of this code, which is the earlier one here. */
const BASE = lastVersion(SQLITE_STEPS);

/* Behind its steps those of no release: a table made of the records, then another form of their bodies. */
const STEPS: readonly SqliteStep[] = [
  ...SQLITE_STEPS,
  {
    up: [
      'create table lengths (collection text not null, id text not null, length integer not null) strict',
      'insert into lengths select collection, id, length(body) from records',
      'create index lengths_by_length on lengths (length)',
    ],
    down: ['drop table lengths'],
  },
  {
    up: [`update records set body = json_set(body, '$.form', 3)`],
    down: [`update records set body = json_remove(body, '$.form')`],
  },
];
const THINGS = [{ name: 'things', indexes: { name: { unique: true } } }];
const COUNT = 40;

/** A folder of this version with records, a log and a blob. */
async function earlierFolder(): Promise<string> {
  const folder = await makeFolder();
  const store = await openSqlite({ folder, schemaSteps: SQLITE_STEPS });
  await store.records.define(THINGS);
  for (let n = 0; n < COUNT; n += 1) {
    const id = `r${n}`;
    await store.records.insert('things', { id, body: `{"n":${n}}`, keys: { name: id } });
    await store.log.append('d', Uint8Array.of(n), 'k');
  }
  await store.blobs.put('b', new Uint8Array(3_000_000).fill(7), 'k');
  await store.close();
  return folder;
}

/** Through the port: the same at every version but for the form of the bodies. */
async function contentOf({ records, log, blobs }: SqliteStore) {
  await records.define(THINGS);
  const bodies = (await records.find('things', null, { limit: 1_000 })).map(({ body }) => body);
  const entries = (await log.read('d')).map(({ key, bytes }) => [key, ...bytes]);
  return { bodies, entries, blob: (await blobs.get('b'))?.bytes.length };
}

async function contentIn(folder: string, schemaSteps: readonly SqliteStep[]) {
  const store = await openSqlite({ folder, schemaSteps });
  try {
    return await contentOf(store);
  } finally {
    await store.close();
  }
}

function look<T>(folder: string, read: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(join(folder, SQLITE_FILE), { readOnly: true });
  try {
    return read(db);
  } finally {
    db.close();
  }
}

const tablesOf = (folder: string) =>
  look(folder, (db) => db.prepare('select name, sql from sqlite_schema order by name').all());
const versionOf = (folder: string) =>
  look(folder, (db) => db.prepare(`select value from meta where name = 'schema'`).get()?.['value']);

async function lower(folder: string, to: number): Promise<void> {
  const store = await openSqlite({ folder, schemaSteps: STEPS });
  await store.loader.lowerSchema(to);
  await store.close();
}

test('[ST22] an opening brings a file up, and back down it is what it was', async () => {
  const folder = await earlierFolder();
  const [tables, content] = [tablesOf(folder), await contentIn(folder, SQLITE_STEPS)];
  for (const to of [BASE, BASE + 1, BASE]) {
    const up = await contentIn(folder, STEPS);
    expect(versionOf(folder)).toBe(String(BASE + 2));
    expect(up).toEqual({
      ...content,
      bodies: content.bodies.map((body) => body.replace('}', ',"form":3}')),
    });
    expect(look(folder, (db) => db.prepare('select count(*) as n from lengths').get()?.['n'])).toBe(
      COUNT,
    );
    // Nothing to do any more.
    expect(await contentIn(folder, STEPS)).toEqual(up);
    await lower(folder, to);
    expect(versionOf(folder)).toBe(String(to));
    expect(await contentIn(folder, STEPS.slice(0, to - 1))).toEqual(content);
  }
  expect(tablesOf(folder)).toEqual(tables);
});

test('[ST22] the earlier release goes on writing, and its work comes up again', async () => {
  const folder = await earlierFolder();
  await contentIn(folder, STEPS);
  await lower(folder, BASE);
  const earlier = await openSqlite({ folder, schemaSteps: SQLITE_STEPS });
  expect(earlier.opening).toMatchObject({ counter: 'kept', loss: null });
  await earlier.records.define(THINGS);
  await earlier.records.insert('things', { id: 'z', body: '{"n":"z"}', keys: { name: 'z' } });
  expect(await earlier.log.append('d', Uint8Array.of(99), 'k')).toBe(COUNT + 1);
  await earlier.close();
  const { bodies, entries } = await contentIn(folder, STEPS);
  expect([bodies.at(-1), entries.length]).toEqual(['{"n":"z","form":3}', COUNT + 1]);
});

test('a new file is the same as one that was brought up', async () => {
  const [earlier, folder] = [await earlierFolder(), await makeFolder()];
  await contentIn(earlier, STEPS);
  await (await openSqlite({ folder, schemaSteps: STEPS })).close();
  expect(tablesOf(folder)).toEqual(tablesOf(earlier));
  expect(versionOf(folder)).toBe(String(BASE + 2));
});

test('[ST22] a file of a later version is refused, and no byte of it changes', async () => {
  const folder = await earlierFolder();
  await contentIn(folder, STEPS);
  const before = await readFile(join(folder, SQLITE_FILE));
  const refused = expect.objectContaining({ code: 'storage/newer' });
  await expect(openSqlite({ folder, schemaSteps: STEPS.slice(0, -1) })).rejects.toEqual(refused);
  // What this version, without the made-up steps, does with it:
  await expect(openSqlite({ folder })).rejects.toEqual(refused);
  expect(() => copySqlite(folder, join(folder, 'copy'))).toThrow(refused);
  await rm(join(folder, 'copy'), { force: true });
  expect(() => readSqliteCopy(join(folder, SQLITE_FILE))).toThrow(refused);
  expect(before.equals(await readFile(join(folder, SQLITE_FILE)))).toBe(true);
});

test('a version that there is not is refused, and nothing changes', async () => {
  const folder = await earlierFolder();
  const store = await openSqlite({ folder, schemaSteps: STEPS });
  for (const to of [0, BASE + 3, 1.5, -1]) {
    await expect(store.loader.lowerSchema(to)).rejects.toMatchObject({ code: 'storage/invalid' });
  }
  await store.close();
  expect(versionOf(folder)).toBe(String(BASE + 2));
});

/** A connection that ends at its `last`th statement, when the files are as a kill leaves them. */
function mortal(db: DatabaseSync, last: number, atEnd: () => void): DatabaseSync {
  let calls = 0;
  return new Proxy(db, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]): unknown => {
        calls += 1;
        if (calls === last) atEnd();
        if (calls >= last) throw new Error('killed');
        return Reflect.apply(value, target, given);
      };
    },
  });
}

test.for(['up', 'down'] as const)(
  '[ST22] cut off at any statement on its way %s, a file is at one version or the other',
  { timeout: 60_000 },
  async (way) => {
    const whole = await earlierFolder();
    const content = await contentIn(whole, SQLITE_STEPS);
    if (way === 'down') await contentIn(whole, STEPS);
    const seen: string[] = [];
    let done = false;
    for (let last = 1; !done; last += 1) {
      expect(last).toBeLessThan(40);
      const [folder, killed] = [await makeFolder(), join(await makeFolder(), 'killed')];
      await cp(whole, folder, { recursive: true });
      const db = new DatabaseSync(join(folder, SQLITE_FILE));
      db.exec(
        'pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 0',
      );
      // Pages that do not fit are written into the log before the commit.
      db.exec('pragma cache_size = 2');
      const dying = mortal(db, last, () => {
        mkdirSync(killed);
        for (const suffix of ['', '-wal', '-shm']) {
          const file = join(folder, SQLITE_FILE + suffix);
          if (existsSync(file)) copyFileSync(file, join(killed, SQLITE_FILE + suffix));
        }
        copyFileSync(join(folder, 'triad.commits'), join(killed, 'triad.commits'));
      });
      try {
        if (way === 'up') raiseSchema(dying, STEPS);
        else {
          dying.exec('begin immediate');
          moveSchema(dying, BASE, STEPS);
          dying.exec('commit');
        }
        done = true;
      } catch (error) {
        expect(String(error)).toMatch(/killed|are as they were/);
      }
      db.close();
      if (done) continue;
      seen.push(String(versionOf(killed)));
      const up = await contentIn(killed, STEPS);
      expect(up.entries).toEqual(content.entries);
      expect(up.bodies).toEqual(content.bodies.map((body) => body.replace('}', ',"form":3}')));
      await lower(killed, BASE);
      expect(await contentIn(killed, SQLITE_STEPS)).toEqual(content);
    }
    expect(seen.length).toBeGreaterThan(STEPS.length + 2);
    expect(new Set(seen)).toEqual(new Set([String(way === 'up' ? BASE : BASE + 2)]));
  },
);

test('a step is a commit: what the log loses of it is told by the count', async () => {
  const folder = await earlierFolder();
  const counter = new OutsideCounter(folder);
  const before = counter.read().count?.commits ?? 0;
  await contentIn(folder, STEPS);
  const after = counter.read().count?.commits ?? 0;
  counter.close();
  expect(after).toBeGreaterThan(before);
  const store = await openSqlite({ folder, schemaSteps: STEPS });
  expect(store.opening).toMatchObject({ counter: 'kept', loss: null });
  await store.close();
});

test('a step that fails leaves the file as it was, and says what SQLite said', async () => {
  const folder = await earlierFolder();
  const before = await contentIn(folder, SQLITE_STEPS);
  const wrong = [...STEPS, { up: ['update records set absent = 1'], down: [] }];
  await expect(openSqlite({ folder, schemaSteps: wrong })).rejects.toMatchObject({
    code: 'storage/unavailable',
    message: expect.stringContaining('no such column: absent') as string,
  });
  expect(versionOf(folder)).toBe(String(BASE));
  expect(await contentIn(folder, SQLITE_STEPS)).toEqual(before);
});

test('each step of this version leads up and back again', async () => {
  const folder = await makeFolder();
  await (await openSqlite({ folder })).close();
  const db = new DatabaseSync(join(folder, SQLITE_FILE));
  const tables = () => db.prepare('select name, sql from sqlite_schema order by name').all();
  for (const [index] of SQLITE_STEPS.entries()) {
    moveSchema(db, FIRST_VERSION + index);
    const before = tables();
    moveSchema(db, FIRST_VERSION + index + 1);
    moveSchema(db, FIRST_VERSION + index);
    expect(tables()).toEqual(before);
  }
  db.close();
});

test('[ST22] entries are found by one number, and by two again on the way back', async () => {
  const folder = await earlierFolder();
  const content = await contentIn(folder, SQLITE_STEPS);
  await lower(folder, 1);
  const entries = look(folder, (db) =>
    db.prepare('select key, bytes from entries order by stream, key').all(),
  );
  expect(entries.map((row) => [row['key'], ...(row['bytes'] as Uint8Array)])).toEqual(
    content.entries,
  );
  // As a copy that was made at that time is read.
  const copy = readSqliteCopy(join(folder, SQLITE_FILE));
  expect([...copy.entries('d')].map(({ key, bytes }) => [key, ...bytes])).toEqual(content.entries);
  copy.close();
  expect(await contentIn(folder, SQLITE_STEPS)).toEqual(content);
});
