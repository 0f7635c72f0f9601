import { findMongodb } from '@triad/storage/test-server';
import type { FoundMongodb } from '@triad/storage/test-server';
import { setTimeout as pause } from 'node:timers/promises';
import { seeded } from '../../bench/support/random.ts';
import type { Fault } from './faults.ts';
import { FAULTS } from './faults.ts';
import { acknowledgedIn, startLoad } from './load.ts';
import { killAll, look, lookAlive } from './look.ts';
import { startCluster } from './cluster-topology.ts';
import { startOnMongodb } from './mongodb-topology.ts';
import { startOnSqlite } from './sqlite-topology.ts';
import { hash, openStudy } from './study.ts';
import type { Study } from './study.ts';
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
  const { seed, topology: name, say = () => undefined } = options;
  const random = seeded(hash(`${seed} faults`));
  const happened: string[] = [];
  const broken: string[] = [];
  let acknowledged = 0;
  const topology = await (options.start ?? STARTS[name])();
  try {
    const study = await openStudy(topology, seed);
    try {
      for (let n = 0; n < options.faults && broken.length === 0; n += 1) {
        const fault = draw(options, study, n);
        happened.push(fault.name);
        const pauses = [15, 45] as const;
        const load = startLoad(study, seeded(hash(`${seed} load ${n}`)), pauses);
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
        broken.push(...(await look(study, random)));
        acknowledged = acknowledgedIn(study);
        say(
          `  ${fault.name}: ${acknowledged} acknowledged${broken.map((each) => `\n    BROKEN: ${each}`).join('')}`,
        );
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

  function draw({ only = [] }: TrialOptions, study: Study, n: number): Fault {
    const possible = FAULTS.filter((fault) => fault.applies(study));
    const wanted = only[n % only.length];
    const fault =
      wanted === undefined ? random.pick(possible) : possible.find((each) => each.name === wanted);
    if (fault === undefined) throw new Error(`there is no fault '${wanted}' here`);
    return fault;
  }
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

const STARTS: Readonly<Record<TopologyName, () => Promise<Topology>>> = {
  sqlite: () => startOnSqlite(),
  mongodb: async () => startOnMongodb(await killableMongodb()),
  cluster: async () => startCluster(await killableMongodb()),
};

async function killableMongodb(): Promise<FoundMongodb> {
  const mongodb = await findMongodb();
  if (mongodb === null || !mongodb.ours) throw new Error('there is no MongoDB that may be killed');
  return mongodb;
}
