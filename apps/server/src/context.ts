import type { BlobStore } from '@triad/storage';
import type { Logger } from 'pino';
import type { Passwords } from './accounts/passwords.ts';
import type { FirstRun } from './accounts/first-run.ts';
import type { BackupStanding } from './backup/schedule.ts';
import type { AdjudicationService } from './adjudication/adjudication-service.ts';
import type { AgreementService } from './agreement/agreement-service.ts';
import type { ConsolidationJobs } from './consolidation/consolidation-jobs.ts';
import type { Tables } from './data/tables.ts';
import type { DocumentHost } from './documents/host.ts';
import type { Announce } from './events/announce.ts';
import type { Homes } from './cluster/homes.ts';
import type { Locks } from './locks.ts';
import type { Activity } from './projects/activity.ts';
import type { QuoteService } from './quotes/known-quotes.ts';
import type { UnfinishedRedactions } from './redaction/unfinished.ts';
import type { TranscriptKeys } from './sealing/keyring.ts';
import type { StoreCondition } from './store-condition.ts';
import type { Jobs } from './transcripts/jobs.ts';
import type { Leases } from './transcripts/leases.ts';

/** What the server's acts work with. Everything that has an effect is in here, so tests can choose it. */
export type Context = {
  readonly tables: Tables;
  readonly blobs: BlobStore;
  readonly keys: TranscriptKeys;
  /** Names of what of a transcript is sealed with a key, on disk. */
  readonly sealedWith: (transcript: string, keyName: string) => Promise<readonly string[]>;
  readonly documents: DocumentHost;
  readonly leases: Leases;
  readonly unfinished: UnfinishedRedactions;
  readonly jobs: Jobs;
  readonly agreement: AgreementService;
  readonly adjudication: AdjudicationService;
  readonly quotes: QuoteService;
  readonly consolidation: ConsolidationJobs;
  readonly passwords: Passwords;
  readonly firstRun: FirstRun;
  readonly activity: Activity;
  readonly announce: Announce;
  readonly locks: Locks;
  /** Which projects this server acts for: all, unless several share the data. */
  readonly homes: Homes;
  readonly clock: Clock;
  readonly log: Logger;
  /** Of the backups that this server makes by itself; null where it makes none. */
  readonly backups: () => BackupStanding | null;
  /** The address under which people reach this server, without a slash at its end. */
  readonly origin: () => string;
  /** The software's version. */
  readonly version: string;
  /** What the operator is told of the store; no condition where MongoDB keeps it. */
  readonly store: { readonly description: string; condition(): StoreCondition | null };
};

export type Clock = () => Date;

/** The instant now, as it is kept: UTC ISO 8601. */
export function now(context: { readonly clock: Clock }): string {
  return context.clock().toISOString();
}

/** An instant so many milliseconds from now, as it is kept. */
export function fromNow(context: { readonly clock: Clock }, ms: number): string {
  return new Date(context.clock().getTime() + ms).toISOString();
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
