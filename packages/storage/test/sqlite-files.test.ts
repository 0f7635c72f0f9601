import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, open, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openSqlite, readSqliteCopy } from '../src/index.ts';
import { makeFolder, openStore } from './sqlite-folder.ts';

const modeOf = async (path: string): Promise<string> =>
  ((await stat(path)).mode & 0o777).toString(8);
const words = (text: string): Uint8Array => new TextEncoder().encode(text);

function inspect<T>(folder: string, look: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(join(folder, 'triad.sqlite'), { timeout: 2_000 });
  try {
    return look(db);
  } finally {
    db.close();
  }
}

/** A busy machine is no failure. */
const patience = { timeout: 15_000 };

describe('the files of the SQLite store', { timeout: 30_000 }, () => {
  test('only the owner may look into a new folder', async () => {
    const folder = join(await makeFolder(), 'a', 'data');
    const store = await openStore({ folder });
    await store.log.append('d', words('1'), '');
    expect(await modeOf(folder)).toBe('700');
    for (const file of ['triad.sqlite', 'triad.sqlite-wal', 'triad.sqlite-shm', 'triad.lock']) {
      expect(await modeOf(join(folder, file))).toBe('600');
    }
  });

  test('every table is STRICT', async () => {
    const folder = await makeFolder();
    await openStore({ folder });
    const tables = inspect(folder, (db) =>
      db
        .prepare(
          `select name, strict from pragma_table_list where type = 'table' and name not like 'sqlite_%'`,
        )
        .all(),
    );
    expect(tables.length).toBeGreaterThan(8);
    expect(tables.filter((table) => table['strict'] !== 1)).toEqual([]);
  });

  test('numbers are stored as integers', async () => {
    const folder = await makeFolder();
    const store = await openStore({ folder });
    await store.log.append('d', words('1'), '');
    await store.log.append('d', words('2'), '');
    const types = inspect(folder, (db) =>
      db.prepare('select distinct typeof(key) as key, typeof(stream) as stream from entries').all(),
    );
    expect(types.map((row) => ({ ...row }))).toEqual([{ key: 'integer', stream: 'integer' }]);
  });

  test('the writer reports WAL and FULL from its connection', async () => {
    const store = await openStore({ folder: await makeFolder() });
    expect(store.description).toMatch(/^SQLite 3\.\d+\.\d+ \(WAL, synchronous=FULL\)$/);
    const slack = await openStore({
      folder: await makeFolder(),
      faults: { synchronous: 'NORMAL' },
    });
    expect(slack.description).toContain('synchronous=NORMAL');
  });

  test('no commit does a checkpoint by itself', async () => {
    const folder = await makeFolder();
    const store = await openStore({ folder, checkpointEveryMs: 3_600_000 });
    const before = (await stat(join(folder, 'triad.sqlite'))).size;
    for (let n = 0; n < 8; n += 1) await store.log.append('d', new Uint8Array(1_000_000), '');
    expect((await stat(join(folder, 'triad.sqlite'))).size).toBe(before);
    expect((await stat(join(folder, 'triad.sqlite-wal'))).size).toBeGreaterThan(8_000_000);
  });

  test('the checkpoint thread copies the log and cuts it back', async () => {
    const folder = await makeFolder();
    const store = await openStore({ folder, checkpointEveryMs: 5, truncateLogAtBytes: 1_000_000 });
    for (let n = 0; n < 4; n += 1) await store.log.append('d', new Uint8Array(1_000_000), '');
    await expect
      .poll(async () => (await stat(join(folder, 'triad.sqlite'))).size, patience)
      .toBeGreaterThan(4_000_000);
    await expect
      .poll(async () => (await stat(join(folder, 'triad.sqlite-wal'))).size, patience)
      .toBeLessThan(1_000_001);
    expect((await store.log.read('d')).map(({ bytes }) => bytes.length)).toEqual(
      Array.from({ length: 4 }, () => 1_000_000),
    );
  });

  test('closing leaves one whole file', async () => {
    const folder = await makeFolder();
    const store = await openStore({ folder });
    await store.log.append('d', words('1'), '');
    await store.close();
    await expect(stat(join(folder, 'triad.sqlite-wal'))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(inspect(folder, (db) => db.prepare('pragma integrity_check').get())).toMatchObject({
      integrity_check: 'ok',
    });
  });

  test('a log cut at any byte opens at the last whole commit', async () => {
    const folder = await makeFolder();
    const store = await openStore({ folder, checkpointEveryMs: 3_600_000 });
    const wal = join(folder, 'triad.sqlite-wal');
    const sizes: number[] = [];
    for (let n = 0; n < 12; n += 1) {
      await store.log.append('d', words(`entry ${n}`), '');
      sizes.push((await stat(wal)).size);
    }
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    const last = sizes.at(-1) ?? 0;
    const first = sizes[0] ?? 0;
    const cuts = fc.oneof(
      fc.integer({ min: 0, max: last }),
      fc.integer({ min: first - 1, max: last }),
      fc.constantFrom(...sizes, ...sizes.map((size) => size - 1)),
    );
    await fc.assert(
      fc.asyncProperty(cuts, async (cut) => {
        const copy = await makeFolder();
        await copyFile(join(folder, 'triad.sqlite'), join(copy, 'triad.sqlite'));
        await copyFile(wal, join(copy, 'triad.sqlite-wal'));
        await truncate(join(copy, 'triad.sqlite-wal'), cut);
        const cutStore = await openSqlite({ folder: copy });
        const entries = await cutStore.log.read('d');
        // And it goes on from there.
        await cutStore.log.append('d', words('next'), '');
        await cutStore.close();
        const whole = sizes.filter((size) => size <= cut).length;
        expect(entries.map((entry) => new TextDecoder().decode(entry.bytes))).toEqual(
          Array.from({ length: whole }, (_, n) => `entry ${n}`),
        );
        expect(inspect(copy, (db) => db.prepare('pragma integrity_check').get())).toMatchObject({
          integrity_check: 'ok',
        });
      }),
      { numRuns: 25, examples: [[0], [31], [32], [last]] },
    );
  });

  test('a file of version 1 is read as it is, and opened with all its entries', async () => {
    const folder = await makeFolder();
    const before = await openSqlite({ folder });
    for (const document of ['d', 'e']) {
      for (const text of ['1', '2', '3']) {
        await before.log.append(document, words(`${document} ${text}`), 'k');
      }
    }
    await before.log.compact('d', words('merged'), 'k', [1, 2]);
    await before.log.append('gone', words('1'), '');
    await before.log.remove('gone');
    const entries = { d: await before.log.read('d'), e: await before.log.read('e') };
    await before.close();
    inspect(folder, (db) =>
      db.exec(`
        alter table entries rename to later;
        create table entries (
          stream integer not null, key integer not null, key_name text not null, bytes blob not null,
          primary key (stream, key)
        ) strict, without rowid;
        insert into entries select stream, key, key_name, bytes from later;
        drop table later;
        update meta set value = '1' where name = 'schema'`),
    );
    const copied = (): unknown => {
      const copy = readSqliteCopy(join(folder, 'triad.sqlite'));
      const [d, e] = [[...copy.entries('d')], [...copy.entries('e')]];
      const whole = { schema: copy.schema, faults: copy.faults(), entries: { d, e } };
      copy.close();
      return whole;
    };
    expect(copied()).toEqual({ schema: 1, faults: [], entries });
    const after = await openSqlite({ folder });
    expect({ d: await after.log.read('d'), e: await after.log.read('e') }).toEqual(entries);
    expect(after.opening.loss).toBeNull();
    await after.close();
    expect(copied()).toEqual({ schema: 2, faults: [], entries });
    const again = await openStore({ folder });
    expect(await again.log.append('d', words('d 5'), 'k')).toBe(5);
    expect(await again.log.append('e', words('e 4'), 'k')).toBe(4);
  });

  test('a newer file is refused and not touched', async () => {
    const folder = await makeFolder();
    await (await openSqlite({ folder })).close();
    inspect(folder, (db) =>
      db.exec(`update meta set value = '99' where name = 'schema'; pragma journal_mode = delete`),
    );
    const before = await readFile(join(folder, 'triad.sqlite'));
    for (const _ of [1, 2]) {
      await expect(openSqlite({ folder })).rejects.toMatchObject({
        code: 'storage/newer',
        message: expect.stringContaining('data version 99; this one knows 2'),
      });
    }
    expect((await readFile(join(folder, 'triad.sqlite'))).equals(before)).toBe(true);
  });

  test('a database of others is refused and not touched', async () => {
    const folder = await makeFolder();
    inspect(folder, (db) =>
      db.exec('create table meta (name text, value text); create table theirs (x)'),
    );
    const before = await readFile(join(folder, 'triad.sqlite'));
    await expect(openSqlite({ folder })).rejects.toMatchObject({
      code: 'storage/unavailable',
      message: expect.stringContaining('not one of Triad'),
    });
    expect((await readFile(join(folder, 'triad.sqlite'))).equals(before)).toBe(true);
  });

  test('what is no database is refused by name', async () => {
    const folder = await makeFolder();
    await writeFile(join(folder, 'triad.sqlite'), 'x'.repeat(10_000));
    await expect(openSqlite({ folder })).rejects.toMatchObject({
      code: 'storage/damaged',
      message: expect.stringMatching(/triad\.sqlite cannot be opened: .*not a database.*backup/),
    });
  });

  test('a folder that cannot be made is refused', async () => {
    const folder = await makeFolder();
    await writeFile(join(folder, 'file'), '');
    await expect(openSqlite({ folder: join(folder, 'file', 'data') })).rejects.toMatchObject({
      code: 'storage/unavailable',
    });
  });

  test('uploads and logs left by a crash are swept away', async () => {
    const folder = await makeFolder();
    await (await openSqlite({ folder })).close();
    inspect(folder, (db) => {
      db.exec(`
        insert into sweeps values ('upload', 'u1'), ('stream', '77');
        with recursive n(i) as (select 1 union all select i + 1 from n where i < 2500)
        insert into entries (id, key_name, bytes) select (77 << 32) | i, '', x'00' from n;
        with recursive n(i) as (select 0 union all select i + 1 from n where i < 9)
        insert into blob_pieces select 'u1', i, zeroblob(1000) from n;
      `);
    });
    const store = await openStore({ folder });
    const left = (): unknown =>
      inspect(folder, (db) => ({
        ...db
          .prepare(
            'select (select count(*) from entries) + (select count(*) from blob_pieces) + (select count(*) from sweeps) as n',
          )
          .get(),
      }));
    await expect.poll(left, patience).toEqual({ n: 0 });
    await store.blobs.put('b', new Uint8Array(3_000_000), '');
    await store.blobs.put('b', words('short'), '');
    await store.log.append('d', words('1'), '');
    await store.log.remove('d');
    await expect.poll(left, patience).toEqual({ n: 1 });
  });
});

describe('the lock of the SQLite store', { timeout: 30_000 }, () => {
  test('a second server in the same process is refused', async () => {
    const folder = await makeFolder();
    await openStore({ folder });
    await expect(openSqlite({ folder, lockTimeoutMs: 10 })).rejects.toMatchObject({
      code: 'storage/in-use',
      message: expect.stringContaining('another Triad server'),
    });
  });

  test('a second process is refused until the first is killed', async () => {
    const folder = await makeFolder();
    const child = fileURLToPath(new URL('./crash-child.ts', import.meta.url));
    const server = spawn(process.execPath, [child, folder, '{}'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void server.kill('SIGKILL'));
    await once(server.stdout, 'data');
    await expect(openSqlite({ folder, lockTimeoutMs: 10 })).rejects.toMatchObject({
      code: 'storage/in-use',
    });
    const waiting = openSqlite({ folder, lockTimeoutMs: 10_000 });
    server.kill('SIGKILL');
    await (await waiting).close();
  });
});

describe('a SQLite store in trouble', { timeout: 30_000 }, () => {
  test('[ST19] more than the bound of waiting bytes is refused', async () => {
    const store = await openStore({
      folder: await makeFolder(),
      maxPendingBytes: 100_000,
      faults: { delayWriteMs: 5 },
    });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 30 }, () => store.log.append('d', new Uint8Array(10_000), '')),
    );
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused.length).toBeGreaterThanOrEqual(20);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'storage/unavailable' });
    expect(await store.log.extent('d')).toMatchObject({ entries: 30 - refused.length });
    await store.log.append('d', new Uint8Array(10_000), '');
    // One alone is taken whatever its size.
    await store.log.append('d', new Uint8Array(200_000), '');
  });

  test('[ST19] a store that broke says so once and takes nothing', async () => {
    const folder = await makeFolder();
    const failures: unknown[] = [];
    const store = await openSqlite({
      folder,
      checkpointEveryMs: 3_600_000,
      onFailure: (error) => failures.push(error),
    });
    for (let n = 0; n < 20; n += 1) await store.log.append('d', new Uint8Array(100_000), '');
    // The log is torn away under the running store: what it holds can no longer be read.
    const log = await open(join(folder, 'triad.sqlite-wal'), 'r+');
    await log.truncate(0);
    await log.close();
    await expect(store.log.read('d')).rejects.toMatchObject({ code: 'storage/unavailable' });
    await expect.poll(() => failures.length, patience).toBe(1);
    await expect(store.log.append('d', words('1'), '')).rejects.toMatchObject({
      code: 'storage/unavailable',
    });
    await expect(store.records.define([])).rejects.toMatchObject({ code: 'storage/unavailable' });
    await expect(store.blobs.get('b')).rejects.toMatchObject({ code: 'storage/unavailable' });
    await store.close();
    expect(failures).toMatchObject([{ code: 'storage/unavailable' }]);
  });
});
