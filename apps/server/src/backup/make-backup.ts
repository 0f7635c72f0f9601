import { copySqlite, readSqliteCopy, SQLITE_FILE } from '@triad/storage';
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { DAY_MS } from '../context.ts';
import { refuse } from '../refusal.ts';
import { VERSION } from '../version.ts';
import { flushFolder, makeFolders, measureFile, writeDurably } from './files.ts';
import type { Manifest } from './manifest.ts';
import { BACKUP_FORMAT, formatManifest } from './manifest.ts';
import { backupName, MANIFEST_FILE, PARTIAL, partialName } from './names.ts';

export type BackupOrder = {
  readonly dataFolder: string;
  /** Folder of backups; made (for its owner alone) if it is not there. */
  readonly to: string;
  readonly at: Date;
  readonly cause: Manifest['cause'];
};

export type MadeBackup = { readonly folder: string; readonly manifest: Manifest };

/**
 * Makes one backup of a data folder, whether a server runs on it or not; blocks its thread. It is
 * written under another name, flushed, and given its own last: what bears a backup's name is whole.
 * Throws {@link Refusal}, the store's errors and those of the file system.
 */
export function makeBackup({ dataFolder, to, at, cause }: BackupOrder): MadeBackup {
  if (!existsSync(join(dataFolder, SQLITE_FILE))) throw refuse('backup/no-data', dataFolder);
  if (isInside(dataFolder, to)) throw refuse('backup/inside-data', to);
  const begun = beginBackup(to, at);
  try {
    copySqlite(dataFolder, begun.file);
    return finishBackup(begun, { to, at, cause });
  } catch (error) {
    rmSync(begun.partial, { recursive: true, force: true });
    throw error;
  }
}

/**
 * The same of a store that is open, of which `copy` writes one file like that of a data folder: each
 * document is of one moment, and all of them are of the time that it takes.
 */
export async function makeBackupOf(
  order: Omit<BackupOrder, 'dataFolder'>,
  copy: (work: string) => Promise<void>,
): Promise<MadeBackup> {
  const begun = beginBackup(order.to, order.at);
  try {
    const work = join(begun.partial, 'work');
    await copy(work);
    copySqlite(work, begun.file);
    rmSync(work, { recursive: true });
    return finishBackup(begun, order);
  } catch (error) {
    rmSync(begun.partial, { recursive: true, force: true });
    throw error;
  }
}

type Begun = {
  /** Its name at the end. */
  readonly folder: string;
  readonly partial: string;
  /** Where the store is to be. */
  readonly file: string;
};

function beginBackup(to: string, at: Date): Begun {
  makeFolderFor(to, to);
  removeLeftovers(to, at);
  const folder = join(to, backupName(at));
  const partial = join(to, partialName(at));
  if (existsSync(folder)) throw refuse('backup/exists', folder);
  makeFolderFor(partial, to);
  return { folder, partial, file: join(partial, SQLITE_FILE) };
}

function finishBackup(
  { folder, partial, file }: Begun,
  { to, at, cause }: Omit<BackupOrder, 'dataFolder'>,
): MadeBackup {
  const copy = readSqliteCopy(file);
  const { schema, id } = copy;
  const counts = copy.counts();
  copy.close();
  const manifest: Manifest = {
    format: BACKUP_FORMAT,
    triad: VERSION,
    madeAt: at.toISOString(),
    cause,
    store: { kind: 'sqlite', schema, ...(id === null ? {} : { id }) },
    counts,
    files: [{ name: SQLITE_FILE, ...measureFile(file) }],
  };
  writeDurably(join(partial, MANIFEST_FILE), formatManifest(manifest));
  flushFolder(partial);
  if (existsSync(folder)) throw refuse('backup/exists', folder);
  renameSync(partial, folder);
  flushFolder(to);
  return { folder, manifest };
}

function makeFolderFor(path: string, to: string): void {
  try {
    makeFolders(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    // Of a full disk its own sentence is told.
    if (code === 'ENOSPC' || code === 'EDQUOT') throw error;
    throw refuse('backup/folder', to, code);
  }
}

/** What a crash left, once nothing can be writing it any more. */
function removeLeftovers(to: string, at: Date): void {
  for (const name of readdirSync(to)) {
    if (!PARTIAL.test(name)) continue;
    const path = join(to, name);
    const age = at.getTime() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity);
    if (age > DAY_MS) rmSync(path, { recursive: true, force: true });
  }
}

function isInside(folder: string, path: string): boolean {
  const way = relative(resolve(folder), resolve(path));
  return way === '' || (way !== '..' && !/^\.\.[/\\]/.test(way) && !/^([a-z]:|[/\\])/i.test(way));
}
