import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StorageError } from '@triad/storage';

/** Ends the name of a file that is not whole yet. */
export const UNFINISHED = '.unfinished';

/**
 * Makes or replaces a file, for its owner alone: whole or not at all, and on disk when this resolves.
 * Rejects with `storage/full` where there is no room.
 */
export async function writeDurably(path: string, bytes: Uint8Array | string): Promise<void> {
  const folder = dirname(path);
  const unfinished = join(folder, `${randomBytes(8).toString('hex')}${UNFINISHED}`);
  try {
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw isFull(error) ? full(path, error) : error;
  }
  await flushFolder(folder);
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(ENOSPC|EDQUOT)$/.test(String(error.code));
}

function full(path: string, cause: unknown): StorageError {
  return new StorageError(
    'storage/full',
    `The disk is full: there is no room for ${path}. Make room on it; nothing that was confirmed is lost.`,
    { cause },
  );
}

/**
 * Puts zeros in the place of a file's bytes, on disk when this resolves. Where a file system or a
 * disk writes elsewhere instead (copy on write, wear levelling) the old bytes may stay until that
 * place is used again.
 */
export async function overwriteInPlace(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const { size } = await file.stat();
    await file.write(new Uint8Array(size), 0, size, 0);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The names in a folder are as much part of what is durable as the files' bytes. */
export async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
