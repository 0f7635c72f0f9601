import { randomUUID } from 'node:crypto';
import type { ServerEntry, ServerTable } from '@triad/storage';
import type { Logger } from 'pino';
import { faultOf } from '../http/errors.ts';

/*
 * That this server is there, and which others are. It says so again and again; one that others have not
 * heard of for PATIENCE_MS is struck out, and what was at home with it is free. A server that could not say
 * so for FRESH_MS, which is shorter, writes and answers nothing until it can again: so nobody acts for a
 * project that another may have taken over. It finds out that it was struck out with its next beat.
 */

export type BeatTimes = {
  readonly everyMs: number;
  /** Within which a beat must have begun for this server to act. */
  readonly freshMs: number;
  /** For how long a server must be seen not to beat before it counts as dead. */
  readonly patienceMs: number;
};

export const BEAT_TIMES: BeatTimes = { everyMs: 1_000, freshMs: 4_000, patienceMs: 5_000 };

export type Beat = {
  /** Of this run of this server. */
  readonly id: string;
  /** Whether this server may act: nobody can have taken it for dead. */
  isFresh(): boolean;
  /** The servers that are there, this one among them, as they were seen last. */
  servers(): readonly ServerEntry[];
  /** The same, looked up now. */
  look(): Promise<readonly ServerEntry[]>;
  /** Nothing more is to be at home here. */
  beginLeaving(): Promise<void>;
  /** The end: what is at home here is free. */
  leave(): Promise<void>;
};

export type BeatOptions = {
  readonly table: ServerTable;
  readonly origin: string;
  readonly log: Logger;
  /** Others took this server for dead: it must end. */
  readonly onLost: () => void;
  /** It may act no more, or again. */
  readonly onFresh: (isFresh: boolean) => void;
  /** After each look at the others. */
  readonly onLook: () => void;
  readonly times?: Partial<BeatTimes>;
};

/** Enters this server among those that share the data. Resolves when the others can know of it. */
export async function beginBeat(options: BeatOptions): Promise<Beat> {
  const { table, log, onLost, onFresh, onLook } = options;
  const times = { ...BEAT_TIMES, ...options.times };
  const id = randomUUID();
  let beganMs = performance.now();
  await table.enter(id, options.origin);
  let entries: readonly ServerEntry[] = await table.list();
  let wasFresh = true;
  let isOver = false;
  let running: Promise<void> | null = null;
  let lookedMs = performance.now();
  /** Since when each server's beat is this one, in looks that followed one another. */
  const watched = new Map<string, { readonly beat: number; readonly sinceMs: number }>();

  const isFresh = (): boolean => !isOver && performance.now() - beganMs < times.freshMs;

  async function beat(): Promise<void> {
    const startMs = performance.now();
    try {
      if (!(await table.beat(id))) {
        lose();
        return;
      }
      beganMs = startMs;
      await look();
      await strikeDead();
    } catch {
      // MongoDB is away, and so it is for whoever would take over: who is there is found out anew then.
      watched.clear();
    }
    onLook();
  }

  async function look(): Promise<readonly ServerEntry[]> {
    entries = await table.list();
    return entries;
  }

  async function strikeDead(): Promise<void> {
    const nowMs = performance.now();
    // The store was held up: the beats of the others may still be on their way to it.
    if (nowMs - lookedMs > times.patienceMs / 2) watched.clear();
    lookedMs = nowMs;
    const there = new Set(entries.map((entry) => entry.id));
    for (const known of watched.keys()) if (!there.has(known)) watched.delete(known);
    for (const entry of entries) {
      if (entry.id === id) continue;
      const before = watched.get(entry.id);
      if (before?.beat !== entry.beat) {
        watched.set(entry.id, { beat: entry.beat, sinceMs: nowMs });
      } else if (nowMs - before.sinceMs >= times.patienceMs) {
        watched.delete(entry.id);
        if (!(await table.strike(entry.id, entry.beat))) continue;
        log.warn({ server: entry.id }, 'another server is gone; its projects are taken over');
        entries = entries.filter((other) => other.id !== entry.id);
      }
    }
  }

  function lose(): void {
    if (isOver) return;
    isOver = true;
    clearInterval(beater);
    clearInterval(checker);
    onFresh(false);
    onLost();
  }

  const beater = setInterval(() => {
    running ??= beat().finally(() => (running = null));
  }, times.everyMs);
  const checker = setInterval(() => {
    const now = isFresh();
    if (now === wasFresh) return;
    wasFresh = now;
    if (now) log.warn('this server can say again that it is there, and goes on');
    else log.warn('this server cannot say that it is there, and acts no more until it can');
    onFresh(now);
  }, times.everyMs / 10);
  beater.unref();
  checker.unref();

  return {
    id,
    isFresh,
    servers: () => entries,
    look,
    beginLeaving: () => table.beginLeaving(id),
    async leave() {
      clearInterval(beater);
      clearInterval(checker);
      await running;
      isOver = true;
      await table
        .leave(id)
        .catch((error: unknown) =>
          log.warn(faultOf(error), 'the other servers were not told that this one ends'),
        );
    },
  };
}
