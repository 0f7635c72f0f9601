import { holdSqliteFolder, openSqlite, SQLITE_COUNTER_FILE, SQLITE_FILE } from '@triad/storage';
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { openTables } from '../data/tables.ts';
import type { Tables } from '../data/tables.ts';
import { renewDocuments } from '../documents/index.ts';
import { refuse } from '../refusal.ts';
import { copyDurably, flushFolder, measureFile } from './files.ts';
import { stampOf } from './names.ts';
import { verifyBackup } from './verify-backup.ts';
import type { VerifiedBackup } from './verify-backup.ts';

export type RestoreOrder = {
  /** Folder of one backup. */
  readonly backup: string;
  readonly dataFolder: string;
  /** Rename a data folder that is not empty, instead of refusing. */
  readonly moveAside: boolean;
  readonly at: Date;
};

export type Restored = {
  readonly dataFolder: string;
  readonly verified: VerifiedBackup;
  /** Where the data that were there are now. */
  readonly movedTo: string | null;
  /** Each has a new generation. */
  readonly documents: number;
  /** Withdrawn: what was signed out, used or withdrawn since must not come to life again. */
  readonly ended: {
    readonly sessions: number;
    readonly signInLinks: number;
    readonly invites: number;
  };
};

const LOCK_FILE = 'triad.lock';
/** What may lie in a folder that counts as empty: a lock, the rest of a restore that was cut off, a disk's own. */
const NOTHING = new Set([LOCK_FILE, SQLITE_COUNTER_FILE, 'lost+found', 'restoring']);

/**
 * Restores a backup into a data folder that is empty or not there. The store is made ready beside
 * its place and moved there last: a crash leaves the place as it was. Throws {@link Refusal}, the
 * store's errors (`storage/in-use` while a server holds the folder) and those of the file system.
 */
export async function restoreBackup(order: RestoreOrder): Promise<Restored> {
  const verified = verifyBackup(order.backup);
  const dataFolder = resolve(order.dataFolder);
  const state = stateOf(dataFolder);
  if (state === 'filled' && !order.moveAside) throw refuse('restore/not-empty', dataFolder);
  const isWithin = state === 'empty';
  // A folder that is there may be a mount, which cannot be replaced: it is filled instead.
  const staging = isWithin ? join(dataFolder, 'restoring') : `${dataFolder}.restoring`;
  const hold = state === 'none' ? null : holdSqliteFolder(dataFolder);
  try {
    const changed = await prepare(verified, staging);
    try {
      const movedTo =
        state === 'filled' ? `${dataFolder}.before-restore-${stampOf(order.at)}` : null;
      // Windows renames no folder in which a file is open.
      if (process.platform === 'win32') hold?.release();
      if (isWithin) moveInto(staging, dataFolder);
      else moveThere(staging, dataFolder, movedTo);
      flushFolder(dataFolder);
      return { dataFolder, verified, movedTo, ...changed };
    } catch (error) {
      rmSync(staging, { recursive: true, force: true });
      throw error;
    }
  } finally {
    hold?.release();
  }
}

function stateOf(folder: string): 'none' | 'empty' | 'filled' {
  if (!existsSync(folder)) return 'none';
  return readdirSync(folder).every((name) => NOTHING.has(name)) ? 'empty' : 'filled';
}

/** The store first: with it the folder is restored. What else it keeps beside its file follows. */
function moveInto(staging: string, dataFolder: string): void {
  const others = readdirSync(staging).filter((name) => ![LOCK_FILE, SQLITE_FILE].includes(name));
  // What makes the folder a store comes last.
  for (const name of [...others, SQLITE_FILE]) {
    renameSync(join(staging, name), join(dataFolder, name));
  }
  rmSync(staging, { recursive: true });
}

/** In the place of what is there, which goes aside; it comes back if the other cannot take its place. */
function moveThere(staging: string, dataFolder: string, movedTo: string | null): void {
  if (movedTo !== null) moveAside(dataFolder, movedTo);
  try {
    renameSync(staging, dataFolder);
  } catch (error) {
    if (movedTo !== null) renameSync(movedTo, dataFolder);
    throw error;
  }
  flushFolder(dirname(dataFolder));
}

function moveAside(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!['EBUSY', 'EXDEV', 'EPERM', 'EACCES'].includes(code)) throw error;
    throw refuse('restore/not-movable', from, code);
  }
}

/** The store of a backup in a folder of its own, as it is to be served. */
export async function prepare(
  { folder, manifest }: VerifiedBackup,
  staging: string,
): Promise<Pick<Restored, 'documents' | 'ended'>> {
  mkdirSync(staging, { recursive: true, mode: 0o700 });
  // Of two restores at once the second must not take the first's files.
  const hold = holdSqliteFolder(staging);
  try {
    for (const name of readdirSync(staging)) {
      if (name !== LOCK_FILE) rmSync(join(staging, name), { recursive: true });
    }
    const file = join(staging, SQLITE_FILE);
    copyDurably(join(folder, SQLITE_FILE), file);
    const written = measureFile(file).sha256;
    if (manifest.files.find(({ name }) => name === SQLITE_FILE)?.sha256 !== written) {
      throw refuse('backup/damaged', folder, `${SQLITE_FILE} changed while it was read`);
    }
    hold.release();
    return await makeReady(staging);
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    throw error;
  } finally {
    hold.release();
  }
}

async function makeReady(staging: string): Promise<Pick<Restored, 'documents' | 'ended'>> {
  const store = await openSqlite({ folder: staging });
  try {
    const tables = await openTables(store.records);
    return { ended: await endWhatWasOpen(tables), documents: await renewDocuments(store) };
  } finally {
    await store.close();
    // The file alone is moved: all of it must be in there.
    assert(!existsSync(join(staging, `${SQLITE_FILE}-wal`)));
  }
}

async function endWhatWasOpen(tables: Tables): Promise<Restored['ended']> {
  const sessions = await tables.sessions.all();
  const signInLinks = await tables.signInLinks.all();
  const invites = (await tables.invites.all()).filter(({ body }) => body.used === null);
  for (const { id } of sessions) await tables.sessions.remove(id);
  for (const { id } of signInLinks) await tables.signInLinks.remove(id);
  for (const { id } of invites) await tables.invites.remove(id);
  return {
    sessions: sessions.length,
    signInLinks: signInLinks.length,
    invites: invites.length,
  };
}
