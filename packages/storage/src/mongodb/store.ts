import { OpenCalls } from '../open-calls.ts';
import type { BlobStore, DocumentLog, RecordStore, Store } from '../port.ts';
import { Calls } from './calls.ts';
import type { Collections } from './collections.ts';
import { makeBlobs } from './store-blobs.ts';
import { makeLog } from './store-log.ts';
import { makeRecords } from './store-records.ts';

type Settings = {
  /** Of the server. */
  readonly version: string;
  /** Of the store. */
  readonly id: string;
  readonly maxPendingBytes: number;
};

/** The port on MongoDB, for any number of servers at once. */
export class MongodbStore implements Store {
  readonly records: RecordStore;
  readonly log: DocumentLog;
  readonly blobs: BlobStore;
  readonly description: string;
  /** A UUID, given with its making. */
  readonly id: string;
  readonly #open: OpenCalls;

  /** `release` ends the connections; called when no call is left. */
  constructor(collections: Collections, settings: Settings, release: () => Promise<void>) {
    this.#open = new OpenCalls(release);
    this.id = settings.id;
    this.description = `MongoDB ${settings.version} (majority, journal)`;
    const calls = new Calls(this.#open, settings.maxPendingBytes);
    this.records = makeRecords(calls, collections);
    this.log = makeLog(calls, collections);
    this.blobs = makeBlobs(calls, collections);
  }

  close(): Promise<void> {
    return this.#open.close();
  }
}
