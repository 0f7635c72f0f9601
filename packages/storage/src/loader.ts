import type { LogEntry, StoredRecord } from './port.ts';

/**
 * For copying one store into another that is empty and that nobody else has open: what the port gives
 * by itself, versions of records and keys of entries, is as it was. Errors are those of the port.
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
}
