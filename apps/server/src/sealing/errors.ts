/**
 * - `sealing/no-key`: the key store has no such key.
 * - `sealing/destroyed`: the key was destroyed, and with it what was sealed with it.
 * - `sealing/damaged`: sealed bytes, or a wrapped key, were changed, moved, or sealed by another.
 * - `sealing/newer`: sealed in a form that this version does not know.
 * - `sealing/unknown-name`: nothing says whether what goes by this name holds a participant's words.
 */
export type SealingErrorCode =
  | 'sealing/no-key'
  | 'sealing/destroyed'
  | 'sealing/damaged'
  | 'sealing/newer'
  | 'sealing/unknown-name';

/** Carries names of documents, blobs, records and keys, never contents. */
export class SealingError extends Error {
  readonly code: SealingErrorCode;
  constructor(code: SealingErrorCode, message: string) {
    super(message);
    this.name = 'SealingError';
    this.code = code;
  }
}
