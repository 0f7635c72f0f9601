import { mkdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { holdSqliteFolder, openMongodb, openSqlite, SQLITE_FILE } from '@triad/storage';
import type { MongodbStore, Store, StoreOpening } from '@triad/storage';
import type { Logger } from 'pino';
import { OPERATOR_MESSAGES } from './messages.ts';
import { folderKeyHome } from './sealing/folder-key-home.ts';
import type { KeyHome } from './sealing/key-home.ts';
import { mongodbKeyHome } from './sealing/mongodb-key-home.ts';
import { keysFolderOf, refuseLostData } from './sealing/open-keyring.ts';
import type { SealingOptions } from './sealing/open-keyring.ts';
import { SQLITE } from './store-choice.ts';
import type { StoreChoice } from './store-choice.ts';

export type StoreOptions = SealingOptions & {
  /** Default: SQLite, in the data folder. */
  readonly store?: StoreChoice;
  /** Other servers have the same store in MongoDB; default false. */
  readonly isShared?: boolean;
  readonly log: Logger;
  /** Called once if the store breaks for good: the process should end and be started anew. */
  readonly onFailure?: () => void;
};

export type OpenedStore = {
  /** As it is on disk: what is sealed is sealed. */
  readonly store: Store;
  readonly id: string;
  /** What the opening found; null where that is not for the store to know (MongoDB keeps its own files). */
  readonly opening: StoreOpening | null;
  readonly keyHome: KeyHome;
  /**
   * Does the work of a start, which may take what is unfinished for what a crash left where `isAlone`. Others
   * are kept out until the store is closed; where it is shared, until the start is over. Rejects with
   * `storage/in-use` where others are at work that do not share it.
   */
  start<Result>(work: (isAlone: boolean) => Promise<Result>): Promise<Result>;
  /** What servers that share the store know of one another; null where it is not shared. */
  readonly shared: SharedStore | null;
};

export type SharedStore = Pick<MongodbStore, 'servers' | 'guard'>;

/**
 * Opens the store that was chosen; the data folder belongs to this process from then on, whichever
 * it is. Rejects with the store's own errors, refuses with `sealing/data-missing`; no sentence holds
 * anything of a connection string.
 */
export function openStore(options: StoreOptions): Promise<OpenedStore> {
  const { store = SQLITE } = options;
  return store.kind === 'sqlite' ? openInFolder(options) : openInMongodb(store.uri, options);
}

async function openInFolder(options: StoreOptions): Promise<OpenedStore> {
  await refuseLostData(options);
  const store = await openSqlite({
    folder: options.dataFolder,
    onFailure: (error) => {
      options.log.fatal({ code: error.code, reason: error.message }, OPERATOR_MESSAGES.broke());
      options.onFailure?.();
    },
  });
  const keyHome = folderKeyHome(keysFolderOf(options), true);
  // The folder is held already.
  return {
    store,
    id: store.id,
    opening: store.opening,
    keyHome,
    start: (work) => work(true),
    shared: null,
  };
}

/** MongoDB may be lost and come back while the store is open: it never breaks. */
async function openInMongodb(uri: () => string, options: StoreOptions): Promise<OpenedStore> {
  const { dataFolder, log, isShared = false } = options;
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  // The door of the command line is in it, and leads to one server.
  const hold = holdSqliteFolder(dataFolder);
  try {
    const store = await openMongodb({ uri: uri() });
    if (existsSync(join(dataFolder, SQLITE_FILE)))
      log.warn({ dataFolder }, OPERATOR_MESSAGES.folderNotUsed(dataFolder));
    return {
      store: {
        records: store.records,
        log: store.log,
        blobs: store.blobs,
        description: store.description,
        close: () => store.close().finally(() => hold.release()),
      },
      id: store.id,
      opening: null,
      keyHome: mongodbKeyHome(store.keys, keysFolderOf(options)),
      shared: isShared ? store : null,
      async start(work) {
        if (isShared) return store.start(work);
        await store.claim(() => {
          log.fatal(OPERATOR_MESSAGES.takenOver());
          options.onFailure?.();
        });
        return work(true);
      },
    };
  } catch (error) {
    hold.release();
    throw error;
  }
}
