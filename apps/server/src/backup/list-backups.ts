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

/** Removes all that were made by schedule but the newest `keep`; gives how many. */
export function pruneBackups(to: string, keep: number): number {
  const old = listBackups(to)
    .filter(({ manifest }) => manifest.cause === 'schedule')
    .slice(keep);
  for (const { folder } of old) {
    // Under another name first: what bears a backup's name is whole.
    const partial = join(to, `.${basename(folder)}.partial`);
    renameSync(folder, partial);
    rmSync(partial, { recursive: true });
  }
  if (old.length > 0) flushFolder(to);
  return old.length;
}
