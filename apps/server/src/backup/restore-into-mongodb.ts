import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '../migrate/migrate.ts';
import { openEnd } from '../migrate/store-end.ts';
import { refuse } from '../refusal.ts';
import { keysBeside } from '../sealing/open-keyring.ts';
import { prepare } from './restore-backup.ts';
import type { Restored } from './restore-backup.ts';
import { verifyBackup } from './verify-backup.ts';

export type MongodbRestoreOrder = {
  /** Folder of one backup. */
  readonly backup: string;
  readonly uri: () => string;
  /** In which the store of the backup is made ready. */
  readonly dataFolder: string;
  /** A copy of the key store that goes with the backup; null where it is in the database already. */
  readonly keysFolder: string | null;
};

/**
 * Restores a backup into a database that is empty but for its keys; one that was cut off is not
 * served, and made anew. Throws as {@link verifyBackup} and {@link migrate} do, and refuses with
 * `restore/no-keys` where there are none.
 */
export async function restoreIntoMongodb({
  backup,
  uri,
  dataFolder,
  keysFolder,
}: MongodbRestoreOrder): Promise<Omit<Restored, 'dataFolder' | 'movedTo'>> {
  const verified = verifyBackup(backup);
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const staging = join(dataFolder, 'restoring');
  const changed = await prepare(verified, staging);
  try {
    const keys = keysFolder ?? keysBeside(staging);
    const from = await openEnd({ kind: 'folder', folder: staging, keysFolder: keys });
    try {
      const to = await openEnd({ kind: 'mongodb', variable: 'TRIAD_STORE', uri });
      try {
        const refusals = { ...to.refusals, missing: () => refuse('restore/no-keys') };
        await migrate(from, { ...to, refusals }, keysFolder === null);
      } finally {
        await to.store.close();
      }
    } finally {
      await from.store.close();
    }
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  return { verified, ...changed };
}
