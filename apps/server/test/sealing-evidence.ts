import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { readServerKey } from '../src/sealing/server-key.ts';
import { Wrapping } from '../src/sealing/wrapped-key.ts';
import type { findOpened, Words } from './sealing-search.ts';
import type { Search } from './sealing-search-thread.ts';

/**
 * As long as somebody reads an older state the write-ahead log is not begun anew: all that was
 * written since then, and removed again, stays in it.
 */
export function holdLog(folder: string): () => void {
  const database = new DatabaseSync(join(folder, 'triad.sqlite'), { readOnly: true });
  database.exec('begin');
  database.prepare('select count(*) from records').get();
  return () => database.close();
}

/** What somebody has who took away the data folder at this moment, but not the keys. */
export function copyData(folder: string, to: string): void {
  mkdirSync(to);
  for (const name of ['triad.sqlite', 'triad.sqlite-wal']) {
    if (existsSync(join(folder, name))) copyFileSync(join(folder, name), join(to, name));
  }
}

/** As {@link findOpened}, on a thread of its own. */
export async function search(
  folder: string,
  keys: readonly Uint8Array[],
  words: Words,
): Promise<ReturnType<typeof findOpened>> {
  const worker = new Worker(new URL('./sealing-search-thread.ts', import.meta.url), {
    workerData: { folder, keys, words } satisfies Search,
  });
  const [found] = (await once(worker, 'message')) as [ReturnType<typeof findOpened>];
  await worker.terminate();
  return found;
}

export type KnownKey = { readonly name: string; readonly wrapped: Buffer; readonly secret: Buffer };

/** Every data key that the key store still gives to whoever has the server's key. */
export async function readKeys(keysFolder: string): Promise<readonly KnownKey[]> {
  const serverKey = await readServerKey(keysFolder);
  if (serverKey === null) throw new Error('no key of the server');
  const { id } = JSON.parse(readFileSync(join(keysFolder, 'store.json'), 'utf8')) as { id: string };
  const wrapping = new Wrapping(serverKey.bytes, id);
  return readdirSync(join(keysFolder, 'keys'))
    .filter((name) => name.endsWith('.key'))
    .map((file) => {
      const [transcript, number] = file.split('.');
      const name = `${transcript}/${number}`;
      const wrapped = readFileSync(join(keysFolder, 'keys', file));
      return { name, wrapped, secret: wrapping.unwrap(name, wrapped) };
    });
}
