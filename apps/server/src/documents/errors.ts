/**
 * - `documents/exists`: a document of this name is there already; nothing was written.
 * - `documents/unknown`: there is no such document.
 * - `documents/malformed`: the first content is no Yjs update.
 */
export type DocumentErrorCode = 'documents/exists' | 'documents/unknown' | 'documents/malformed';

/** Carries names, never contents. */
export class DocumentError extends Error {
  readonly code: DocumentErrorCode;
  constructor(code: DocumentErrorCode, message: string) {
    super(message);
    this.name = 'DocumentError';
    this.code = code;
  }
}
