import { CLOSE } from '@triad/collab';

const ENDED: Readonly<Record<number, string>> = {
  [CLOSE.malformed.code]: 'The server could not read what this page sent. Load the page again.',
  [CLOSE.signedOut.code]: 'You are signed out. Sign in again.',
  [CLOSE.forbidden.code]: 'A lead changed what you may read or write here. What was saved is safe.',
  [CLOSE.unknown.code]: 'This was removed, or you are no longer a member.',
  [CLOSE.generation.code]:
    'This was replaced, such as by a restore from a backup. Open it again; what only this tab holds is offered as a file.',
  [CLOSE.tooLarge.code]:
    'That is more than one document can hold, or one part of it is larger than can be sent. What was saved is safe; the rest is offered as a file.',
  [CLOSE.textTooLong.code]:
    'The text is as long as a transcript may be. What would have made it longer was not saved, and is offered as a file.',
  [CLOSE.leaseOver.code]: 'Your right to edit this text ran out. What was saved is safe.',
  [CLOSE.schema.code]: 'This page is older than the server. Load it again.',
  [CLOSE.unmigrated.code]:
    'The server could not bring this to its present version. Nothing is lost: ask whoever runs the server to look into its log.',
};

/** Why the server puts a document off. The page tries again by itself. */
const LATER: Readonly<Record<number, string>> = {
  [CLOSE.unavailable.code]: 'The server cannot reach its store.',
  [CLOSE.restarting.code]: 'The server is being started anew.',
  [CLOSE.replacing.code]:
    'This transcript is being made anew: words are being taken out of it for good.',
  [CLOSE.slow.code]: 'This connection is too slow for all that happens here.',
  [CLOSE.tooMany.code]: 'Too much was sent in a short time.',
  [CLOSE.tooManySockets.code]: 'Triad is open too often: close other tabs.',
};

/** What becomes of the edits of a document. */
export const saving = {
  opening: 'Opening',
  saved: 'Saved',
  saving: 'Saving',
  offline: 'No connection. Everything so far is saved.',
  /** Where work waits that the server does not have. */
  waiting: {
    none: 'Everything so far is saved.',
    tab: 'Not saved: kept in this tab',
    'tab: device failed': 'Not saved: kept in this tab. The device could not keep it.',
    device: 'Kept on this device',
  },
  /** By close code; `waiting` says what becomes of the work, null of those who may not write. */
  later: (code: number, waiting: string | null): string => {
    const why = LATER[code] ?? 'The server is busy.';
    return `${why} ${waiting ?? 'Trying again.'}`;
  },
  /** Of those who may not write. */
  reading: 'Reading',
  readingOffline: 'No connection. You may be reading an older state.',
  /** By close code of the documents. */
  ended: (code: number): string =>
    ENDED[code] ?? 'The server ended the connection. Load the page again.',
} as const;
