import * as Y from 'yjs';
import type { IdSet } from './id-set.ts';

/** Bytes of a document that is looked into for a reader's sake. */
const MOST_BYTES = 1024 * 1024;

/**
 * Whether these deletions take nothing out of a document but formatting. Yjs takes formatting away that has
 * no effect any more, in the copy of somebody who only reads too, and sends that: it is no writing, and who
 * sends it is not sent away.
 */
export function deleteFormattingAlone(document: Uint8Array, deletes: IdSet): boolean {
  if (document.length > MOST_BYTES) return false;
  const doc = new Y.Doc();
  Y.applyUpdate(doc, document);
  try {
    for (const [client, flat] of deletes.entries()) {
      for (let at = 0; at < flat.length; at += 2) {
        if (!isFormattingAlone(doc, client, flat[at] ?? 0, flat[at + 1] ?? 0)) return false;
      }
    }
    return true;
  } finally {
    doc.destroy();
  }
}

/** Of the ids from `start` up to `end`; what is gone already counts as nothing. */
function isFormattingAlone(doc: Y.Doc, client: number, start: number, end: number): boolean {
  const structs = doc.store.clients.get(client);
  if (structs === undefined || Y.getState(doc.store, client) < end) return false;
  for (let index = Y.findIndexSS(structs, start); index < structs.length; index += 1) {
    const struct = structs[index];
    if (struct === undefined || struct.id.clock >= end) break;
    if (struct.deleted) continue;
    if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentFormat)) return false;
  }
  return true;
}
