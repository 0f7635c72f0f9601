import { openSqlite } from '@triad/storage';
import type { Store, StoreLoss } from '@triad/storage';
import type { Logger } from 'pino';
import { makeFirstRun } from './accounts/first-run.ts';
import { makePasswords } from './accounts/passwords.ts';
import type { PasswordCost } from './accounts/passwords.ts';
import type { BackupStanding } from './backup/schedule.ts';
import type { Clock, Context } from './context.ts';
import { openTables } from './data/tables.ts';
import type { Tables } from './data/tables.ts';
import { createDocumentHost, putBackHead, sweepDocuments } from './documents/index.ts';
import type { Announce } from './events/announce.ts';
import type { OriginCheck } from './http/origins.ts';
import { makeGate } from './gate.ts';
import { makeLocks } from './locks.ts';
import { makeActivity } from './projects/activity.ts';
import { OPERATOR_MESSAGES } from './messages.ts';
import { sweepUnfinished } from './projects/sweep.ts';
import { logOpening, lostLayers, watchCondition } from './store-condition.ts';
import { makeJobPool } from './transcripts/job-pool.ts';
import { VERSION } from './version.ts';

export type ContextOptions = {
  readonly dataFolder: string;
  readonly origin: () => string;
  readonly secure: boolean;
  readonly isOwnOrigin: OriginCheck;
  readonly clock: Clock;
  readonly log: Logger;
  readonly makeAnnounce: (tables: Tables) => Announce;
  /** Default: it makes none by itself. */
  readonly backups?: () => BackupStanding | null;
  readonly previewTimeoutMs?: number;
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
      log.fatal({ code: error.code, reason: error.message }, OPERATOR_MESSAGES.broke());
      options.onFailure?.();
    },
  });
  try {
    const tables = await openTables(store.records);
    logOpening(store.opening, log);
    const gate = makeGate({ tables, clock }, options.secure);
    await sweepDocuments(store);
    const documents = createDocumentHost({
      store,
      gate,
      log,
      isOwnOrigin: (_origin, request) => options.isOwnOrigin(request),
    });
    const watch = watchCondition(store.opening, documents);
    const activity = makeActivity({ tables, documents, clock, log });
    const jobs = makeJobPool({
      log,
      ...(options.previewTimeoutMs === undefined
        ? {}
        : { previewTimeoutMs: options.previewTimeoutMs }),
    });
    const context: Context = {
      tables,
      blobs: store.blobs,
      documents,
      jobs,
      passwords: makePasswords(
        options.passwordCost === undefined ? {} : { cost: options.passwordCost },
      ),
      firstRun: makeFirstRun(tables),
      activity,
      announce: activity.noting(options.makeAnnounce(tables)),
      locks: makeLocks(),
      clock,
      log,
      backups: options.backups ?? (() => null),
      origin: options.origin,
      version: VERSION,
      store: { description: store.description, condition: watch.condition },
    };
    await sweepUnfinished(context);
    const { loss } = store.opening;
    if (loss !== null) await bringBackLayers(store, tables, loss, log);
    return {
      context,
      store,
      warm() {
        jobs.warm();
        documents.warm();
      },
      async close() {
        watch.end();
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

/** Layers whose heads are missing get them again, so that those who hold them can bring them back. */
async function bringBackLayers(
  store: Store,
  tables: Tables,
  loss: StoreLoss,
  log: Logger,
): Promise<void> {
  let layers = 0;
  for (const { name, ...head } of await lostLayers(loss, tables)) {
    if (await putBackHead(store, name, head)) layers += 1;
  }
  if (layers > 0) log.warn({ layers }, OPERATOR_MESSAGES.lostLayersBack());
}
