import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Load, LoadDocument, Via, Written } from './load/load.ts';
import { startLoad, write } from './load/load.ts';
import { LAYERS_TEXT, makeLayersStudy } from './study/layers-study.ts';
import { against, printTable, say, spread } from './support/figures.ts';
import { withFolder } from './support/folder.ts';
import { describeMachine } from './support/machine.ts';
import { printCpuProfiles } from './support/cpu-profiles.ts';
import {
  idleRate,
  processorTime,
  spentBetween,
  sumOf,
  untilQuiet,
} from './support/processor-time.ts';
import type { RunningServer, StartOptions } from './support/running-server.ts';
import { startPlainServer, startServer } from './support/running-server.ts';

/*
 * The server's share of an accepted update: all processor time of its process while clients in
 * another add spans, less what it takes while they are silent, for each update. Sealing is on and
 * the store is SQLite on the disk. A layer has one writer, so the clients of one document are tabs of
 * one member; each adds, and all the others of its document receive.
 *
 * Beside it `@y/websocket-server`, which stores nothing: the same clients on the same content, the
 * two taking turns. `--short` writes for a shorter time; `--profile` prints where the time goes, and
 * its figures do not count.
 */

const profiled = process.argv.includes('--profile');
const short = process.argv.includes('--short');

const DENSE = { documents: 100, tabsEach: 5, everyMs: 500, goalMs: 0.25 };
const SPARSE = { documents: 40, tabsEach: 5, everyMs: 5_000, goalTimes: 1.5 };
const DENSE_MS = short ? 4_000 : 8_000;
const SPARSE_MS = short ? 3_000 : 5_000;
const ROUNDS = short ? 2 : 3;
const IDLE_MS = short ? 1_000 : 2_000;
const QUIET_MS = 4_000;
/** Before anything counts both servers have had so many updates that their code is compiled. */
const WARMING = { everyMs: 250, forMs: 3_000 };

/** What updates cost a server, by thread, in milliseconds each. */
type Cost = { readonly updates: number; readonly eachMs: Map<string, number> };

say(`share: ${describeMachine()}`);
await withFolder(async (folder) => {
  const dataFolder = join(folder, 'data');
  const documents = await makeLayersStudy(dataFolder, { layers: 100, spans: 150, tails: true });
  const profiles = (name: string): StartOptions =>
    profiled ? { nodeOptions: ['--cpu-prof', `--cpu-prof-dir=${join(folder, name)}`] } : {};
  const started: { end(): Promise<void> }[] = [];
  const begin = <T extends { end(): Promise<void> }>(what: T): T => {
    started.push(what);
    return what;
  };
  try {
    const load = begin(startLoad());
    const order = { dataFolder, web: folder };
    const first = begin(await startServer(order, profiles('dense')));
    for (const via of ['collab', 'tunnel'] as const) await dense(first, load, documents, via);
    // A server of its own for the comparison: the first folds the layers that were left half a minute ago.
    await first.end();
    const triad = begin(await startServer(order, profiles('triad')));
    const plain = begin(await startPlainServer({ port: 0, level: null }, profiles('plain')));
    await sparse({ triad, plain, load, documents });
  } finally {
    for (const what of started.toReversed()) await what.end();
  }
  if (profiled)
    for (const name of ['dense', 'triad', 'plain']) await printCpuProfiles(join(folder, name));
});

/** 500 tabs on 100 layers, each adding twice a second. */
async function dense(
  server: RunningServer,
  load: Load,
  documents: readonly LoadDocument[],
  via: Via,
): Promise<void> {
  const { tabsEach, everyMs, goalMs } = DENSE;
  const some = documents.slice(0, DENSE.documents);
  const set = `dense-${via}`;
  await connect(load, { set, via, server, documents: some, tabsEach, bring: null });
  await write(load, set, WARMING);
  await untilQuiet(server.pid, QUIET_MS);
  const idle = await idleRate(server.pid, IDLE_MS);
  const { cost, written } = await costOf(server, idle, () =>
    write(load, set, { everyMs, forMs: DENSE_MS }),
  );
  await load.ask({ kind: 'close', set });
  const way = via === 'tunnel' ? 'a tunnel for each tab' : 'a socket for each document';
  say(
    `\n${some.length * tabsEach} tabs on ${some.length} layers, a span every ${everyMs / 1_000} s each, over ${way}`,
  );
  printCosts([['Triad', cost, idle]]);
  printLatencies([['Triad', written]]);
  say(`\n${against(`at most ${goalMs} ms for each update, over ${way}`, totalOf(cost) <= goalMs)}`);
}

/** 200 tabs on 40 layers, each adding every five seconds, at the two servers by turns. */
async function sparse({
  triad,
  plain,
  load,
  documents,
}: {
  readonly triad: RunningServer;
  readonly plain: RunningServer;
  readonly load: Load;
  readonly documents: readonly LoadDocument[];
}): Promise<void> {
  const { tabsEach, everyMs, goalTimes } = SPARSE;
  const some = documents.slice(0, SPARSE.documents);
  const both = [
    { name: 'Triad', set: 'triad', via: 'collab', bring: null, server: triad },
    {
      name: '@y/websocket-server',
      set: 'plain',
      via: 'plain',
      bring: { like: 'triad' },
      server: plain,
    },
  ] as const;
  for (const { set, via, bring, server } of both) {
    await connect(load, { set, via, server, documents: some, tabsEach, bring });
    await write(load, set, WARMING);
  }
  const idle = new Map<string, Map<string, number>>();
  for (const { set, server } of both) {
    await untilQuiet(server.pid, QUIET_MS);
    idle.set(set, await idleRate(server.pid, IDLE_MS));
  }
  const rounds = new Map<string, Cost[]>(both.map(({ set }) => [set, []]));
  const heard = new Map<string, Written[]>(both.map(({ set }) => [set, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    // Who is first has what the other left in the caches; so they change places.
    for (const { set, server } of round % 2 === 0 ? both : both.toReversed()) {
      const { cost, written } = await costOf(server, idle.get(set) ?? new Map(), () =>
        write(load, set, { everyMs, forMs: SPARSE_MS }),
      );
      rounds.get(set)?.push(cost);
      heard.get(set)?.push(written);
    }
  }
  const all = both.map(({ name, set }) => {
    const costs = rounds.get(set) ?? [];
    return { name, cost: together(costs), costs, idle: idle.get(set) ?? new Map() };
  });
  say(
    `\n${some.length * tabsEach} tabs on ${some.length} layers, a span every ${everyMs / 1_000} s each, ${ROUNDS} rounds by turns`,
  );
  printCosts(all.map(({ name, cost, idle }) => [name, cost, idle]));
  printTable(
    'Each round, ms for each update',
    ['server', ...Array.from({ length: ROUNDS }, (_, round) => `round ${round + 1}`)],
    all.map(({ name, costs }) => [name, ...costs.map((cost) => totalOf(cost).toFixed(3))]),
  );
  printLatencies(both.map(({ name, set }) => [name, joined(heard.get(set) ?? [])]));
  const [own = Number.NaN, other = Number.NaN] = all.map(({ cost }) => totalOf(cost));
  const times = own / other;
  say(
    `\n${against(`at most ${goalTimes} times the other, together ${times.toFixed(2)}`, times <= goalTimes)}`,
  );
}

function connect(
  load: Load,
  order: {
    readonly set: string;
    readonly via: Via;
    readonly server: RunningServer;
    readonly documents: readonly LoadDocument[];
    readonly tabsEach: number;
    readonly bring: { readonly like: string } | null;
  },
): Promise<unknown> {
  const { server, ...rest } = order;
  return load.ask({ kind: 'connect', origin: server.address, text: LAYERS_TEXT, ...rest });
}

/** Processor time of the server while clients write, until every update is stored and delivered. */
async function costOf(
  server: RunningServer,
  idle: ReadonlyMap<string, number>,
  act: () => Promise<Written>,
): Promise<{ readonly cost: Cost; readonly written: Written }> {
  const [before, start] = [await processorTime(server.pid), performance.now()];
  const written = await act();
  // What follows the last update at once, such as its acknowledgement, is part of it.
  await pause(100);
  const spent = spentBetween(before, await processorTime(server.pid));
  const seconds = (performance.now() - start) / 1_000;
  const { added } = written;
  const each = [...spent].map(
    ([name, ms]) => [name, (ms - (idle.get(name) ?? 0) * seconds) / added] as const,
  );
  return { cost: { updates: added, eachMs: new Map(each) }, written };
}

function totalOf({ eachMs }: Cost): number {
  return sumOf(eachMs);
}

/** Of several rounds as of one. */
function together(costs: readonly Cost[]): Cost {
  const updates = costs.reduce((sum, cost) => sum + cost.updates, 0);
  const eachMs = new Map<string, number>();
  for (const cost of costs) {
    for (const [name, ms] of cost.eachMs) {
      eachMs.set(name, (eachMs.get(name) ?? 0) + (ms * cost.updates) / updates);
    }
  }
  return { updates, eachMs };
}

function joined(written: readonly Written[]): Written {
  return {
    kind: 'written',
    added: written.reduce((sum, { added }) => sum + added, 0),
    acknowledgedMs: written.flatMap(({ acknowledgedMs }) => acknowledgedMs),
    deliveredMs: written.flatMap(({ deliveredMs }) => deliveredMs),
    deliveredAtMs: written.flatMap(({ deliveredAtMs }) => deliveredAtMs),
    lost: written.reduce((sum, { lost }) => sum + lost, 0),
  };
}

/** Threads by what they cost; those that cost next to nothing are summed up as the others. */
function printCosts(
  of: readonly (readonly [name: string, cost: Cost, idle: ReadonlyMap<string, number>])[],
): void {
  const rows = of.map(([name, cost, idle]) => {
    const threads = [...cost.eachMs].sort(([, a], [, b]) => b - a);
    const shown = threads.filter(([, ms]) => ms >= 0.002);
    const rest = threads.filter(([, ms]) => ms < 0.002).reduce((sum, [, ms]) => sum + ms, 0);
    return [
      name,
      String(cost.updates),
      totalOf(cost).toFixed(3),
      [
        ...shown.map(([thread, ms]) => `${thread} ${ms.toFixed(3)}`),
        `others ${rest.toFixed(3)}`,
      ].join(', '),
      sumOf(idle).toFixed(1),
    ];
  });
  printTable(
    'Processor time for each update, ms',
    ['server', 'n', 'all threads', 'by thread', 'while idle, ms a second'],
    rows,
  );
}

function printLatencies(of: readonly (readonly [string, Written])[]): void {
  printTable(
    'Meanwhile, ms, p50 / p95 / max',
    ['server', 'acknowledged', 'with the other tabs'],
    of.map(([name, { acknowledgedMs, deliveredMs }]) => [
      name,
      acknowledgedMs.length === 0 ? 'never' : spread(acknowledgedMs),
      spread(deliveredMs),
    ]),
  );
}
