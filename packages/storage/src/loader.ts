import type { LogEntry, StoredRecord } from './port.ts';

/**
 * For copying one store into another that is empty, and for what else is done to a whole store that
 * nobody else has open. What the port gives by itself, versions of records and keys of entries, is as
 * it was. Errors are those of the port.
 */
export interface StoreLoader {
  /** As `RecordStore.insert`, with the version that the record had. */
  record(collection: string, record: StoredRecord): Promise<void>;
  /** The whole log of a document that has none, its keys ascending; there is nothing of it until all is there. */
  log(document: string, entries: readonly LogEntry[]): Promise<void>;
  /** Whether nothing was ever stored: no record of any collection, no log, no blob. */
  isEmpty(): Promise<boolean>;
  /** Gives this store the id of the one that it is a copy of; said by `id` from the next opening on. */
  takeId(id: string): Promise<void>;
  /** Removes everything but one record, which is there at every moment of it: of a copy that was cut off. */
  clearBut(collection: string, id: string): Promise<void>;
  /**
   * Brings how the data are laid out back to an earlier version, so that a release of that version opens
   * them. The store can only be closed then. Rejects with `storage/invalid` where there is no such
   * version. Cut off, it has been done or not with SQLite; with MongoDB the next opening brings it up again.
   */
  lowerSchema(to: number): Promise<void>;
}
