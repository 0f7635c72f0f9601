import { openMongodb, openSqlite } from '@triad/storage';
import type { Store, StoreLoader, StoreLoss } from '@triad/storage';
import { folderKeyCopier } from '../sealing/folder-key-copier.ts';
import { folderKeyHome } from '../sealing/folder-key-home.ts';
import type { KeyCopier } from '../sealing/key-copier.ts';
import type { KeyRefusals } from '../sealing/key-home.ts';
import { mongodbKeyCopier } from '../sealing/mongodb-key-copier.ts';
import { mongodbKeyHome } from '../sealing/mongodb-key-home.ts';
import type { KeysEnd } from './copy-keys.ts';
import { refuseInside } from '../sealing/open-keyring.ts';

/** One of the two ends of a migration, as the operator names it. */
export type EndChoice =
  | { readonly kind: 'folder'; readonly folder: string; readonly keysFolder: string }
  /** `variable` of the environment holds the connection string. */
  | { readonly kind: 'mongodb'; readonly variable: string; readonly uri: () => string };

/** A store with its key store, open, that no server has open. */
export type StoreEnd = {
  /** For sentences: the folder, or the variable that names the database. */
  readonly name: string;
  readonly store: Store;
  readonly id: string;
  readonly loader: StoreLoader;
  readonly keys: KeyCopier;
  readonly refusals: Pick<KeyRefusals, 'missing' | 'other'>;
  /** What a damaged log of it has lost. */
  readonly loss: StoreLoss | null;
};

/**
 * Opens an end, which nobody else may have open (`storage/in-use`), and keeps servers from it until its
 * store is closed. A folder that is not there is made. Rejects as the stores do, and refuses with
 * `sealing/keys-inside`.
 */
export async function openEnd(choice: EndChoice): Promise<StoreEnd> {
  if (choice.kind === 'mongodb') {
    const store = await openMongodb({ uri: choice.uri() });
    try {
      // Where it is taken over in the midst of it, the comparison at the end finds what was written.
      await store.claim(() => undefined);
    } catch (error) {
      await store.close();
      throw error;
    }
    const { refusals } = mongodbKeyHome(store.keys, '');
    const keys = mongodbKeyCopier(store.keys);
    const name = `the MongoDB of ${choice.variable}`;
    return { name, store, id: store.id, loader: store.loader, keys, refusals, loss: null };
  }
  const { folder, keysFolder } = choice;
  await refuseInside(keysFolder, folder);
  const store = await openSqlite({ folder });
  const { refusals } = folderKeyHome(keysFolder, false);
  const keys = folderKeyCopier(keysFolder);
  const { loss } = store.opening;
  return { name: folder, store, id: store.id, loader: store.loader, keys, refusals, loss };
}

/** The key store of an end alone; its data are not opened, and may be served meanwhile. */
export async function openKeys(
  choice: EndChoice,
): Promise<KeysEnd & { readonly close: () => Promise<void> }> {
  if (choice.kind === 'folder') {
    const { keysFolder } = choice;
    const close = () => Promise.resolve();
    return { name: keysFolder, keys: folderKeyCopier(keysFolder), close };
  }
  const store = await openMongodb({ uri: choice.uri() });
  const keys = mongodbKeyCopier(store.keys);
  return { name: `the MongoDB of ${choice.variable}`, keys, close: () => store.close() };
}
