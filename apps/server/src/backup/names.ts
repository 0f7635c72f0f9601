/** The file in a backup that says what is in it; written last. */
export const MANIFEST_FILE = 'manifest.json';

/** What is still being written; a dot, so that lists leave it out. */
export const PARTIAL = /^\.triad-\d{8}T\d{9}Z\.partial$/;

/** The folder's name of a backup made at this instant: `triad-20261126T004856123Z`. */
export function backupName(at: Date): string {
  return `triad-${stampOf(at)}`;
}

export function partialName(at: Date): string {
  return `.${backupName(at)}.partial`;
}

/** An instant in UTC, to the millisecond, as a part of a file's name. */
export function stampOf(at: Date): string {
  return at.toISOString().replace(/[-:.]/g, '');
}

export function isBackupName(name: string): boolean {
  return /^triad-\d{8}T\d{9}Z$/.test(name);
}
