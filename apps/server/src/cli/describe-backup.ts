import type { ListedBackup } from '../backup/list-backups.ts';
import type { VerifiedBackup } from '../backup/verify-backup.ts';
import { refuse } from '../refusal.ts';

/** What the command line prints of a backup that was read to its end. */
export function describeBackup({ documents, ...listed }: VerifiedBackup) {
  const { format, counts } = listed.manifest;
  return { ...describeListed(listed), format, counts, documents };
}

/** What it prints of one that it only looked at. */
export function describeListed({
  folder,
  manifest: { madeAt, cause, triad, files },
}: ListedBackup) {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return { backup: folder, madeAt, cause, triad, bytes };
}

/** Throws {@link Refusal} if documents in it could not be read even when it was made. */
export function refuseUnreadable({ documents: { unreadable } }: VerifiedBackup): void {
  const [first] = unreadable;
  if (first !== undefined) throw refuse('backup/unreadable', unreadable.length, first);
}
