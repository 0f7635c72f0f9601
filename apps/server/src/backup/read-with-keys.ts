import { readSqliteCopy, SQLITE_FILE } from '@triad/storage';
import { join } from 'node:path';
import { Refusal, refuse } from '../refusal.ts';
import type { KeyHome } from '../sealing/key-home.ts';
import type { ServerKey } from '../sealing/server-key.ts';
import { openSealed } from './open-sealed.ts';
import type { OpenedSealed } from './open-sealed.ts';
import { verifyBackup } from './verify-backup.ts';
import type { VerifiedBackup } from './verify-backup.ts';

/** Where the keys are that go with the data of a backup. */
export type KeysAt = {
  readonly keysFolder: string;
  /** Null: the one in its file there. */
  readonly serverKey: ServerKey | null;
  /** Default: the key store is in the folder too. */
  readonly home?: KeyHome;
};

export type ReadBackup = VerifiedBackup & {
  /** What the keys opened; null where nothing was ever sealed, or there are no keys to open it. */
  readonly opened: OpenedSealed | null;
  /** Why nothing sealed could be opened: `sealing/…`. */
  readonly withoutKeys: Refusal | null;
  /** What in it cannot be read or opened, though it is as it was made. */
  readonly fault: Refusal | null;
};

/**
 * Verifies a backup and opens all that is sealed in it, one thing in memory at a time: the store has
 * no checksum of its values, so only whoever opens them learns that bits flipped in the data
 * themselves. What does not open counts as unreadable. Throws as {@link verifyBackup} does.
 */
export async function readWithKeys(folder: string, keys: KeysAt): Promise<ReadBackup> {
  const verified = verifyBackup(folder);
  const opened = await tryToOpen(folder, keys);
  if (opened instanceof Refusal) {
    return { ...verified, opened: null, withoutKeys: opened, fault: faultIn(verified, [], keys) };
  }
  const closed = opened?.closed ?? [];
  const fault = faultIn(verified, closed, keys);
  const { documents } = verified;
  return {
    ...verified,
    documents: { ...documents, unreadable: [...documents.unreadable, ...closed] },
    opened,
    withoutKeys: null,
    fault,
  };
}

async function tryToOpen(
  folder: string,
  { keysFolder, serverKey, home }: KeysAt,
): Promise<OpenedSealed | Refusal | null> {
  const copy = readSqliteCopy(join(folder, SQLITE_FILE));
  try {
    return await openSealed(copy, keysFolder, serverKey, home);
  } catch (error) {
    if (error instanceof Refusal) return error;
    const code = error instanceof Error && 'syscall' in error && 'code' in error ? error.code : '';
    if (typeof code !== 'string' || code === '') throw error;
    return refuse('sealing/folder', keysFolder, code);
  } finally {
    copy.close();
  }
}

function faultIn(
  { documents: { unreadable } }: VerifiedBackup,
  closed: readonly string[],
  { keysFolder }: KeysAt,
): Refusal | null {
  const [first] = unreadable;
  if (first !== undefined) return refuse('backup/unreadable', unreadable.length, first);
  const [sealed] = closed;
  return sealed === undefined
    ? null
    : refuse('backup/not-opened', closed.length, sealed, keysFolder);
}
