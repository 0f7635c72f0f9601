import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { refuse } from '../refusal.ts';
import { writeDurably } from './durable-files.ts';
import {
  HEAD_FILE,
  KEY_FILE,
  KEYS_FOLDER,
  makeFileKeyStore,
  openFileKeyStore,
} from './file-key-store.ts';
import type { KeyCopier, WholeKey } from './key-copier.ts';
import { keyName } from './key-store.ts';
import type { KeyStore } from './key-store.ts';

/** The key store in a folder; the server's key, which may lie beside it, is no part of it and stays. */
export function folderKeyCopier(folder: string): KeyCopier {
  const keysFolder = join(folder, KEYS_FOLDER);
  let made: KeyStore | null = null;

  async function names(): Promise<readonly string[]> {
    const files = await readdir(keysFolder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    return files
      .map((file) => KEY_FILE.exec(file)?.groups ?? {})
      .flatMap(({ transcript, number }) =>
        transcript === undefined ? [] : [keyName(transcript, Number(number))],
      )
      .sort();
  }

  return {
    async head() {
      const store = await openFileKeyStore(folder, false);
      return store === null ? null : { id: store.id, check: store.check };
    },
    async *keys(): AsyncGenerator<WholeKey> {
      const store = await openFileKeyStore(folder, false);
      if (store === null) return;
      for (const name of await names()) yield { name, bytes: await store.read(name) };
    },
    async make({ id, check }) {
      // Of a key store that lost its head: they may be all that is left, and would be overwritten.
      if ((await names()).length > 0) throw refuse('migrate/keys-not-empty', folder);
      made = await makeFileKeyStore(folder, () => check, id);
    },
    async add({ name, bytes }) {
      if (bytes !== null) await made?.add(name, bytes);
      else await writeDurably(join(keysFolder, `${name.replace('/', '.')}.destroyed`), '');
    },
    async clear() {
      await rm(keysFolder, { recursive: true, force: true });
      await rm(join(folder, HEAD_FILE), { force: true });
    },
  };
}
