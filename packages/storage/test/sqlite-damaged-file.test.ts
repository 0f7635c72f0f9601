import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { openSqlite } from '../src/index.ts';
import type { StorageError } from '../src/index.ts';
import { makeFolder, openStore } from './sqlite-folder.ts';

const FILE = 'triad.sqlite';
const PAGE_BYTES = 4_096;

/** A closed store with a few hundred entries, and the number of a page that holds some. */
async function filled(): Promise<{ readonly folder: string; readonly page: number }> {
  const folder = await makeFolder();
  const store = await openSqlite({ folder });
  await Promise.all(
    Array.from({ length: 400 }, () => store.log.append('d', new Uint8Array(200), '')),
  );
  await store.close();
  const db = new DatabaseSync(join(folder, FILE));
  const root = Number(
    db.prepare(`select rootpage from sqlite_schema where name = 'entries'`).get()?.['rootpage'],
  );
  db.close();
  return { folder, page: root };
}

async function overwrite(folder: string, at: number, bytes: Uint8Array): Promise<void> {
  const file = await open(join(folder, FILE), 'r+');
  await file.write(bytes, 0, bytes.length, at);
  await file.close();
}

describe('a damaged database file', { timeout: 30_000 }, () => {
  test('[ST21] is refused by name where its head is damaged', async () => {
    const { folder } = await filled();
    await overwrite(folder, 0, Uint8Array.of(0xff));
    await expect(openSqlite({ folder })).rejects.toMatchObject({
      code: 'storage/damaged',
      message: expect.stringMatching(/triad\.sqlite cannot be opened: .*restore a backup/),
    });
  });

  test('[ST21] breaks the store at the first read of a damaged page', async () => {
    const { folder, page } = await filled();
    await overwrite(folder, (page - 1) * PAGE_BYTES, new Uint8Array(64).fill(0xff));
    const failures: StorageError[] = [];
    const store = await openStore({
      folder,
      checkAfterMs: 3_600_000,
      onFailure: (error) => failures.push(error),
    });
    await expect(store.log.read('d')).rejects.toMatchObject({ code: 'storage/damaged' });
    await expect.poll(() => failures.length, { timeout: 15_000 }).toBe(1);
    expect(failures).toMatchObject([{ code: 'storage/damaged' }]);
    await expect(store.log.read('other')).rejects.toMatchObject({ code: 'storage/unavailable' });
  });

  test('[ST21] is found by the check though nobody reads the page', async () => {
    const { folder, page } = await filled();
    await overwrite(folder, (page - 1) * PAGE_BYTES, new Uint8Array(64).fill(0xff));
    const failures: StorageError[] = [];
    await openStore({ folder, checkAfterMs: 0, onFailure: (error) => failures.push(error) });
    await expect.poll(() => failures.length, { timeout: 15_000 }).toBe(1);
    expect(failures).toMatchObject([
      { code: 'storage/damaged', message: expect.stringMatching(/restore a backup/) },
    ]);
  });
});
