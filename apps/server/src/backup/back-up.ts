import { openMongodb } from '@triad/storage';
import { mongodbKeyHome } from '../sealing/mongodb-key-home.ts';
import type { Settings } from '../settings.ts';
import { copyLive } from './copy-live.ts';
import { makeBackup, makeBackupOf } from './make-backup.ts';
import { readWithKeys } from './read-with-keys.ts';
import type { ReadBackup } from './read-with-keys.ts';

/**
 * Makes a backup of the store that is served, beside its servers, and reads it to its end with the
 * keys at hand. Throws as {@link makeBackup} and {@link readWithKeys} do.
 */
export async function backUpAndRead(
  { store: choice, dataFolder, keysFolder, serverKey }: Settings,
  to: string,
  at: Date,
): Promise<ReadBackup> {
  const order = { to, at, cause: 'asked' } as const;
  if (choice.kind === 'sqlite') {
    const { folder } = makeBackup({ dataFolder, ...order });
    return readWithKeys(folder, { keysFolder, serverKey });
  }
  const store = await openMongodb({ uri: choice.uri() });
  try {
    const { folder } = await makeBackupOf(order, (work) => copyLive(store, store.id, work));
    const home = mongodbKeyHome(store.keys, keysFolder);
    return await readWithKeys(folder, { keysFolder, serverKey, home });
  } finally {
    await store.close();
  }
}
