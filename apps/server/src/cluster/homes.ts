import { setTimeout as delay } from 'node:timers/promises';
import type { ServerEntry, ServerTable } from '@triad/storage';
import type { Logger } from 'pino';
import { refuse } from '../refusal.ts';
import type { Beat } from './beat.ts';

/*
 * Every project is at home with one server: that one alone acts for it, so that all that holds within one
 * process holds for the project. The others pass on to it what comes for the project.
 */

/** What is at home somewhere although it is no project: accounts, and whatever belongs to none. */
export const SEAT = 'seat';

/** Where a project is at home, if not here. */
export type Elsewhere = { readonly server: string; readonly origin: string };

export type Homes = {
  /**
   * Null: it is at home here, and may be acted for. Finds it a home where it has none. Refuses with
   * `server/elsewhere` where none was found in time, and rejects as the store does.
   */
  find(project: string): Promise<Elsewhere | null>;
  /** Of a project that is being made here: it is at home here from the first. */
  begin(project: string): Promise<void>;
  /** Whether it is at home here, and may be acted for. */
  isHere(project: string): boolean;
  /** Gives one up that nobody uses; whoever asks meanwhile waits, and finds it a home anew. */
  release(project: string): Promise<void>;
};

/** The same, with what the servers do about it. */
export type HomesHere = Homes & {
  /** Where it was said to be at home it is not, or that server does not answer: it is looked up anew. */
  forget(project: string): void;
  /** How many projects are at home here. */
  count(): number;
  /** Of these, those that nobody has asked for in so long. */
  unusedFor(ms: number): readonly string[];
  /** Each is opened anew when somebody asks for it: this server could not act for a while. */
  closeAll(): void;
};

/** Of a server that works alone. */
export const EVERYTHING_HERE: Homes = {
  find: () => Promise.resolve(null),
  begin: () => Promise.resolve(),
  isHere: () => true,
  release: () => Promise.resolve(),
};

/** Longer than it takes until a server counts as dead. */
const FIND_MS = 9_000;
const AGAIN_MS = 100;
/** Homes elsewhere that are remembered; what is forgotten is looked up again. */
const MOST_KNOWN = 50_000;

export function makeHomes(options: {
  readonly table: ServerTable;
  readonly beat: Beat;
  readonly log: Logger;
  /** Ends what others left unfinished of it, forgets what this server knew of it before, and resumes its jobs. */
  readonly open: (project: string) => Promise<void>;
  /** Forgets all that is in memory of it. */
  readonly close: (project: string) => Promise<void>;
}): HomesHere {
  const { table, beat, log, open, close } = options;
  const here = new Map<string, { opened: Promise<void>; isOpen: boolean; usedMs: number }>();
  const leaving = new Map<string, Promise<void>>();
  const elsewhere = new Map<string, string>();

  const entryOf = (server: string): ServerEntry | undefined =>
    beat.servers().find(({ id }) => id === server);

  function know(project: string, server: string): void {
    const [oldest] = elsewhere.keys();
    if (elsewhere.size >= MOST_KNOWN && oldest !== undefined) elsewhere.delete(oldest);
    elsewhere.set(project, server);
  }

  /** At home here by now: opened once, and by the next who asks where that failed. */
  function openHere(project: string, work: () => Promise<void>): Promise<void> {
    const before = here.get(project);
    if (before !== undefined) return before.opened;
    elsewhere.delete(project);
    const entry = { opened: work(), isOpen: false, usedMs: performance.now() };
    here.set(project, entry);
    entry.opened.then(
      () => (entry.isOpen = true),
      () => {
        if (here.get(project) === entry) here.delete(project);
      },
    );
    return entry.opened;
  }

  async function find(project: string): Promise<Elsewhere | null> {
    await leaving.get(project);
    const opened = here.get(project);
    if (opened !== undefined) {
      opened.usedMs = performance.now();
      await opened.opened;
      return null;
    }
    const known = elsewhere.get(project);
    const entry = known === undefined ? undefined : entryOf(known);
    return entry === undefined ? lookUp(project) : { server: entry.id, origin: entry.address };
  }

  async function lookUp(project: string): Promise<Elsewhere | null> {
    const endMs = performance.now() + FIND_MS;
    for (;;) {
      const home = await table.homeOf(project);
      if (home === beat.id) {
        await openHere(project, () => open(project));
        return null;
      }
      // One that entered a moment ago is not known yet.
      const there = home === null ? undefined : (entryOf(home) ?? (await lookFor(home)));
      if (there !== undefined) {
        know(project, there.id);
        return { server: there.id, origin: there.address };
      }
      await settle(project, home);
      if (performance.now() > endMs) throw refuse('server/elsewhere');
    }
  }

  async function lookFor(server: string): Promise<ServerEntry | undefined> {
    return (await beat.look()).find(({ id }) => id === server);
  }

  /** Gives it the server that has the fewest; of those this one, if it is among them. */
  async function settle(project: string, before: string | null): Promise<void> {
    const able = beat.servers().filter(({ isLeaving }) => !isLeaving);
    if (able.length === 0) {
      await delay(AGAIN_MS);
      await beat.look();
      return;
    }
    const counted = await Promise.all(
      able.map(async ({ id }) => ({ id, count: await table.count(id) })),
    );
    counted.sort(
      (a, b) => a.count - b.count || Number(b.id === beat.id) - Number(a.id === beat.id),
    );
    const [least] = counted;
    if (least === undefined) return;
    if (await table.settle(project, least.id, before)) {
      log.info({ project, server: least.id }, 'a project is at home');
    }
  }

  return {
    find,
    async begin(project) {
      await table.settle(project, beat.id, null);
      await openHere(project, () => Promise.resolve());
    },
    isHere(project) {
      const entry = here.get(project);
      if (entry === undefined) return false;
      entry.usedMs = performance.now();
      return entry.isOpen && beat.isFresh();
    },
    forget: (project) => void elsewhere.delete(project),
    count: () => here.size,
    unusedFor(ms) {
      const beforeMs = performance.now() - ms;
      return [...here].flatMap(([project, { isOpen, usedMs }]) =>
        isOpen && usedMs <= beforeMs && project !== SEAT ? [project] : [],
      );
    },
    closeAll: () => here.clear(),
    async release(project) {
      if (!here.delete(project)) return;
      const left = (async () => {
        await close(project);
        await table.release(project, beat.id);
        log.info({ project }, 'a project that nobody uses is at home nowhere');
      })();
      leaving.set(
        project,
        // Where it could not be given up it is still at home here, and opened again.
        left.catch(() => undefined),
      );
      try {
        await left;
      } finally {
        leaving.delete(project);
      }
    },
  };
}
