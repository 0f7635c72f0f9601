import { parseDocumentName } from '@triad/collab';
import type { SqliteCopy } from '@triad/storage';
import { DOCUMENT_COLLECTION, readHead, logName } from '../documents/heads.ts';
import { fold } from '../documents/fold.ts';

export type CheckedDocuments = {
  /** Read from end to end. */
  readonly read: number;
  /** Sealed in whole or in part: their entries were counted, not opened. */
  readonly sealed: number;
  /** Names of those that cannot be read, at most 100: so they were when the backup was made. */
  readonly unreadable: readonly string[];
};

const MOST_NAMED = 100;

/**
 * Applies every document's log as the server does, one document in memory at a time. A log that no
 * record names is what a crash leaves of a document being made or removed; the next start sweeps it.
 */
export function checkDocuments(copy: SqliteCopy): CheckedDocuments {
  const logs = new Set(copy.documents());
  const unreadable: string[] = [];
  let read = 0;
  let sealed = 0;
  for (const record of copy.records(DOCUMENT_COLLECTION)) {
    if (unreadable.length === MOST_NAMED) break;
    const head = readHead(record);
    const name = parseDocumentName(head.name);
    const log = logName(head);
    if (name === null) {
      unreadable.push(head.name);
      continue;
    }
    // One to which nothing was written has no log.
    if (!logs.has(log)) {
      read += 1;
      continue;
    }
    const updates: Uint8Array[] = [];
    let isSealed = false;
    for (const { keyName, bytes } of copy.entries(log)) {
      if (keyName === '') updates.push(bytes);
      else isSealed = true;
    }
    try {
      // What an update builds on may be sealed; Yjs keeps it waiting, and its form is checked still.
      fold(updates, name.kind, head.schema);
      if (isSealed) sealed += 1;
      else read += 1;
    } catch {
      unreadable.push(head.name);
    }
  }
  return { read, sealed, unreadable };
}
