import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storeConformance } from '../src/conformance/index.ts';
import { openSqlite } from '../src/index.ts';

storeConformance('SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'triad-storage-'));
  let store = await openSqlite({ folder });
  return {
    store,
    async reopen() {
      await store.close();
      store = await openSqlite({ folder });
      return store;
    },
    async dispose() {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
});
