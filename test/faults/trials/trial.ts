import { findMongodb } from '@triad/storage/test-server';
import type { FoundMongodb } from '@triad/storage/test-server';
import { setTimeout as pause } from 'node:timers/promises';
import { seeded } from '../../bench/support/random.ts';
import type { Random } from '../../bench/support/random.ts';
import type { Fault } from './faults.ts';
import { FAULTS } from './faults.ts';
import { acknowledgedIn, startLoad } from './load.ts';
import { killAll, look, lookAlive } from './look.ts';
import { startCluster } from './cluster-topology.ts';
import { startOnMongodb } from './mongodb-topology.ts';
import { startOnSqlite } from './sqlite-topology.ts';
import { hash, openStudy } from './study.ts';
import type { Study } from './study.ts';
import type { Load } from './load.ts';
import type { Topology, TopologyName } from './topology.ts';

/*
 * A trial: a new study, a load, and faults drawn from the seed, one after the other, with a look at
 * everything after each. The seed gives the same people, acts, words, faults and lengths of time again;
 * what a process is at in that moment is for the machine to say.
 */

export type TrialOptions = {
  readonly seed: number;
  readonly topology: TopologyName;
  /** How many faults. */
  readonly faults: number;
  /** Only these, in this order again and again; default: drawn of all. */
  readonly only?: readonly string[];
  /** Between two acts of one tab; default: 15 to 45, of which the server allows no more. */
  readonly pauseMs?: readonly [number, number];
  /** Default: as the topology is. */
  readonly start?: () => Promise<Topology>;
  readonly say?: (line: string) => void;
};

export type TrialReport = {
  readonly seed: number;
  readonly topology: TopologyName;
  /** Faults that happened, in their order. */
  readonly happened: readonly string[];
  readonly acknowledged: number;
  /** What does not hold; it is over at the first. */
  readonly broken: readonly string[];
};

/** So much is acknowledged before anything bad happens, or the trial shows nothing. */
const LEAST_ACKNOWLEDGED = 40;

/** Of the log. */
const WARNING = 40;
const TOLD_LINES = 8;

export async function trial(options: TrialOptions): Promise<TrialReport> {
  const { seed, topology: name, only = [], say = () => undefined } = options;
  const happened: string[] = [];
  const broken: string[] = [];
  let acknowledged = 0;
  // Every third is on a disk that may be filled; where none can be made it never is.
  const onSmallDisk = only.length === 0 ? seed % 3 === 0 : only.includes('the disk is full');
  const topology = await (options.start ?? STARTS[name])(onSmallDisk);
  try {
    const study = await openStudy(topology, seed);
    try {
      const random = seeded(hash(`${seed} faults`));
      for (const [n, fault] of plan(options, study, random).entries()) {
        happened.push(fault.name);
        const load = startLoad(study, seeded(hash(`${seed} load ${n}`)), options.pauseMs);
        broken.push(...(await suffer(study, fault, load, random)));
        broken.push(...(await look(study, random)));
        acknowledged = acknowledgedIn(study);
        say(`  ${fault.name}: ${acknowledged} acknowledged`);
        if (broken.length > 0) break;
      }
    } catch (error) {
      broken.push(error instanceof Error ? error.message : String(error));
    } finally {
      await study.end();
    }
    if (broken.length > 0) tellLogs(topology, say);
  } finally {
    await topology.end();
  }
  return { seed, topology: name, happened, acknowledged, broken };
}

/** What is to happen. What this machine does not allow is said aloud, and left out. */
function plan(
  { topology, only = [], faults }: TrialOptions,
  study: Study,
  random: Random,
): readonly Fault[] {
  const possible = FAULTS.filter((fault) => fault.applies(study));
  if (only.length === 0) return Array.from({ length: faults }, () => random.pick(possible));
  const wanted = Array.from({ length: faults }, (_, n) => only[n % only.length] ?? '');
  return wanted.flatMap((name) => {
    const fault = FAULTS.find((each) => each.name === name);
    if (fault === undefined) throw new Error(`there is no fault '${name}'`);
    if (possible.includes(fault)) return [fault];
    process.stderr.write(`\n!! not run: '${name}' cannot happen to ${topology} here !!\n`);
    return [];
  });
}

/** The fault happens while everybody works, and in the end all servers are killed; what did not hold. */
async function suffer(
  study: Study,
  fault: Fault,
  load: Load,
  random: Random,
): Promise<readonly string[]> {
  const broken: string[] = [];
  try {
    await load.underWay(LEAST_ACKNOWLEDGED);
    broken.push(...((await fault.happen(study, random)) ?? []));
    if (random.chance(0.5)) await pause(random.whole(100, 600));
    if (random.chance(0.4)) {
      await load.stop();
      broken.push(...(await lookAlive(study, random)));
    }
    broken.push(...(await killAll(study)));
  } finally {
    await load.stop();
  }
  return broken;
}

/** What the servers warned of last. */
function tellLogs({ servers }: Topology, say: (line: string) => void): void {
  for (const [at, { lines, running }] of servers.entries()) {
    say(`    server ${at} ${running ? 'runs' : 'has ended'}`);
    for (const line of lines.filter(({ level }) => level >= WARNING).slice(-TOLD_LINES)) {
      say(`      ${JSON.stringify(line)}`);
    }
  }
}

const STARTS: Readonly<Record<TopologyName, (onSmallDisk: boolean) => Promise<Topology>>> = {
  sqlite: (onSmallDisk) => startOnSqlite({}, onSmallDisk),
  mongodb: async () => startOnMongodb(await killableMongodb()),
  cluster: async () => startCluster(await killableMongodb()),
};

async function killableMongodb(): Promise<FoundMongodb> {
  const mongodb = await findMongodb();
  if (mongodb === null || !mongodb.ours) throw new Error('there is no MongoDB that may be killed');
  return mongodb;
}
