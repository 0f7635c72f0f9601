import { migrate } from '../../../apps/server/src/migrate/migrate.ts';
import { openEnd } from '../../../apps/server/src/migrate/store-end.ts';
import { keysBeside } from '../../../apps/server/src/sealing/open-keyring.ts';

/** Copies a study in a data folder with its keys into an empty database, as `pnpm triad migrate` does. */
export async function moveToMongodb(dataFolder: string, uri: string): Promise<void> {
  const keysFolder = keysBeside(dataFolder);
  const from = await openEnd({ kind: 'folder', folder: dataFolder, keysFolder });
  try {
    const to = await openEnd({ kind: 'mongodb', variable: 'TRIAD_STORE', uri: () => uri });
    try {
      await migrate(from, to);
    } finally {
      await to.store.close();
    }
  } finally {
    await from.store.close();
  }
}
