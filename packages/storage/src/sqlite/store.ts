import type { StoreLoader } from '../loader.ts';
import { OpenCalls } from '../open-calls.ts';
import type { BlobStore, DocumentLog, RecordStore, Store } from '../port.ts';
import type { Calls } from './calls.ts';
import { makeLoader } from './loader.ts';
import type { StoreOpening } from './opening.ts';
import type { Settings } from './protocol.ts';
import { makeBlobs } from './store-blobs.ts';
import { makeLog } from './store-log.ts';
import { makeRecords } from './store-records.ts';
import type { Thread } from './thread.ts';

export type Threads = {
  readonly writer: Thread;
  readonly reader: Thread;
  readonly checkpointer: Thread;
};

/** What a call weighs besides its bytes. */
const CALL_BYTES = 512;

/** The port on the three threads; see writer.ts for what is promised. */
export class SqliteStore implements Store {
  readonly records: RecordStore;
  readonly log: DocumentLog;
  readonly blobs: BlobStore;
  readonly description: string;
  /** A UUID, given with its making; its copies, and what is restored from one, keep it. */
  readonly id: string;
  /** What its opening found. */
  readonly opening: StoreOpening;
  /** For copying another store into this one. */
  readonly loader: StoreLoader;
  readonly #open: OpenCalls;

  constructor(threads: Threads, settings: Settings) {
    this.#open = new OpenCalls(() => shut(threads));
    this.id = settings.id;
    this.opening = settings.opening;
    this.description = `SQLite ${process.versions['sqlite'] ?? ''} (${settings.journal.toUpperCase()}, synchronous=${settings.synchronous})`;
    const calls: Calls = {
      write: (op, cost, transfer) => threads.writer.ask(op, cost + CALL_BYTES, transfer) as never,
      read: (op) => threads.reader.ask(op, CALL_BYTES) as never,
      whole: (work) => this.#open.whole(work),
    };
    this.records = makeRecords(calls);
    this.log = makeLog(calls);
    this.blobs = makeBlobs(calls);
    this.loader = makeLoader(calls, this.records);
  }

  close(): Promise<void> {
    return this.#open.close();
  }
}

async function shut({ writer, reader, checkpointer }: Threads): Promise<void> {
  // The writer last: it holds the folder's lock, and the last connection takes the log away.
  await reader.close();
  await checkpointer.close();
  await writer.close();
}
