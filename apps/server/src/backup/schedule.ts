import type { Logger } from 'pino';
import type { Clock } from '../context.ts';
import { HOUR_MS, MINUTE_MS } from '../context.ts';
import { MESSAGES, OPERATOR_MESSAGES } from '../messages.ts';
import { counted, NO_METER } from '../metrics/meter.ts';
import type { Meter } from '../metrics/meter.ts';
import { makeThread } from '../one-thread.ts';
import type { BackupDone, BackupWork } from './backup-thread.ts';
import { listBackups } from './list-backups.ts';
import type { KeysAt } from './read-with-keys.ts';

export type BackupPlan = {
  readonly to: string;
  readonly everyMs: number;
  /** How many of those made by schedule are kept. */
  readonly keep: number;
};

/** How it stands with the backups that a server makes by itself. Instants are UTC ISO 8601. */
export type BackupStanding = BackupPlan & {
  readonly last: { readonly folder: string; readonly madeAt: string } | null;
  /** Of the last attempt, if that failed. */
  readonly failure: { readonly at: string; readonly sentence: string } | null;
  readonly nextAt: string;
};

export type BackupSchedule = {
  standing(): BackupStanding;
  close(): Promise<void>;
};

export type ScheduleOptions = {
  readonly dataFolder: string;
  /** Of the store in it: backups of others are no concern of this one. */
  readonly storeId: string;
  readonly keys: KeysAt;
  readonly plan: BackupPlan;
  readonly clock: Clock;
  readonly log: Logger;
  readonly meter?: Meter;
  /** What one may take; default: {@link BACKUP_LIMITS}. */
  readonly longestMs?: number;
  readonly memoryMb?: number;
};

/** A failed backup is tried again so soon, or after the plan's time where that is shorter. */
const RETRY_MS = 15 * MINUTE_MS;
/** Clocks are set and machines sleep: the time is looked at this often at least. */
const LOOK_MS = MINUTE_MS;
/** What one backup by schedule may take. */
export const BACKUP_LIMITS = { longestMs: 6 * HOUR_MS, memoryMb: 1_024 } as const;
/** The next may be days away. */
const IDLE_MS = 10_000;

/** Makes backups by themselves, each on a thread beside the server, from the last one that is there on. */
export function scheduleBackups({
  dataFolder,
  storeId,
  keys,
  plan,
  clock,
  log,
  meter = NO_METER,
  longestMs = BACKUP_LIMITS.longestMs,
  memoryMb = BACKUP_LIMITS.memoryMb,
}: ScheduleOptions): BackupSchedule {
  const backups = makeThread<BackupWork, BackupDone>({
    script: new URL('./backup-thread.ts', import.meta.url),
    name: 'triad-backup',
    memoryMb,
    longestMs,
    begunMs: longestMs,
    idleMs: IDLE_MS,
    waitingMost: 1,
    log,
    errors: {
      tooSlow: (afterMs) => new Error(MESSAGES['backup/too-slow'](afterMs)),
      tooMuchMemory: () => new Error(MESSAGES['backup/too-much-memory'](memoryMb)),
      busy: () => new Error(MESSAGES['backup/busy']()),
      closed: () => new Error(MESSAGES['server/unavailable']()),
      failed: ({ fault, refusal }) =>
        new Error(refusal?.message ?? MESSAGES['backup/failed'](fault)),
    },
  });
  const thread = counted(backups, meter, () => 'backup');
  const newest = (safely(() => listBackups(plan.to)) ?? []).find(
    ({ manifest }) => manifest.store.id === storeId,
  );
  let last: BackupStanding['last'] =
    newest === undefined ? null : { folder: newest.folder, madeAt: newest.manifest.madeAt };
  let failure: BackupStanding['failure'] = null;
  let nextMs = last === null ? 0 : Date.parse(last.madeAt) + plan.everyMs;
  let running = false;
  let closed = false;
  const timer = setInterval(look, Math.min(LOOK_MS, plan.everyMs / 4));
  timer.unref();
  look();

  function look(): void {
    const now = clock();
    // One from the future is another clock's.
    if (running || (now.getTime() < nextMs && nextMs - now.getTime() <= plan.everyMs)) return;
    running = true;
    void attempt(now).finally(() => {
      running = false;
    });
  }

  async function attempt(now: Date): Promise<void> {
    const at = now.toISOString();
    nextMs = now.getTime() + plan.everyMs;
    try {
      const { folder, fault, pruned } = await thread.ask({
        ...keys,
        dataFolder,
        storeId,
        to: plan.to,
        at,
        keep: plan.keep,
      });
      last = { folder, madeAt: at };
      failure = null;
      if (fault !== null) fail(at, fault);
      if (pruned === null) return;
      const { removed, ofOthers, ofUnknown } = pruned;
      log.info({ backup: folder, removed }, 'a backup was made and verified');
      if (ofOthers > 0)
        log.error({ to: plan.to, ofOthers }, OPERATOR_MESSAGES.backupsOfOthers(ofOthers, plan.to));
      if (ofUnknown > 0)
        log.warn({ to: plan.to, ofUnknown }, OPERATOR_MESSAGES.backupsUnknown(ofUnknown, plan.to));
    } catch (error) {
      if (closed) return;
      nextMs = now.getTime() + Math.min(RETRY_MS, plan.everyMs);
      fail(at, error instanceof Error ? error.message : String(error));
    }
  }

  function fail(at: string, sentence: string): void {
    failure = { at, sentence };
    log.error(
      { to: plan.to, reason: sentence },
      'a backup that was due is not there, or not whole',
    );
  }

  return {
    standing: () => ({ ...plan, last, failure, nextAt: new Date(nextMs).toISOString() }),
    async close() {
      closed = true;
      clearInterval(timer);
      await thread.close();
    },
  };
}

function safely<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    // The first attempt will say what is wrong with the folder.
    return null;
  }
}
