import type { VerifiedBackup } from '../backup/verify-backup.ts';
import { refuse } from '../refusal.ts';

/** What the command line prints of a backup that was read to its end. */
export function describeBackup({ folder, manifest, documents }: VerifiedBackup) {
  const { madeAt, cause, triad, format, counts, files } = manifest;
  return {
    backup: folder,
    madeAt,
    cause,
    triad,
    format,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    counts,
    documents,
  };
}

/** Throws {@link Refusal} if documents in it could not be read even when it was made. */
export function refuseUnreadable({ documents: { unreadable } }: VerifiedBackup): void {
  const [first] = unreadable;
  if (first !== undefined) throw refuse('backup/unreadable', unreadable.length, first);
}
