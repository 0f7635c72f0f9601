import { readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Manifest } from './manifest.ts';
import { readManifest } from './verify-backup.ts';
import { flushFolder } from './files.ts';
import { isBackupName } from './names.ts';

export type ListedBackup = { readonly folder: string; readonly manifest: Manifest };

/** Backups in a folder whose manifest is whole, the newest first. Their files are not looked at. */
export function listBackups(to: string): readonly ListedBackup[] {
  if (statSync(to, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  const names = readdirSync(to).filter(isBackupName).sort().reverse();
  return names.flatMap((name) => {
    const folder = join(to, name);
    try {
      return [{ folder, manifest: readManifest(folder) }];
    } catch {
      // Another format, or damaged: verifying it says so, and nothing of it is removed here.
      return [];
    }
  });
}

export type Pruned = {
  readonly removed: number;
  /** Made by schedule of another store: it may be the one with the data. */
  readonly ofOthers: number;
  /** Made by schedule before backups said of which store they are. */
  readonly ofUnknown: number;
};

/**
 * Removes all that were made of this store by schedule but the newest `keep`. What is not known to be
 * this store's own stays: where the data folder is not mounted an empty one stands in its place.
 */
export function pruneBackups(to: string, keep: number, storeId: string): Pruned {
  const scheduled = listBackups(to).filter(({ manifest }) => manifest.cause === 'schedule');
  const own = scheduled.filter(({ manifest }) => manifest.store.id === storeId);
  const unknown = scheduled.filter(({ manifest }) => manifest.store.id === undefined);
  const old = own.slice(keep);
  for (const { folder } of old) {
    // Under another name first: what bears a backup's name is whole.
    const partial = join(to, `.${basename(folder)}.partial`);
    renameSync(folder, partial);
    rmSync(partial, { recursive: true });
  }
  if (old.length > 0) flushFolder(to);
  return {
    removed: old.length,
    ofOthers: scheduled.length - own.length - unknown.length,
    ofUnknown: unknown.length,
  };
}
