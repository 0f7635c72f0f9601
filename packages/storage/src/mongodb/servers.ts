import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { StorageError } from '../errors.ts';
import type { Calls } from './calls.ts';
import type { Collections } from './collections.ts';
import { isDuplicate } from './failures.ts';

/*
 * The servers that share a database, and which of them each project is at home with. Beside the data and
 * no part of the port. No clock is compared with that of another machine: a server is there while its beat
 * changes, seen by the time of whoever watches.
 */

export type ServerEntry = {
  readonly id: string;
  /** Under which the other servers reach it. */
  readonly address: string;
  /** Grows while the server is there. */
  readonly beat: number;
  /** It is about to end: nothing more is to be at home with it. */
  readonly isLeaving: boolean;
};

/** Calls reject as those of the port do. */
export interface ServerTable {
  /**
   * A name for what the servers of this database share elsewhere, such as in a Redis that others use, too.
   * It is of the database, and no copy has it.
   */
  channel(): Promise<string>;
  enter(id: string, address: string): Promise<void>;
  /** False where its entry is gone: others took it for dead, and what was at home with it for free. */
  beat(id: string): Promise<boolean>;
  /** Nothing more is to be at home with it. */
  beginLeaving(id: string): Promise<void>;
  /** Its entry goes; what is still at home with it is free. */
  leave(id: string): Promise<void>;
  list(): Promise<readonly ServerEntry[]>;
  /** Takes a server for dead, unless it beat since; true if its entry went by this. */
  strike(id: string, beat: number): Promise<boolean>;
  /** The server that a project is at home with; that one may be gone. Null where there is none. */
  homeOf(project: string): Promise<string | null>;
  /** Puts a home in the place of what {@link ServerTable.homeOf} said; false where another was first. */
  settle(project: string, server: string, before: string | null): Promise<boolean>;
  /** The project is at home nowhere, if it was here. */
  release(project: string, server: string): Promise<void>;
  /** How many projects are at home with it. */
  count(server: string): Promise<number>;
}

/** How long no beat is watched before a server counts as dead, and between two looks; in ms. */
export type WatchTimes = { readonly patienceMs: number; readonly lookMs: number };

export function makeServerTable(
  calls: Calls,
  { servers, homes, claims }: Pick<Collections, 'servers' | 'homes' | 'claims'>,
): ServerTable {
  return {
    channel: () =>
      calls.write(0, async () => {
        for (;;) {
          const there = await claims.findOne({ _id: 'channel' });
          if (there !== null) return there.s;
          try {
            await claims.insertOne({ _id: 'channel', s: randomUUID(), b: 0 });
          } catch (error) {
            if (!isDuplicate(error)) throw error;
          }
        }
      }),
    enter: (id, address) =>
      calls.write(0, async () => {
        await homes.createIndex({ s: 1 });
        await servers.insertOne({ _id: id, a: address, b: 0 });
      }),
    // A beat is what writes are guarded by: it passes where they do not.
    beat: (id) =>
      calls.read(async () => {
        const { matchedCount } = await servers.updateOne({ _id: id }, { $inc: { b: 1 } });
        return matchedCount > 0;
      }),
    beginLeaving: (id) =>
      calls.read(async () => {
        await servers.updateOne({ _id: id }, { $set: { l: true } });
      }),
    leave: (id) =>
      calls.read(async () => {
        await servers.deleteOne({ _id: id });
      }),
    list: () =>
      calls.read(async () => {
        const found = await servers.find({}).toArray();
        return found.map(({ _id: id, a: address, b: beat, l }) => ({
          id,
          address,
          beat,
          isLeaving: l === true,
        }));
      }),
    strike: (id, beat) =>
      calls.write(0, async () => {
        const { deletedCount } = await servers.deleteOne({ _id: id, b: beat });
        return deletedCount > 0;
      }),
    homeOf: (project) => calls.read(async () => (await homes.findOne({ _id: project }))?.s ?? null),
    settle: (project, server, before) =>
      calls.write(0, async () => {
        if (before !== null) {
          const { matchedCount } = await homes.updateOne(
            { _id: project, s: before },
            { $set: { s: server } },
          );
          return matchedCount > 0;
        }
        try {
          await homes.insertOne({ _id: project, s: server });
          return true;
        } catch (error) {
          if (isDuplicate(error)) return false;
          throw error;
        }
      }),
    release: (project, server) =>
      calls.write(0, async () => {
        await homes.deleteOne({ _id: project, s: server });
      }),
    count: (server) => calls.read(() => homes.countDocuments({ s: server })),
  };
}

/**
 * Watches the servers that have an entry until it is known which are there: those beat, the others are
 * struck out. Resolves with those that are there, as soon as each has beaten or been watched for long enough.
 */
export async function findLive(
  table: ServerTable,
  { patienceMs, lookMs }: WatchTimes,
): Promise<readonly ServerEntry[]> {
  const first = new Map<string, { readonly beat: number; readonly sinceMs: number }>();
  for (;;) {
    const entries = await table.list();
    let unsure = 0;
    const live: ServerEntry[] = [];
    for (const entry of entries) {
      const seen = first.get(entry.id);
      if (seen === undefined) {
        first.set(entry.id, { beat: entry.beat, sinceMs: performance.now() });
        unsure += 1;
      } else if (seen.beat !== entry.beat) live.push(entry);
      else if (performance.now() - seen.sinceMs < patienceMs) unsure += 1;
      else if (!(await table.strike(entry.id, entry.beat))) live.push(entry);
    }
    if (unsure === 0) return live;
    await delay(lookMs);
  }
}

/** Rejects with `storage/in-use` where several servers are at work on the data. */
export async function refuseWhereShared(table: ServerTable, times: WatchTimes): Promise<void> {
  const live = await findLive(table, times);
  if (live.length === 0) return;
  throw new StorageError(
    'storage/in-use',
    `${live.length === 1 ? 'a server works' : `${live.length} servers work`} on these data in MongoDB, and shares them with others by TRIAD_REDIS. What works alone must wait until they have ended; a server joins them with TRIAD_REDIS`,
  );
}
