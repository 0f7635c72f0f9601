import { MongoClient, ReadConcern, ReadPreference, WriteConcern } from 'mongodb';
import type { CommandStartedEvent, DbOptions, MongoClientOptions } from 'mongodb';
import { StorageError } from '../errors.ts';
import { collectionsOf } from './collections.ts';
import { toStorageError } from './failures.ts';
import { MONGODB_STEPS } from './schema-steps.ts';
import type { MongodbStep } from './schema-steps.ts';
import { prepareSchema } from './schema.ts';
import { MongodbStore } from './store.ts';
import { Sweeper } from './sweeper.ts';

export type MongodbOptions = {
  /**
   * The connection string, `mongodb://…` or `mongodb+srv://…`. The database is the one in its path,
   * else `triad`. What it says of write and read concern is not heeded: durability is not for it to say.
   */
  readonly uri: string;
  /** Bytes of writes not answered yet beyond which writes reject with `storage/unavailable`; default 64 MiB. */
  readonly maxPendingBytes?: number;
  /** How long a call waits for a primary before it rejects with `storage/unavailable`, in ms; default 5,000. */
  readonly waitForServerMs?: number;
  /** How long a command may go unanswered, in ms; default 20,000. */
  readonly commandTimeoutMs?: number;
  /** For tests: each command as it is sent. */
  readonly onCommand?: (event: CommandStartedEvent) => void;
  /** For tests only: other steps of the schema than those of this version. */
  readonly schemaSteps?: readonly MongodbStep[];
};

const COMMAND_TIMEOUT_MS = 20_000;
const MIB = 1024 * 1024;

/** What the store takes at most when it is opened with nothing else. */
export const MONGODB_LIMITS = { maxPendingBytes: 64 * MIB } as const;

/**
 * Opens the store on MongoDB, which other servers may have open as well. Rejects with
 * `storage/invalid` if the connection string cannot be read, with `storage/newer` if a newer version
 * wrote the data, with `storage/in-use` if an earlier one did and somebody has them, with `storage/unavailable` if there is no primary to be reached or it refuses; no
 * sentence holds anything of the connection string. Once open, the store outlives losses of MongoDB:
 * calls reject with `storage/unavailable` until it is back.
 */
export async function openMongodb(options: MongodbOptions): Promise<MongodbStore> {
  const client = makeClient(options);
  const { onCommand, schemaSteps = MONGODB_STEPS } = options;
  if (onCommand !== undefined) client.on('commandStarted', onCommand);
  try {
    await client.connect();
    const db = client.db(databaseOf(options.uri), concernsOf(options));
    const { version } = await db.command({ buildInfo: 1 });
    const collections = collectionsOf(db);
    const { id } = await prepareSchema(collections, db, schemaSteps);
    const sweeper = new Sweeper(collections);
    sweeper.start();
    const settings = {
      version: String(version),
      id,
      schemaSteps,
      maxPendingBytes: options.maxPendingBytes ?? MONGODB_LIMITS.maxPendingBytes,
    };
    return new MongodbStore(db, settings, async () => {
      await sweeper.stop();
      await client.close();
    });
  } catch (error) {
    await client.close().catch(() => {});
    throw toStorageError(error);
  }
}

function makeClient(options: MongodbOptions): MongoClient {
  const waitForServerMs = options.waitForServerMs ?? 5_000;
  const commandTimeoutMs = options.commandTimeoutMs ?? COMMAND_TIMEOUT_MS;
  const settings: MongoClientOptions = {
    appName: 'triad',
    retryWrites: true,
    retryReads: true,
    maxPoolSize: 32,
    serverSelectionTimeoutMS: waitForServerMs,
    connectTimeoutMS: waitForServerMs,
    waitQueueTimeoutMS: commandTimeoutMs,
    socketTimeoutMS: commandTimeoutMs,
    monitorCommands: options.onCommand !== undefined,
  };
  try {
    return new MongoClient(options.uri, settings);
  } catch {
    // The driver's sentence may repeat the string, and with it the password.
    throw new StorageError(
      'storage/invalid',
      'the connection string of MongoDB cannot be read; it begins with mongodb:// or mongodb+srv://, and special characters of a password are written as %XX',
    );
  }
}

/** Set on the database: what is set on the client gives way to the connection string. */
function concernsOf({ commandTimeoutMs = COMMAND_TIMEOUT_MS }: MongodbOptions): DbOptions {
  return {
    // [ST1]: on the disks of most members before it is acknowledged, so no new primary lacks it.
    writeConcern: new WriteConcern('majority', Math.ceil(commandTimeoutMs / 2), true),
    // [ST2]: of the primary, and never what a majority does not have yet, which could be taken back.
    readConcern: new ReadConcern('majority'),
    readPreference: ReadPreference.primary,
  };
}

function databaseOf(uri: string): string {
  const name = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(uri)?.[1];
  return name === undefined ? 'triad' : decodeURIComponent(name);
}
