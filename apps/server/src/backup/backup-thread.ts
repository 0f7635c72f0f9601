import { parentPort } from 'node:worker_threads';
import { StorageError } from '@triad/storage';
import type { ThreadFailure, ThreadReply, ThreadRequest } from '../one-thread.ts';
import { faultOf } from '../one-thread.ts';
import { Refusal } from '../refusal.ts';
import { pruneBackups } from './list-backups.ts';
import { makeBackup } from './make-backup.ts';
import { verifyBackup } from './verify-backup.ts';

/* The thread that makes backups beside a serving one: each is made, verified, and only then makes older ones go. */

export type BackupWork = {
  readonly dataFolder: string;
  readonly to: string;
  /** UTC ISO 8601. */
  readonly at: string;
  readonly keep: number;
};

export type BackupDone = {
  readonly folder: string;
  /** Documents that could not be read in the store either; nothing older was removed then. */
  readonly unreadable: readonly string[];
  readonly removed: number;
};

const port = parentPort;
if (port === null) throw new Error('backup-thread.ts runs as a worker thread alone');

function reply(message: ThreadReply<BackupDone>): void {
  port?.postMessage(message);
}

function perform({ dataFolder, to, at, keep }: BackupWork): BackupDone {
  const { folder } = makeBackup({ dataFolder, to, at: new Date(at), cause: 'schedule' });
  const { unreadable } = verifyBackup(folder).documents;
  const removed = unreadable.length === 0 ? pruneBackups(to, keep) : 0;
  return { folder, unreadable, removed };
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
  try {
    reply({ kind: 'done', id, result: perform(work) });
  } catch (error) {
    reply({ kind: 'failed', id, failure: failureOf(error) });
  }
});
reply({ kind: 'ready' });
