import { openSqlite } from '@triad/storage';
import type { Store } from '@triad/storage';
import type { Logger } from 'pino';
import { makeFirstRun } from './accounts/first-run.ts';
import { makePasswords } from './accounts/passwords.ts';
import type { PasswordCost } from './accounts/passwords.ts';
import type { Clock, Context } from './context.ts';
import { openTables } from './data/tables.ts';
import type { Tables } from './data/tables.ts';
import { createDocumentHost, sweepDocuments } from './documents/index.ts';
import type { Announce } from './events/announce.ts';
import type { OriginCheck } from './http/origins.ts';
import { makeGate } from './gate.ts';
import { makeLocks } from './locks.ts';
import { makeActivity } from './projects/activity.ts';
import { sweepUnfinished } from './projects/sweep.ts';
import { makeJobPool } from './transcripts/job-pool.ts';
import { makeLeases } from './transcripts/leases.ts';
import { VERSION } from './version.ts';

export type ContextOptions = {
  readonly dataFolder: string;
  readonly origin: () => string;
  readonly secure: boolean;
  readonly isOwnOrigin: OriginCheck;
  readonly clock: Clock;
  readonly log: Logger;
  readonly makeAnnounce: (tables: Tables) => Announce;
  readonly previewTimeoutMs?: number;
  readonly leaseMs?: number;
  readonly passwordCost?: PasswordCost;
  /** Called once if the store breaks: the process should end and be started anew. */
  readonly onFailure?: () => void;
};

export type OpenContext = {
  readonly context: Context;
  readonly store: Store;
  /** Makes the first import and the first opening quicker, when there is nothing better to do. */
  warm(): void;
  close(): Promise<void>;
};

/**
 * Opens the data folder and everything that works on it, and ends what a crash left unfinished.
 * Rejects with the store's own errors, whose sentences are for the operator.
 */
export async function openContext(options: ContextOptions): Promise<OpenContext> {
  const { clock, log } = options;
  const store = await openSqlite({
    folder: options.dataFolder,
    onFailure: (error) => {
      log.fatal({ code: error.code }, 'the store broke');
      options.onFailure?.();
    },
  });
  try {
    const tables = await openTables(store.records);
    const gate = makeGate({ tables, clock }, options.secure);
    await sweepDocuments(store);
    const documents = createDocumentHost({
      store,
      gate,
      log,
      isOwnOrigin: (_origin, request) => options.isOwnOrigin(request),
    });
    const activity = makeActivity({ tables, documents, clock, log });
    const jobs = makeJobPool({
      log,
      ...(options.previewTimeoutMs === undefined
        ? {}
        : { previewTimeoutMs: options.previewTimeoutMs }),
    });
    const locks = makeLocks();
    const announce = activity.noting(options.makeAnnounce(tables));
    const leases = makeLeases({ tables, documents, announce, locks, clock, log }, options.leaseMs);
    const context: Context = {
      tables,
      blobs: store.blobs,
      documents,
      leases,
      jobs,
      passwords: makePasswords(
        options.passwordCost === undefined ? {} : { cost: options.passwordCost },
      ),
      firstRun: makeFirstRun(tables),
      activity,
      announce,
      locks,
      clock,
      log,
      origin: options.origin,
      version: VERSION,
    };
    await sweepUnfinished(context);
    await leases.resume();
    return {
      context,
      store,
      warm() {
        jobs.warm();
        documents.warm();
      },
      async close() {
        leases.close();
        await documents.close();
        await activity.close();
        await jobs.close();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
