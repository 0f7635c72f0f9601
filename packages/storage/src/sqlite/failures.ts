import { StorageError } from '../errors.ts';
import type { Failure } from './protocol.ts';

/** SQLite's primary result code, or null if the error is not SQLite's. */
export function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number')
    return null;
  return error.errcode & 0xff;
}

/**
 * SQLite's sentences name columns, never values, so they may be shown to the operator. Anything
 * else unexpected becomes its class name alone.
 */
export function toFailure(error: unknown): Failure {
  if (error instanceof StorageError) return { code: error.code, message: error.message };
  const code = sqliteCode(error);
  if (code !== null && error instanceof Error) {
    const said = `SQLite code ${code}: ${error.message}`;
    if (isFull(error)) return { code: 'storage/full', message: full(said) };
    if (isDamage(error)) return { code: 'storage/damaged', message: damaged(said) };
    return { code: 'storage/unavailable', message: `the database refused (${said})` };
  }
  return {
    code: 'storage/unavailable',
    message: `the database thread failed (${error instanceof Error ? error.name : typeof error})`,
  };
}

/** No room on the disk, or none left for this user: as SQLite says it, or the system. */
export function isFull(error: unknown): boolean {
  if (sqliteCode(error) === 13) return true;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'ENOSPC' || code === 'EDQUOT';
}

/** For the operator. */
export function full(said: string): string {
  return `the disk is full (${said}). Make room on it; nothing that was confirmed is lost.`;
}

/** What SQLite itself can know: pages that make no tree, or a file that is none of its own. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === 11 || code === 26;
}

/** For the operator. */
export function damaged(said: string): string {
  return `the database is damaged, or is none (${said}). Stop the server, keep the data folder as it is, check the disk, and restore a backup.`;
}

/**
 * After these the connection's view of the file cannot be trusted: I/O error (a failed flush may
 * have dropped pages without a second report), corrupt, cannot open, not a database.
 */
export function isFatal(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === 10 || code === 11 || code === 14 || code === 26;
}
