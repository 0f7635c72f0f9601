import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store } from '@triad/storage';
import { openSqlite } from '@triad/storage';
import { openTables } from '../src/data/tables.ts';
import { keysBeside, openKeyring } from '../src/sealing/open-keyring.ts';
import { sealStore } from '../src/sealing/seal-store.ts';

/** A data folder on which no server runs, as it lies on disk. */
export async function openBare(dataFolder: string): Promise<Store> {
  const bare = await openSqlite({ folder: dataFolder });
  await openTables(bare.records);
  return bare;
}

/** The same, and as the server sees it. */
export async function openBoth(dataFolder: string) {
  const bare = await openBare(dataFolder);
  const { keyring } = await openKeyring(bare.records, { dataFolder });
  const sealed = sealStore(bare, () => keyring);
  return { bare, sealed, keyring, tables: await openTables(sealed.records) };
}

/** Names of the files of keys that go with a data folder. */
export async function keyFiles(dataFolder: string): Promise<readonly string[]> {
  return (await readdir(join(keysBeside(dataFolder), 'keys'))).sort();
}
