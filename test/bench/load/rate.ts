import { join } from 'node:path';
import { ACT_BEGINS, ACT_ENDS } from '../../../apps/server/src/long-act.ts';
import type { Contender } from './contenders.ts';
import { findContenders, HOCUSPOCUS_NAME, TRIAD, triadFolder } from './contenders.ts';
import type { Load, LoadDocument, Written } from './load.ts';
import { startLoad, write } from './load.ts';
import type { LayersShape } from '../study/layers-study.ts';
import { LAYERS_TEXT, makeLayersStudy } from '../study/layers-study.ts';
import { printCpuProfiles } from '../support/cpu-profiles.ts';
import { against, ms, printTable, quantile, say, tail, under } from '../support/figures.ts';
import { describeFlushes } from '../support/flush-time.ts';
import { withFolder } from '../support/folder.ts';
import { describeMachine } from '../support/machine.ts';
import { watchResident } from '../support/memory.ts';
import { processorTime, spentBetween, sumOf, untilQuiet } from '../support/processor-time.ts';
import type { RunningServer, StartOptions } from '../support/running-server.ts';

/*
 * 500 clients on 100 documents that add spans, at Triad and at the servers beside it, each started
 * for it alone: when others have a span, when its author is told that it is kept, processor time,
 * memory. All processor time of the server counts while clients write, its threads and its idling
 * too. `--alone` leaves the others out, `--short` writes for a shorter time, `--profile` prints where
 * Triad's time goes, and then its figures do not count.
 */

const profiled = process.argv.includes('--profile');

/** Documents, and clients on each. */
export const LAYERS = 100;
const TABS_EACH = 5;
const WARMING = { everyMs: 500, forMs: 3_000 };
const QUIET_MS = 4_000;
/** Behind a server that stores nothing, for what is stored. */
const BEHIND_P95_MS = 4;

/** So many clients that add spans at one rate. */
export type Rate = {
  readonly name: string;
  readonly title: string;
  readonly everyMs: number;
  readonly forMs: number;
  readonly study: LayersShape;
  readonly goals: {
    readonly acknowledgedMs: readonly [p95: number, p99: number];
    readonly deliveredMs: readonly [p95: number, p99: number];
    readonly processorS: number;
    readonly memoryMb: number;
    /** Ahead of Hocuspocus at the 99th percentile, too. */
    readonly aheadAtP99: boolean;
  };
};

/** Delivery held by a compaction, whatever the rate. */
const HELD_GOAL_MS = 20;

type Result = {
  readonly contender: Contender;
  readonly written: Written;
  /** Processor time for each update, by thread, ms. */
  readonly eachMs: ReadonlyMap<string, number>;
  readonly memoryMb: number;
  readonly compactions: readonly Act[];
};
/** From when to when, ms since 1970. */
type Act = { readonly id: string; readonly beganMs: number; readonly endedMs: number };

/** Measures Triad and the others, one after the other, and prints what came out. */
export async function benchRate(rate: Rate): Promise<void> {
  await withFolder(async (folder) => {
    say(`${rate.name}: ${describeMachine()}; ${describeFlushes(folder)}`);
    const contenders = await findContenders();
    const documents = await makeLayersStudy(triadFolder(folder), rate.study);
    const results: Result[] = [];
    for (const contender of contenders) {
      results.push(await measure(folder, contender, rate, documents));
    }
    print(rate, results);
    if (profiled) await printCpuProfiles(join(folder, 'profile'));
  });
}

async function measure(
  folder: string,
  contender: Contender,
  rate: Rate,
  documents: readonly LoadDocument[],
): Promise<Result> {
  const load = startLoad();
  const server = await contender.start(folder, 0, optionsFor(contender, folder));
  try {
    const order = { via: contender.via, origin: server.address, documents, text: LAYERS_TEXT };
    if (contender !== TRIAD) await fill(load, server, order);
    await load.ask({ ...order, kind: 'connect', set: 'all', tabsEach: TABS_EACH, bring: null });
    await write(load, 'all', WARMING);
    await untilQuiet(server.pid, QUIET_MS);
    const memory = watchResident(server.pid);
    const before = await processorTime(server.pid);
    const written = await write(load, 'all', rate);
    const spent = spentBetween(before, await processorTime(server.pid));
    return {
      contender,
      written,
      eachMs: new Map([...spent].map(([thread, ms]) => [thread, ms / written.added])),
      memoryMb: memory.end(),
      compactions: compactionsIn(server.log),
    };
  } finally {
    await load.end();
    await server.end();
  }
}

/** One tab for each document brings what Triad has from the beginning, and goes. */
async function fill(
  load: Load,
  server: RunningServer,
  order: {
    readonly via: Contender['via'];
    readonly origin: string;
    readonly documents: readonly LoadDocument[];
    readonly text: typeof LAYERS_TEXT;
  },
): Promise<void> {
  await load.ask({ ...order, kind: 'connect', set: 'fill', tabsEach: 1, bring: 'content' });
  // What was taken is not stored yet, and a document that nobody has open may be let go of.
  await untilQuiet(server.pid, QUIET_MS);
  await load.ask({ kind: 'close', set: 'fill' });
  await untilQuiet(server.pid, QUIET_MS);
}

function optionsFor(contender: Contender, folder: string): StartOptions {
  if (contender !== TRIAD) return {};
  // A compaction is told in the log, at this level and no other.
  const environment = { TRIAD_LOG: 'debug' };
  if (!profiled) return { environment };
  const into = `--cpu-prof-dir=${join(folder, 'profile')}`;
  return { environment, nodeOptions: ['--cpu-prof', into] };
}

function compactionsIn(log: readonly string[]): readonly Act[] {
  const acts: Act[] = [];
  const begun = new Map<string, number>();
  for (const text of log) {
    if (!text.startsWith('{')) continue;
    const { act, id, msg, time } = JSON.parse(text) as Record<string, string | undefined>;
    if (act !== 'compaction' || id === undefined || time === undefined) continue;
    const atMs = Date.parse(time);
    const beganMs = begun.get(id);
    if (msg === ACT_BEGINS) begun.set(id, atMs);
    else if (msg === ACT_ENDS && beganMs !== undefined) acts.push({ id, beganMs, endedMs: atMs });
  }
  return acts;
}

function print(rate: Rate, results: readonly Result[]): void {
  printTable(
    `${LAYERS * TABS_EACH} clients on ${LAYERS} documents, ${rate.title}, for ${rate.forMs / 1_000} s`,
    [
      'server',
      'n',
      'delivered, ms, p50 / p95 / p99 / max',
      'acknowledged, ms',
      'of what',
      'processor s per 1,000',
      'RSS at most, MB',
      'dropped',
    ],
    results.map(({ contender, written, eachMs, memoryMb }) => [
      contender.name,
      String(written.added),
      tail(written.deliveredMs),
      tail(written.acknowledgedMs),
      contender.tells ?? 'never told',
      sumOf(eachMs).toFixed(2),
      memoryMb.toFixed(0),
      String(written.lost),
    ]),
  );
  const [triad, ...others] = results;
  if (triad === undefined) return;
  say(`\nTriad's processor time by thread, s per 1,000: ${byThread(triad.eachMs)}`);
  const lines = [
    ...ownGoals(rate, triad),
    ...others.flatMap((other) => beside(rate, triad, other)),
  ];
  say(`\n${lines.join('\n')}`);
}

function byThread(eachMs: ReadonlyMap<string, number>): string {
  return [...eachMs]
    .filter(([, each]) => each >= 0.01)
    .sort(([, a], [, b]) => b - a)
    .map(([thread, each]) => `${thread} ${each.toFixed(2)}`)
    .join(', ');
}

function ownGoals({ goals }: Rate, triad: Result): readonly string[] {
  const { acknowledgedMs, deliveredMs, lost } = triad.written;
  const [ack95, ack99] = goals.acknowledgedMs;
  const [delivery95, delivery99] = goals.deliveredMs;
  const held = heldByCompaction(triad);
  return [
    under('acknowledged on disk, p95,', quantile(acknowledgedMs, 0.95), ack95),
    under('… p99,', quantile(acknowledgedMs, 0.99), ack99),
    under('delivered, p95,', quantile(deliveredMs, 0.95), delivery95),
    under('… p99,', quantile(deliveredMs, 0.99), delivery99),
    under('processor time,', sumOf(triad.eachMs), goals.processorS, {
      unit: 's per 1,000',
      digits: 2,
    }),
    under('memory,', triad.memoryMb, goals.memoryMb, { unit: 'MB', digits: 0 }),
    against(`no client dropped, ${lost}`, lost === 0),
    held === null
      ? 'no compaction fell into it'
      : under(`slowest delivery beside ${held.count} compactions,`, held.mostMs, HELD_GOAL_MS),
  ];
}

/** The slowest of what was delivered while something was compacted, on whatever document. */
function heldByCompaction({
  compactions,
  written,
}: Result): { readonly count: number; readonly mostMs: number } | null {
  const { deliveredMs, deliveredAtMs } = written;
  const firstMs = deliveredAtMs.reduce((least, atMs) => Math.min(least, atMs), Infinity);
  const within = compactions.filter(({ endedMs }) => endedMs >= firstMs);
  if (within.length === 0) return null;
  let mostMs = 0;
  for (const [at, atMs] of deliveredAtMs.entries()) {
    const tookMs = deliveredMs[at] ?? 0;
    if (within.some(({ beganMs, endedMs }) => atMs >= beganMs && atMs - tookMs <= endedMs)) {
      mostMs = Math.max(mostMs, tookMs);
    }
  }
  return { count: within.length, mostMs };
}

function beside({ goals }: Rate, triad: Result, other: Result): readonly string[] {
  const { name, stores, tells } = other.contender;
  const times = sumOf(triad.eachMs) / sumOf(other.eachMs);
  if (!stores) {
    return [against(`${name}: at most twice its processor time, ${times.toFixed(2)}`, times <= 2)];
  }
  const behind = (of: (written: Written) => readonly number[], p: number): number =>
    quantile(of(triad.written), p) - quantile(of(other.written), p);
  const delivered = (written: Written): readonly number[] => written.deliveredMs;
  const acknowledged = (written: Written): readonly number[] => written.acknowledgedMs;
  const atP95 = behind(delivered, 0.95);
  const lines = [
    against(`${name}: less processor time, ${times.toFixed(2)} times`, times < 1),
    against(
      `… less memory, ${(triad.memoryMb / other.memoryMb).toFixed(2)} times`,
      triad.memoryMb < other.memoryMb,
    ),
    against(
      `… delivery at p95 at most ${BEHIND_P95_MS} ms behind, ${ms(atP95)}`,
      atP95 <= BEHIND_P95_MS,
    ),
  ];
  if (tells !== null) {
    const at = behind(acknowledged, 0.95);
    lines.push(against(`… acknowledgement at p95 the same, ${ms(at)}`, at <= BEHIND_P95_MS));
  }
  if (name === HOCUSPOCUS_NAME && goals.aheadAtP99) {
    const [by, told] = [behind(delivered, 0.99), behind(acknowledged, 0.99)];
    lines.push(
      against(
        `… ahead at p99: delivery by ${ms(-by)}, acknowledgement by ${ms(-told)} ms`,
        by < 0 && told < 0,
      ),
    );
  }
  return lines;
}
