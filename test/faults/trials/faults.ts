import { setTimeout as pause } from 'node:timers/promises';
import { beAttacked } from './be-attacked.ts';
import { fillDisk } from './fill-disk.ts';
import { loseCrowd } from './lose-crowd.ts';
import type { Random } from '../../bench/support/random.ts';
import type { KillableProcess } from './topology.ts';
import type { Direction } from './line.ts';
import type { Study } from './study.ts';

/**
 * Something bad that happens while everybody works; when it resolves it is over. Says what did not hold
 * meanwhile, if anything.
 */
export type Fault = {
  readonly name: string;
  /** Whether it can happen to this study. */
  applies(study: Study): boolean;
  happen(study: Study, random: Random): Promise<readonly string[] | void>;
};

/** Servers, databases and lines are away for so long, ms. */
const AWAY_MS = [50, 1_500] as const;
const HOUR_MS = 3_600_000;
/** A server counts as dead when others have not heard of it for 5 s. */
const DEAD_MS = [4_500, 8_000] as const;
const HELD_MS = [300, 3_000] as const;

export const FAULTS: readonly Fault[] = [
  {
    name: 'a server is killed',
    applies: () => true,
    happen: ({ topology }, random) => kill(random.pick(topology.servers), random),
  },
  {
    name: 'nothing more',
    applies: () => true,
    // All servers are killed at the end of whatever happens: here, while all is well.
    happen: async (_study, random) => void (await pause(random.whole(0, 400))),
  },
  {
    name: 'a server is held',
    applies: () => true,
    happen: ({ topology }, random) => hold(random.pick(topology.servers), random),
  },
  {
    name: 'the database is killed',
    applies: ({ topology }) => topology.database !== null,
    happen: async ({ topology: { database } }, random) => {
      if (database !== null) await kill(database, random);
    },
  },
  {
    name: 'the database is held',
    applies: ({ topology }) => topology.database !== null,
    happen: async ({ topology: { database } }, random) => {
      if (database !== null) await hold(database, random);
    },
  },
  {
    name: 'Redis is killed',
    applies: ({ topology }) => topology.redis !== null,
    happen: async ({ topology: { redis } }, random) => {
      if (redis !== null) await kill(redis, random);
    },
  },
  {
    name: 'Redis is held',
    applies: ({ topology }) => topology.redis !== null,
    happen: async ({ topology: { redis } }, random) => {
      if (redis !== null) await hold(redis, random);
    },
  },
  {
    name: 'a server is held until it counts as dead',
    applies: ({ topology }) => topology.servers.length > 1,
    happen: async ({ topology }, random) => {
      const server = random.pick(topology.servers);
      server.pause();
      await pause(random.whole(...DEAD_MS));
      server.resume();
      // It finds out that others took over, and ends; whoever watches over it starts it anew.
      await pause(random.whole(...AWAY_MS));
      await server.kill();
      await server.start();
    },
  },
  {
    name: 'lines are cut',
    applies: () => true,
    happen: async (study, random) => {
      for (let times = random.whole(1, 4); times > 0; times -= 1) {
        const some = study.people.filter(() => random.chance(0.6));
        for (const { line } of some) line.quality = { kind: 'cut' };
        await pause(random.whole(...AWAY_MS));
        mend(study);
      }
    },
  },
  {
    name: 'lines are slow',
    applies: () => true,
    happen: async (study, random) => {
      for (const { line } of study.people) {
        const pieceBytes = random.pick([7, 100, 1_000]);
        if (random.chance(0.7)) {
          line.quality = { kind: 'slow', pieceBytes, delayMs: random.whole(1, 20) };
        }
      }
      await pause(random.whole(...HELD_MS));
      mend(study);
    },
  },
  {
    name: 'lines are half-open',
    applies: () => true,
    happen: async (study, random) => {
      for (const { line } of study.people) {
        const direction = random.pick<Direction>(['up', 'down', 'both']);
        if (random.chance(0.6)) line.quality = { kind: 'half-open', direction };
      }
      await pause(random.whole(...HELD_MS));
      mend(study);
      // Nobody is told that a connection lost something but by its end, which takes a provider half a minute.
      for (const { line } of study.people) line.sever();
    },
  },
  {
    name: 'a clock jumps',
    applies: ({ topology }) => topology.clocks.length > 0,
    happen: async ({ topology }, random) => {
      for (let times = random.whole(1, 3); times > 0; times -= 1) {
        // Not so far that a session grows too old.
        const farMs = random.pick([1_000, 90_000, 3 * HOUR_MS, 5 * 24 * HOUR_MS]);
        random.pick(topology.clocks).set(random.pick([-1, 1]) * farMs);
        await pause(random.whole(...AWAY_MS));
      }
    },
  },
  {
    name: 'the disk is full',
    applies: ({ topology }) => topology.disk !== null,
    happen: fillDisk,
  },
  { name: 'somebody is hostile', applies: () => true, happen: beAttacked },
  {
    name: 'a crowd is lost and comes back',
    // The stand-in for MongoDB goes through all records for most of what is asked: a crowd takes minutes.
    applies: ({ topology }) => topology.database === null,
    happen: loseCrowd,
  },
];

async function kill(process: KillableProcess, random: Random): Promise<void> {
  await pause(random.whole(0, 300));
  await process.kill();
  await pause(random.whole(0, 500));
  await process.start();
}

async function hold(process: KillableProcess, random: Random): Promise<void> {
  process.pause();
  await pause(random.whole(...HELD_MS));
  process.resume();
}

function mend({ people }: Study): void {
  for (const { line } of people) line.quality = { kind: 'good' };
}
