import { join } from 'node:path';
import { loadavg } from 'node:os';
import { parseServerKey } from '../../../apps/server/src/sealing/server-key.ts';
import { startLoad } from '../load/load.ts';
import type { SharedLayer, SharedLoad, SharedRun } from '../load/shared-run.ts';
import { runShared } from '../load/shared-run.ts';
import { makeLayersStudy } from '../study/layers-study.ts';
import { moveToMongodb } from '../study/move-to-mongodb.ts';
import { printCpuProfiles } from '../support/cpu-profiles.ts';
import { against, printTable, say, tail } from '../support/figures.ts';
import { withFolder } from '../support/folder.ts';
import { describeMachine } from '../support/machine.ts';
import type { RunningServer, StartOptions } from '../support/running-server.ts';
import type { SharedStage } from '../support/shared-stage.ts';
import { withSharedStage } from '../support/shared-stage.ts';

/*
 * The same load at one server and at three that share their data, on one MongoDB: what each server spends
 * on an update, as the home of its project or passing it on. Three servers on the cores of one machine carry
 * no more than one; what they carry with a core each follows from what they spend. Of MongoDB and Redis
 * nothing is counted. `--short` writes for a shorter time; with `--profile` the figures do not count.
 */

const short = process.argv.includes('--short');
const profiled = process.argv.includes('--profile');
/**
 * Six projects, so that each of three servers is home to two. The stand-in for MongoDB has no indexes: it
 * reads all records for each tab that comes, so more layers than these would take it minutes to connect.
 */
const STUDY = { layers: 30, coders: 5, spans: 40, tails: false };
const EVERY_MS = 500;
const LOAD = {
  tabsEach: 5,
  everyMs: EVERY_MS,
  warmingMs: short ? 1_500 : 2_000,
  forMs: short ? 3_000 : 5_000,
};
/** Times the load of one server that works alone, with a core each. */
const GOAL = 2;

/** After so long no further run is begun: the bench ends in time on a busy machine, too. */
const BEGIN_MS = 195_000;

const VIAS = ['collab', 'tunnel'] as const;

type Row = Pick<SharedLoad, 'name' | 'via' | 'goTo'> & {
  /** Only layers of the projects that are at home with the first of three: what each of three has. */
  readonly third?: boolean;
};
const AT_HOME: SharedLoad['goTo'] = ({ home }) => [home];
/** Begun at each in turn, so that none has more of the tabs than another. */
const BY_TURNS: SharedLoad['goTo'] = (_layer, at) => [0, 1, 2].map((turn) => (at + turn) % 3);
const SINGLE = 'one, alone';
const SINGLE_THIRD = 'one, alone, a third of it';
const BY_TURNS_NAME = 'three, by turns';
const HOME_APART = 'a home, one that passes on, one idle';
const ROWS: readonly { readonly servers: number | 'alone'; readonly rows: readonly Row[] }[] = [
  {
    servers: 'alone',
    rows: [
      { name: SINGLE, via: 'collab', goTo: AT_HOME },
      { name: SINGLE_THIRD, via: 'collab', goTo: AT_HOME, third: true },
      { name: SINGLE_THIRD, via: 'tunnel', goTo: AT_HOME, third: true },
      { name: SINGLE, via: 'tunnel', goTo: AT_HOME },
    ],
  },
  { servers: 1, rows: [{ name: 'one, with Redis', via: 'collab', goTo: AT_HOME }] },
  {
    servers: 3,
    rows: [
      { name: HOME_APART, via: 'collab', goTo: () => [1], third: true },
      { name: HOME_APART, via: 'tunnel', goTo: () => [1], third: true },
      { name: 'three, each tab at its home', via: 'collab', goTo: AT_HOME },
      { name: BY_TURNS_NAME, via: 'collab', goTo: BY_TURNS },
      { name: BY_TURNS_NAME, via: 'tunnel', goTo: BY_TURNS },
    ],
  },
];

await withFolder(async (folder) => {
  say(`several: ${describeMachine()}`);
  const missing = await withSharedStage(folder, (stage) => bench(stage, folder));
  if (missing !== null) say(`\nnot there: ${missing}`);
});

async function bench(stage: SharedStage, folder: string): Promise<void> {
  const dataFolder = join(folder, 'study');
  const key = parseServerKey(stage.key, 'TRIAD_KEY');
  const documents = await makeLayersStudy(dataFolder, STUDY, key);
  await moveToMongodb(dataFolder, stage.uri);
  const projects = [...new Set(documents.map(({ project }) => project))];
  const runs: SharedRun[] = [];
  const clients = startLoad();
  try {
    for (const { servers: count, rows } of ROWS) {
      const homes = count === 'alone' ? 1 : count;
      const layers = documents.map((document): SharedLayer => {
        return { ...document, home: projects.indexOf(document.project) % homes };
      });
      const servers = await start(stage, count, projects, (at) => optionsFor(folder, count, at));
      try {
        for (const { third = false, ...row } of rows) {
          if (performance.now() > BEGIN_MS) {
            say(`\nnot run, the time is up: ${row.name}, /${row.via}`);
            continue;
          }
          const isOf = ({ project }: SharedLayer): boolean => projects.indexOf(project) % 3 === 0;
          const some = third ? layers.filter(isOf) : layers;
          runs.push(await runShared(clients, { ...LOAD, ...row }, servers, some));
        }
      } finally {
        await Promise.all(servers.map((server) => server.end()));
      }
    }
  } finally {
    await clients.end();
  }
  if (profiled) await printCpuProfiles(join(folder, 'profile'));
  print(stage, runs);
}

/** Projects are at home with these servers by turns. */
async function start(
  stage: SharedStage,
  count: number | 'alone',
  projects: readonly string[],
  optionsOf: (at: number) => StartOptions,
): Promise<readonly RunningServer[]> {
  if (count === 'alone') return [await stage.startAlone(optionsOf(0))];
  const homes = Array.from({ length: count }, (_, server) =>
    projects.filter((_project, at) => at % count === server),
  );
  return stage.startShared(homes, optionsOf);
}

function optionsFor(folder: string, count: number | 'alone', at: number): StartOptions {
  if (!profiled) return {};
  const name = `${count}-${at}`;
  const into = [`--cpu-prof-dir=${join(folder, 'profile')}`, `--cpu-prof-name=${name}.cpuprofile`];
  return { nodeOptions: ['--cpu-prof', ...into] };
}

function print(stage: SharedStage, runs: readonly SharedRun[]): void {
  const tabs = STUDY.layers * LOAD.tabsEach;
  printTable(
    `${tabs} tabs on ${STUDY.layers} layers of six projects, a span every ${EVERY_MS / 1_000} s each, for ${LOAD.forMs / 1_000} s; ${stage.name}`,
    [
      'servers',
      'over',
      'passed on',
      'n',
      'delivered, ms, p50 / p95 / p99 / max',
      'acknowledged, ms',
      'processor s per 1,000',
      'of each server',
      'RSS at most, MB',
      'arrived',
      'dropped',
    ],
    runs.map(({ load, written, eachMs, memoryMb, passedOn, arrived }) => [
      load.name,
      `/${load.via}`,
      `${(passedOn * 100).toFixed(0)} %`,
      String(written.added),
      tail(written.deliveredMs),
      tail(written.acknowledgedMs),
      sum(eachMs).toFixed(2),
      eachMs.map((ms) => ms.toFixed(2)).join(' + '),
      memoryMb.map((mb) => mb.toFixed(0)).join(' + '),
      arrived.toFixed(3),
      String(written.lost),
    ]),
  );
  say(`\nload ${loadavg()[0]?.toFixed(1) ?? '?'} in the last minute`);
  say(`\n${[...arithmetic(runs), ...whole(runs)].join('\n')}`);
}

/**
 * What three servers with a core each carry, times what one does that works alone, where two thirds are
 * passed on. The more a server writes at once the less it spends on an update, and how much that is hangs on
 * how soon the store answers: runs differ by it more than by what is passed on. So what passing on costs is
 * taken from where it stands apart as well, and what follows from it is told beside the verdict.
 */
function arithmetic(runs: readonly SharedRun[]): readonly string[] {
  return VIAS.flatMap((via) => {
    const found = (name: string) =>
      runs.find(({ load }) => load.via === via && load.name === name)?.eachMs ?? [];
    const singles = [SINGLE, SINGLE_THIRD].flatMap((name) => found(name));
    const f = found(HOME_APART)[1];
    const measured = found(BY_TURNS_NAME);
    if (singles.length === 0 || f === undefined || measured.length === 0) return [];
    const h = Math.min(...singles);
    const t = h + (2 / 3) * f;
    const times = (3 * h) / sum(measured);
    const what = `/${via}: at least ${GOAL} times one server`;
    const figures = `h = ${singles.map(digits).join(' or ')}, t = ${digits(sum(measured))} s per 1,000, 3h/t = ${digits(times)} (reckoned from f = ${digits(f)} for what is passed on, t = h + 2f/3 = ${digits(t)}: ${digits((3 * h) / t)})`;
    return [against(`${what}, ${figures}`, times >= GOAL)];
  });
}

function whole(runs: readonly SharedRun[]): readonly string[] {
  const lost = runs.reduce((all, { written }) => all + written.lost, 0);
  return [
    against(
      'every span came to every tab of its layer',
      runs.every(({ arrived }) => arrived === 1),
    ),
    against(`no client dropped, ${lost}`, lost === 0),
  ];
}

function digits(value: number): string {
  return value.toFixed(2);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
