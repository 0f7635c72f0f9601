import { closeSync, existsSync, fsyncSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StorageError } from '../errors.ts';
import { isFull, toFailure } from './failures.ts';
import { takeLock } from './lock.ts';
import { DATABASE_FILE } from './protocol.ts';
import { checkSchema } from './schema.ts';

/** Name of the one file of an embedded store, in a data folder and in a copy alike. */
export const SQLITE_FILE = DATABASE_FILE;

/**
 * Writes one moment of the whole store into a new file (for its owner alone, on disk when this
 * returns). Blocks its thread, and nobody else: a server may go on committing to the folder, and
 * whatever it acknowledged before the call is in the copy. What was deleted is not.
 *
 * VACUUM INTO because it is as quick as SQLite's page-wise backup in one step, leaves free pages
 * out and reads every tree; in several steps a backup begins anew with each commit of another
 * connection and never ends.
 *
 * Throws `storage/unavailable` if there is no store in the folder, if `file` is there already or
 * cannot be written, `storage/full` if there is no room for it, `storage/newer` if a newer version wrote the store.
 */
export function copySqlite(folder: string, file: string): void {
  const source = join(folder, DATABASE_FILE);
  if (!existsSync(source)) {
    throw new StorageError('storage/unavailable', `there is no Triad data in ${folder}`);
  }
  try {
    // Made before SQLite opens it, so that nobody else may read it; fails if it is there.
    closeSync(openSync(file, 'wx', 0o600));
    const db = new DatabaseSync(source, { readOnly: true, timeout: 30_000 });
    try {
      if (checkSchema(db, source)) {
        throw new StorageError('storage/unavailable', `there is no Triad data in ${folder}`);
      }
      db.prepare('vacuum into ?').run(file);
    } finally {
      db.close();
    }
    const written = openSync(file, 'r+');
    try {
      fsyncSync(written);
    } finally {
      closeSync(written);
    }
  } catch (error) {
    if (error instanceof StorageError) throw error;
    const isRoom = !isFull(error);
    throw new StorageError(
      isRoom ? 'storage/unavailable' : 'storage/full',
      isRoom
        ? `${file} cannot be made: ${reasonOf(error)}`
        : `${file} cannot be made: the disk is full. Make room on it, or choose another.`,
      { cause: error },
    );
  }
}

/**
 * Keeps every server off a data folder until released, once or more. Throws `storage/in-use` while one holds it.
 */
export function holdSqliteFolder(folder: string, timeoutMs = 1_000): { release(): void } {
  const lock = takeLock(folder, timeoutMs);
  return {
    release() {
      if (lock.isOpen) lock.close();
    },
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error && 'syscall' in error
    ? String(error.code)
    : toFailure(error).message;
}
