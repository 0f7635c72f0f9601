import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openSqlite } from '../src/index.ts';
import type { SqliteOptions, SqliteStore } from '../src/index.ts';

/** A folder of the running test, deleted with it. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'triad-storage-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A store of the running test, closed with it. */
export async function openStore(options: SqliteOptions): Promise<SqliteStore> {
  const store = await openSqlite(options);
  onTestFinished(() => store.close());
  return store;
}
