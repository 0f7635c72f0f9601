import { mkdir } from 'node:fs/promises';
import { StorageError } from '../errors.ts';
import type { CheckpointerData, ReaderData, WriterData } from './protocol.ts';
import { SQLITE_STEPS } from './schema-steps.ts';
import type { SqliteStep } from './schema-steps.ts';
import { SqliteStore } from './store.ts';
import { Thread } from './thread.ts';

export type SqliteOptions = {
  /** The data folder, made (for its owner alone) if it is not there. Holds `triad.sqlite` and its companions. */
  readonly folder: string;
  /** Bytes of writes waiting for the disk beyond which writes reject with `storage/unavailable`; default 64 MiB. */
  readonly maxPendingBytes?: number;
  /** How long to wait for another server to let go of the folder, in ms; default 1,000. */
  readonly lockTimeoutMs?: number;
  /** How often the log is copied into the database file if it grew, in ms; default 500. */
  readonly checkpointEveryMs?: number;
  /** Size of the write-ahead log at which it is cut back at once, in bytes; default 64 MiB. */
  readonly truncateLogAtBytes?: number;
  /** When the whole database file is checked, in ms after the opening; default 2,000. */
  readonly checkAfterMs?: number;
  /**
   * Called once if the store breaks (a thread ended, the disk failed, the file is damaged): every call rejects with
   * `storage/unavailable` from then on, so the server should stop and be started anew.
   */
  readonly onFailure?: (error: StorageError) => void;
  readonly faults?: SqliteFaults;
  /** For tests only: other steps of the schema than those of this version. */
  readonly schemaSteps?: readonly SqliteStep[];
};

/** For tests only: makes the store slow or dishonest, to prove that a test of durability would notice. */
export type SqliteFaults = {
  /** Sleeps so long after each write, before its commit. */
  readonly delayWriteMs?: number;
  /** Resolves promises before the commit: breaks [ST1]. */
  readonly acknowledgeBeforeCommit?: boolean;
  /** Anything but FULL (the default) commits without a flush: breaks [ST1] when the power fails. */
  readonly synchronous?: 'FULL' | 'NORMAL' | 'OFF';
};

const MIB = 1024 * 1024;

/** What the store takes at most when it is opened with nothing else. */
export const SQLITE_LIMITS = { maxPendingBytes: 64 * MIB } as const;

/**
 * Opens the embedded store. One process at a time: rejects with `storage/in-use` while another
 * holds the folder, with `storage/newer` if a newer version wrote it, with `storage/damaged` or
 * `storage/unavailable` if the file cannot be opened; the messages are for the operator. What a
 * damaged log has lost is no error: `opening` of the store says it.
 */
export async function openSqlite(options: SqliteOptions): Promise<SqliteStore> {
  const { folder, faults = {} } = options;
  await makeFolder(folder);
  const commits = new Int32Array(new SharedArrayBuffer(4));
  const maxPendingBytes = options.maxPendingBytes ?? SQLITE_LIMITS.maxPendingBytes;
  const threads: Thread[] = [];
  let opened = false;
  let failed = false;
  // One broken thread breaks the store: what is left of it could only serve half of a promise.
  const onFailure = (error: StorageError): void => {
    if (!opened || failed) return;
    failed = true;
    for (const thread of threads) thread.fail(error);
    options.onFailure?.(error);
  };
  const startThread = (name: string, url: URL, data: unknown): Thread => {
    const thread = new Thread({ name, url, data, maxPendingBytes, onFailure });
    threads.push(thread);
    return thread;
  };

  const writerData: WriterData = {
    folder,
    commits,
    lockTimeoutMs: options.lockTimeoutMs ?? 1_000,
    faults: {
      delayWriteMs: faults.delayWriteMs ?? 0,
      acknowledgeBeforeCommit: faults.acknowledgeBeforeCommit ?? false,
      synchronous: faults.synchronous ?? 'FULL',
    },
    schemaSteps: options.schemaSteps ?? SQLITE_STEPS,
  };
  const checkpointerData: CheckpointerData = {
    folder,
    commits,
    everyMs: options.checkpointEveryMs ?? 500,
    truncateAtBytes: options.truncateLogAtBytes ?? 64 * MIB,
    checkAfterMs: options.checkAfterMs ?? 2_000,
  };
  const readerData: ReaderData = { folder };

  const writer = startThread('writer', new URL('./writer.ts', import.meta.url), writerData);
  const settings = await writer.ready;
  const reader = startThread('reader', new URL('./reader.ts', import.meta.url), readerData);
  const checkpointer = startThread(
    'checkpoint',
    new URL('./checkpointer.ts', import.meta.url),
    checkpointerData,
  );
  try {
    await Promise.all([reader.ready, checkpointer.ready]);
  } catch (error) {
    await Promise.all([reader.close(), checkpointer.close()]);
    await writer.close();
    throw error;
  }
  if (settings === null) throw new TypeError('the writer does not say what is in force');
  opened = true;
  return new SqliteStore({ writer, reader, checkpointer }, settings);
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const reason =
      error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new StorageError(
      'storage/unavailable',
      `the data folder ${folder} cannot be made (${reason})`,
      { cause: error },
    );
  }
}
