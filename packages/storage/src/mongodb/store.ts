import type { Db } from 'mongodb';
import type { StoreLoader } from '../loader.ts';
import { OpenCalls } from '../open-calls.ts';
import type { BlobStore, DocumentLog, RecordStore, Store } from '../port.ts';
import { Calls } from './calls.ts';
import { CLAIM_TIMES, claimData } from './claim.ts';
import type { ClaimTimes, ReleaseClaim } from './claim.ts';
import { collectionsOf } from './collections.ts';
import type { Collections } from './collections.ts';
import { toStorageError } from './failures.ts';
import { makeKeyTable } from './key-table.ts';
import type { KeyTable } from './key-table.ts';
import { makeLoader } from './loader.ts';
import { makeBlobs } from './store-blobs.ts';
import { makeLog } from './store-log.ts';
import { lowerSchema } from './schema-steps.ts';
import type { MongodbStep } from './schema-steps.ts';
import { makeRecords } from './store-records.ts';
import { findLive, makeServerTable, refuseWhereShared } from './servers.ts';
import type { ServerTable } from './servers.ts';

type Settings = {
  /** Of the server. */
  readonly version: string;
  /** Of the store. */
  readonly id: string;
  readonly maxPendingBytes: number;
  readonly schemaSteps: readonly MongodbStep[];
};

/** The port on MongoDB, for any number of servers at once. */
export class MongodbStore implements Store {
  readonly records: RecordStore;
  readonly log: DocumentLog;
  readonly blobs: BlobStore;
  readonly description: string;
  /** A UUID, given with its making. */
  readonly id: string;
  /** Where a key store may keep its wrapped keys: apart from all that the port reads. */
  readonly keys: KeyTable;
  /** For copying another store into this one. */
  readonly loader: StoreLoader;
  /** The servers that share the data. */
  readonly servers: ServerTable;
  readonly #calls: Calls;
  readonly #open: OpenCalls;
  readonly #collections: Collections;
  #releaseClaim: ReleaseClaim | null = null;
  #isClaimLost = false;

  /** `release` ends the connections; called when no call is left. */
  constructor(db: Db, settings: Settings, release: () => Promise<void>) {
    this.#open = new OpenCalls(async () => {
      // When no write is on its way any more. Where MongoDB is away the claim stays, and ends by itself.
      await this.#releaseClaim?.().catch(() => undefined);
      await release();
    });
    this.id = settings.id;
    this.description = `MongoDB ${settings.version} (majority, journal)`;
    const calls = new Calls(this.#open, settings.maxPendingBytes);
    this.#calls = calls;
    const collections = collectionsOf(db);
    this.servers = makeServerTable(calls, collections);
    this.#collections = collections;
    this.records = makeRecords(calls, collections);
    this.log = makeLog(calls, collections);
    this.blobs = makeBlobs(calls, collections);
    this.keys = makeKeyTable(calls, db);
    this.loader = makeLoader(calls, collections, this.records, (to) =>
      lowerSchema(collections, db, { to, steps: settings.schemaSteps }, () => this.#isClaimLost),
    );
  }

  /**
   * Keeps all others from these data until the store is closed. Rejects with `storage/in-use`
   * where somebody has them; `onLost`: another took them over, and nothing may be written.
   */
  async claim(onLost: () => void, times: ClaimTimes = CLAIM_TIMES): Promise<void> {
    try {
      this.#releaseClaim = await claimData(
        this.#collections,
        () => {
          this.#isClaimLost = true;
          onLost();
        },
        times,
      );
      await refuseWhereShared(this.servers, watching(times));
    } catch (error) {
      await this.#releaseClaim?.().catch(() => undefined);
      this.#releaseClaim = null;
      throw toStorageError(error);
    }
  }

  /**
   * Does the work of a start for a server that shares the data, while no other starts, and tells it whether
   * others are at work: where not, whatever is unfinished was left by a crash. Rejects with `storage/in-use`
   * where somebody works on the data alone.
   */
  async start<Result>(
    work: (isAlone: boolean) => Promise<Result>,
    times: ClaimTimes = CLAIM_TIMES,
  ): Promise<Result> {
    let release: ReleaseClaim;
    let isAlone: boolean;
    try {
      // Taken over only where it hung: then its start must not go on.
      const lost = (): void => this.guard(() => false);
      release = await claimData(this.#collections, lost, times, 'start');
      isAlone = (await findLive(this.servers, watching(times))).length === 0;
    } catch (error) {
      throw toStorageError(error);
    }
    try {
      return await work(isAlone);
    } finally {
      await release().catch(() => undefined);
    }
  }

  /** From now on nothing is written while this is false; whatever is read still is. */
  guard(mayWrite: () => boolean): void {
    this.#calls.guard(mayWrite);
  }

  close(): Promise<void> {
    return this.#open.close();
  }
}

function watching({ beatMs, patienceMs }: ClaimTimes) {
  return { patienceMs, lookMs: beatMs / 2 };
}
