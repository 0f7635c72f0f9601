/**
 * What went wrong, for code to decide on. Expected outcomes of a write (somebody else was first)
 * are among them because a write that fails must be impossible to overlook.
 *
 * - `exists`, `not-unique`, `conflict`: somebody else was first; nothing was written.
 * - `unknown-collection`, `unknown-index`, `invalid`, `too-large`: the caller's mistake; nothing was written.
 * - `closed`: the store was closed by its owner.
 * - `unavailable`: the store cannot take or find this now (too much waiting, a thread died). A write
 *   may or may not be on disk then: it was not acknowledged.
 * - `full`: the disk has no room for this; nothing of it was written. What needs none still works.
 * - `in-use`, `newer`: the store cannot be opened: another server holds it, or a newer version made it.
 * - `damaged`: what is stored cannot be read as it was written; a backup is needed.
 */
export type StorageErrorCode =
  | 'storage/exists'
  | 'storage/not-unique'
  | 'storage/conflict'
  | 'storage/unknown-collection'
  | 'storage/unknown-index'
  | 'storage/invalid'
  | 'storage/too-large'
  | 'storage/closed'
  | 'storage/unavailable'
  | 'storage/full'
  | 'storage/in-use'
  | 'storage/newer'
  | 'storage/damaged';

/** Carries ids and counts, never the words of a body. */
export class StorageError extends Error {
  readonly code: StorageErrorCode;
  constructor(code: StorageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StorageError';
    this.code = code;
  }
}
