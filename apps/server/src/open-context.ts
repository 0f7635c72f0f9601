import type { Store, StoreLoss } from '@triad/storage';
import type { Logger } from 'pino';
import { makeFirstRun } from './accounts/first-run.ts';
import { makeToken } from './accounts/tokens.ts';
import { makePasswords } from './accounts/passwords.ts';
import type { PasswordCost } from './accounts/passwords.ts';
import { makeAdjudication } from './adjudication/adjudication-service.ts';
import { makeAgreement } from './agreement/agreement-service.ts';
import type { BackupStanding } from './backup/schedule.ts';
import { makeConsolidation } from './consolidation/consolidation-jobs.ts';
import { announceEverywhere, keysEverywhere } from './cluster/told-everywhere.ts';
import type { BeatTimes } from './cluster/beat.ts';
import { joinCluster } from './cluster/cluster.ts';
import type { Cluster } from './cluster/cluster.ts';
import { originOf } from './cluster/cluster-choice.ts';
import type { ClusterChoice } from './cluster/cluster-choice.ts';
import { EVERYTHING_HERE } from './cluster/homes.ts';
import type { Homes } from './cluster/homes.ts';
import type { PeerMessage } from './cluster/peers.ts';
import type { Clock, Context } from './context.ts';
import { openTables } from './data/tables.ts';
import type { Tables } from './data/tables.ts';
import type { Elsewhere } from './documents/elsewhere.ts';
import { countNewer, createDocumentHost, putBackHead, sweepDocuments } from './documents/index.ts';
import type { Gate } from './documents/index.ts';
import { parseTarget } from './documents/target.ts';
import type { Announce } from './events/announce.ts';
import type { OriginCheck } from './http/origins.ts';
import { makeGate } from './gate.ts';
import { makeLocks } from './locks.ts';
import { NO_METER } from './metrics/meter.ts';
import type { Meter } from './metrics/meter.ts';
import { refuse } from './refusal.ts';
import { makeActivity } from './projects/activity.ts';
import { OPERATOR_MESSAGES } from './messages.ts';
import { refuseUnfinished } from './migrate/unfinished.ts';
import { openStore } from './open-store.ts';
import { makeQuotes } from './quotes/known-quotes.ts';
import { sweepUnfinished } from './projects/sweep.ts';
import { makeUnfinished } from './redaction/unfinished.ts';
import { sealBareReasons } from './rounds/reasons.ts';
import { logOpening, lostLayers, watchCondition } from './store-condition.ts';
import { findDestroyed } from './sealing/check-keys.ts';
import { findOpenKeys } from './sealing/open-to-others.ts';
import type { Keyring } from './sealing/keyring.ts';
import { openKeyring } from './sealing/open-keyring.ts';
import type { SealingOptions } from './sealing/open-keyring.ts';
import { sealStore } from './sealing/seal-store.ts';
import { findSealedWith } from './sealing/sealed-with.ts';
import { sealTheRest } from './sealing/seal-the-rest.ts';
import type { StoreChoice } from './store-choice.ts';
import { makeJobPool } from './transcripts/job-pool.ts';
import { makeLeases } from './transcripts/leases.ts';
import { eraseTranscript } from './transcripts/remove.ts';
import { VERSION } from './version.ts';

export type ContextOptions = SealingOptions & {
  /** Default: SQLite, in the data folder. */
  readonly store?: StoreChoice;
  /** Null, the default: this server works alone. */
  readonly cluster?: ClusterChoice | null;
  readonly beatTimes?: Partial<BeatTimes>;
  readonly origin: () => string;
  readonly secure: boolean;
  readonly isOwnOrigin: OriginCheck;
  readonly clock: Clock;
  readonly log: Logger;
  readonly meter?: Meter;
  readonly makeAnnounce: (tables: Tables) => Announce;
  /** Default: it makes none by itself. */
  readonly backups?: () => BackupStanding | null;
  readonly previewTimeoutMs?: number;
  readonly leaseMs?: number;
  /** How soon a redaction that failed is tried again. */
  readonly redactionRetryMs?: number;
  readonly passwordCost?: PasswordCost;
  /** Called once if the store breaks: the process should end and be started anew. */
  readonly onFailure?: () => void;
};

export type OpenContext = {
  readonly context: Context;
  /** With what is sealed opened. */
  readonly store: Store;
  /** Of the store, which its backups bear. */
  readonly storeId: string;
  /** What to do with the keys; null once something was sealed with them. */
  readonly keyNotice: string | null;
  /** Null where this server works alone. */
  readonly cluster: Cluster | null;
  /** Brings documents of before an update to the present schema, beside all else; says so in the log. */
  migrate(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Opens the store and everything that works on it, and ends what a crash left unfinished.
 * Rejects with the store's own errors and refuses with `sealing/…`: sentences for the operator.
 */
export async function openContext(options: ContextOptions): Promise<OpenContext> {
  const { clock, log, meter = NO_METER } = options;
  const choice = options.cluster ?? null;
  const {
    store: bare,
    id,
    opening,
    keyHome,
    start,
    shared,
  } = await openStore({
    ...options,
    isShared: choice !== null,
  });
  let cluster: Cluster | null = null;
  const homes = choice === null ? EVERYTHING_HERE : homesOf(() => cluster);
  const tell = async (message: PeerMessage): Promise<void> => cluster?.peers.tell(message);
  try {
    let opened: Keyring | null = null;
    const store = sealStore(bare, () => present(opened));
    const tables = await openTables(store.records);
    await refuseUnfinished(store.records);
    if (opening !== null) logOpening(opening, log);
    const { keyring, keysFolder, keySource, isFresh } = await openKeyring(
      bare.records,
      options,
      keyHome,
    );
    opened = keyring;
    for (const { path, mode, closed } of await findOpenKeys(keysFolder)) {
      log.warn(OPERATOR_MESSAGES.keysOpen(path, mode, closed));
    }
    const gate = homeGate(makeGate({ tables, clock }, options.secure), homes);
    const documents = createDocumentHost({
      store,
      gate,
      log,
      storeFailed: (error) => meter.storeError(error),
      isOwnOrigin: (_origin, request) => options.isOwnOrigin(request),
      ...(choice === null ? {} : { elsewhere: elsewhereOf(() => cluster) }),
    });
    const watch = watchCondition(opening, documents);
    const activity = makeActivity({ tables, documents, clock, log });
    const jobs = makeJobPool({
      log,
      meter,
      ...(options.previewTimeoutMs === undefined
        ? {}
        : { previewTimeoutMs: options.previewTimeoutMs }),
    });
    const locks = makeLocks();
    const agreement = makeAgreement(() => context, { log, documents, meter });
    const adjudication = makeAdjudication(() => context, { tables, documents, agreement, log });
    const ownAnnounce = options.makeAnnounce(tables);
    const announce = agreement.noting(activity.noting(announceEverywhere(ownAnnounce, tell)));
    const leases = makeLeases(
      { tables, blobs: store.blobs, documents, jobs, announce, locks, clock, log },
      options.leaseMs,
    );
    const unfinished = makeUnfinished(() => context, options.redactionRetryMs);
    const context: Context = {
      tables,
      blobs: store.blobs,
      keys: keysEverywhere(keyring, tell),
      sealedWith: (transcript, keyName) => findSealedWith(bare, transcript, keyName),
      documents,
      leases,
      unfinished,
      jobs,
      agreement,
      adjudication,
      quotes: makeQuotes(() => context, { tables, documents }),
      consolidation: makeConsolidation(() => context, meter),
      passwords: makePasswords(
        options.passwordCost === undefined ? {} : { cost: options.passwordCost },
      ),
      firstRun: makeFirstRun(tables, choice === null ? makeToken() : keyring.tokenFor('first-run')),
      activity,
      announce,
      locks,
      homes,
      clock,
      log,
      backups: options.backups ?? (() => null),
      origin: options.origin,
      version: VERSION,
      store: { description: store.description, condition: watch.condition },
    };
    await start(async (isAlone) => {
      const newer = await countNewer(store);
      if (newer > 0) throw refuse('documents/newer', newer);
      if (isAlone) await finishWhatACrashLeft();
      if (choice === null || shared === null) {
        await leases.resume();
        await agreement.resume();
        await context.consolidation.resume();
        adjudication.resume();
        return;
      }
      // Projects with work to be resumed find their homes once this server is among the others.
      cluster = await joinCluster({
        table: shared.servers,
        origin: originOf(choice.peer),
        context,
        announce: ownAnnounce,
        log,
        times: options.beatTimes ?? {},
        onLost() {
          log.fatal(OPERATOR_MESSAGES.takenOver());
          options.onFailure?.();
        },
      });
      const { isFresh } = cluster;
      shared.guard(isFresh);
    });

    async function finishWhatACrashLeft(): Promise<void> {
      const destroyed = await findDestroyed(bare.records, keyring, keyHome.refusals);
      await sweepDocuments(store);
      for (const transcript of destroyed) await eraseTranscript(context, transcript, 'left');
      // Before a redaction is finished, which must reach them.
      const reasons = await sealBareReasons(tables, keyring);
      await sweepUnfinished(context);
      const loss = opening?.loss ?? null;
      if (loss !== null) await bringBackLayers(store, tables, loss, log);
      const sealed = await sealTheRest(bare, store, keyring);
      if (destroyed.length > 0)
        log.warn({ transcripts: destroyed.length }, 'removed what was left without its key');
      if (sealed !== null)
        log.warn(sealed, 'what was stored before there were keys is sealed; see docs/operating.md');
      if (reasons > 0)
        log.warn(
          { reasons },
          'reasons of reopenings were stored bare and are sealed; see docs/operating.md',
        );
    }
    return {
      context,
      store,
      storeId: id,
      keyNotice: isFresh ? keyHome.notice(keySource) : null,
      cluster,
      async migrate() {
        // Where several share the data, whoever opens a document brings it on.
        if (cluster !== null) return;
        const counts = await documents.migrateAll();
        if (counts.failed > 0) log.error(counts, OPERATOR_MESSAGES.notMigrated(counts.failed));
        else if (counts.migrated > 0) log.info(counts, OPERATOR_MESSAGES.migrated(counts.migrated));
      },
      async close() {
        leases.close();
        await unfinished.close();
        await context.consolidation.close();
        await adjudication.close();
        await agreement.close();
        watch.end();
        await documents.close();
        await activity.close();
        await jobs.close();
        await cluster?.leave();
        await store.close();
      },
    };
  } catch (error) {
    await bare.close();
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

function present(keyring: Keyring | null): Keyring {
  if (keyring === null)
    throw new Error('something sealed was asked for before the keys were opened');
  return keyring;
}

/** Until this server is among those that share its data nothing is at home here. */
function homesOf(cluster: () => Cluster | null): Homes {
  const joined = (): Homes => {
    const { homes } = cluster() ?? {};
    if (homes === undefined) throw refuse('server/elsewhere');
    return homes;
  };
  return {
    find: async (project) => joined().find(project),
    begin: async (project) => joined().begin(project),
    isHere: (project) => cluster()?.homes.isHere(project) ?? false,
    release: async (project) => joined().release(project),
  };
}

/** Nobody is let in to what is not at home here: it may have moved since it was looked up. */
function homeGate(gate: Gate, homes: Homes): Gate {
  return {
    ...gate,
    async access(identity, name, lease) {
      const access = await gate.access(identity, name, lease);
      const isServed = access === null || access === 'later' || homes.isHere(access.project);
      return isServed ? access : 'later';
    },
  };
}

function elsewhereOf(cluster: () => Cluster | null): Elsewhere {
  return {
    async find(path) {
      const joined = cluster();
      const target = parseTarget(path);
      if (joined === null || target === null) return null;
      const project = await joined.projectOf.document(target.name);
      return project === null ? null : ((await joined.homes.find(project))?.origin ?? null);
    },
  };
}
