import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StorageError } from '../errors.ts';
import { sqliteCode } from './failures.ts';
import { LOCK_FILE } from './protocol.ts';

/**
 * Holds a data folder for one server. The lock is the operating system's, on an empty file beside
 * the database, taken through SQLite: it ends with the process however that ends, so nothing has to
 * be cleaned up after a crash; and it holds within one process too. Held until the returned
 * connection is closed. Not to be relied on over a network file system.
 */
export function takeLock(folder: string, timeoutMs: number): DatabaseSync {
  const file = join(folder, LOCK_FILE);
  closeSync(openSync(file, 'a', 0o600));
  const lock = new DatabaseSync(file, { timeout: timeoutMs });
  try {
    // Nothing is ever written: no journal file is wanted beside the lock.
    lock.exec('pragma journal_mode = memory; begin exclusive');
    return lock;
  } catch (error) {
    lock.close();
    if (sqliteCode(error) !== SQLITE_BUSY) throw error;
    throw new StorageError(
      'storage/in-use',
      `${folder} is in use by another Triad server. Stop that one first, or give this one a folder of its own.`,
      { cause: error },
    );
  }
}

const SQLITE_BUSY = 5;
