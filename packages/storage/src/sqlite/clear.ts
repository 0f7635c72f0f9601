import type { DatabaseSync } from 'node:sqlite';

const REST = ['documents', 'entries', 'blobs', 'blob_pieces', 'sweeps'];

/** Deletes everything but one record; runs inside a savepoint of the writer. */
export function clearBut(db: DatabaseSync, collection: string, id: string): null {
  for (const table of REST) db.exec(`delete from ${table}`);
  for (const table of ['records', 'record_keys']) {
    db.prepare(`delete from ${table} where not (collection = ? and id = ?)`).run(collection, id);
  }
  return null;
}
