import { parentPort } from 'node:worker_threads';
import { StorageError } from '@triad/storage';
import type { ThreadFailure, ThreadReply, ThreadRequest } from '../one-thread.ts';
import { faultOf, tellReady } from '../one-thread.ts';
import { Refusal } from '../refusal.ts';
import { pruneBackups } from './list-backups.ts';
import type { Pruned } from './list-backups.ts';
import { makeBackup } from './make-backup.ts';
import { readWithKeys } from './read-with-keys.ts';
import type { KeysAt } from './read-with-keys.ts';

/*
 * The thread that makes backups beside a serving one: each is made, verified, opened with the keys, and
 * only then makes older ones go.
 */

export type BackupWork = KeysAt & {
  readonly dataFolder: string;
  readonly to: string;
  /** UTC ISO 8601. */
  readonly at: string;
  readonly keep: number;
  /** Of the store in the data folder. */
  readonly storeId: string;
};

export type BackupDone = {
  readonly folder: string;
  /** What in it cannot be read or opened, in a sentence; nothing older was removed then. */
  readonly fault: string | null;
  /** Null where nothing was to be removed. */
  readonly pruned: Pruned | null;
};

const port = parentPort;
if (port === null) throw new Error('backup-thread.ts runs as a worker thread alone');

function reply(message: ThreadReply<BackupDone>): void {
  port?.postMessage(message);
}

async function perform({
  dataFolder,
  to,
  at,
  keep,
  storeId,
  ...keys
}: BackupWork): Promise<BackupDone> {
  const { folder } = makeBackup({ dataFolder, to, at: new Date(at), cause: 'schedule' });
  const { fault, withoutKeys } = await readWithKeys(folder, keys);
  // Without its keys nobody knows whether it holds anything: older ones may be all that is left.
  const reason = fault ?? withoutKeys;
  const pruned = reason === null ? pruneBackups(to, keep, storeId) : null;
  return { folder, fault: reason?.message ?? null, pruned };
}

function failureOf(error: unknown): ThreadFailure {
  const fault = faultOf(error);
  if (error instanceof Refusal || error instanceof StorageError) {
    return { fault, refusal: { code: error.code, message: error.message } };
  }
  // Of the file system: its sentences name paths and calls.
  return error instanceof Error && 'code' in error && 'syscall' in error
    ? { fault, refusal: { code: String(error.code), message: error.message } }
    : { fault, refusal: null };
}

port.on('message', ({ id, work }: ThreadRequest<BackupWork>) => {
  perform(work).then(
    (result) => reply({ kind: 'done', id, result }),
    (error: unknown) => reply({ kind: 'failed', id, failure: failureOf(error) }),
  );
});
tellReady(port);
