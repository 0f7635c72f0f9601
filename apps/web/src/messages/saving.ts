import { CLOSE } from '@triad/collab';

const ENDED: Readonly<Record<number, string>> = {
  [CLOSE.malformed.code]: 'The server could not read what this page sent. Load the page again.',
  [CLOSE.signedOut.code]: 'You are signed out. Sign in again; what was saved is safe.',
  [CLOSE.forbidden.code]: 'A lead changed what you may read or write here. What was saved is safe.',
  [CLOSE.unknown.code]: 'This was removed, or you are no longer a member.',
  [CLOSE.generation.code]: 'This document was replaced by a new one. Load the page again.',
  [CLOSE.tooLarge.code]: 'That is more than one document can hold. The last act was not saved.',
  [CLOSE.leaseOver.code]: 'Your right to edit this text ran out. What was saved is safe.',
  [CLOSE.schema.code]: 'This page is older than the server. Load it again.',
};

/** What becomes of the edits of a document. */
export const saving = {
  opening: 'Opening',
  saved: 'Saved',
  saving: 'Saving',
  offline: 'No connection. Everything so far is saved.',
  unsaved: 'Not saved: no connection. Keep this tab open.',
  /** Of those who may not write. */
  reading: 'Reading',
  readingOffline: 'No connection. You may be reading an older state.',
  /** By close code of the documents. */
  ended: (code: number): string =>
    ENDED[code] ?? 'The server ended the connection. Load the page again.',
} as const;
