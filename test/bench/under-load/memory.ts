import { setTimeout as pause } from 'node:timers/promises';
import type { Contender } from '../load/contenders.ts';
import { findContenders, TRIAD, triadFolder } from '../load/contenders.ts';
import type { LoadDocument } from '../load/load.ts';
import { startLoad } from '../load/load.ts';
import { LAYERS_TEXT, makeLayersStudy } from '../study/layers-study.ts';
import { against, printTable, say } from '../support/figures.ts';
import { withFolder } from '../support/folder.ts';
import { describeMachine } from '../support/machine.ts';
import { residentMb } from '../support/memory.ts';
import { untilQuiet } from '../support/processor-time.ts';
import type { RunningServer } from '../support/running-server.ts';

/*
 * Memory of a document, of a client, and of what stays when all have left: 200 documents of 200 spans
 * with two clients each, then a thousand clients more, then none. What lives is counted in the heap
 * of the thread that serves, after collections that are asked for; what the machine gives (RSS) is of
 * the whole process, all its threads.
 */

const LAYERS = 200;
const SPANS = 200;
const CLIENTS_EACH = [2, 5] as const;
const QUIET_MS = 8_000;
/** Triad keeps a document for half a minute after its last client. */
const LEFT_MS = [15_000, 45_000] as const;
/** Documents that are opened and left before anything counts: the code is compiled then. */
const WARMING = 20;

type Look = { readonly liveBytes: number; readonly residentMb: number };
type Result = {
  readonly contender: Contender;
  readonly start: Look;
  readonly open: Look;
  readonly crowd: Look;
  readonly left: readonly Look[];
  readonly mostMb: number;
};

await withFolder(async (folder) => {
  say(`memory: ${describeMachine()}`);
  const documents = await makeLayersStudy(triadFolder(folder), {
    layers: LAYERS + WARMING,
    spans: SPANS,
    tails: false,
  });
  const results: Result[] = [];
  for (const contender of await findContenders()) {
    results.push(await measure(folder, contender, documents));
  }
  print(results);
});

async function measure(
  folder: string,
  contender: Contender,
  documents: readonly LoadDocument[],
): Promise<Result> {
  const load = startLoad();
  const server = await contender.start(folder, 0, { nodeOptions: ['--expose-gc'] });
  try {
    const order = { via: contender.via, origin: server.address, text: LAYERS_TEXT };
    const bring = contender === TRIAD ? null : 'content';
    const warming = { ...order, kind: 'connect', documents: documents.slice(LAYERS) } as const;
    await load.ask({ ...warming, set: 'warming', tabsEach: CLIENTS_EACH[1], bring });
    await load.ask({ kind: 'close', set: 'warming' });
    await pause(LEFT_MS[1]);
    const start = await look(server);
    const connect = {
      ...order,
      kind: 'connect',
      documents: documents.slice(0, LAYERS),
    } as const;
    await load.ask({ ...connect, set: 'some', tabsEach: CLIENTS_EACH[0], bring });
    const open = await look(server);
    await load.ask({ ...connect, set: 'more', tabsEach: CLIENTS_EACH[1], bring: null });
    const crowd = await look(server);
    for (const set of ['some', 'more']) await load.ask({ kind: 'close', set });
    const gone = performance.now();
    const left: Look[] = [];
    for (const afterMs of LEFT_MS) {
      await pause(Math.max(0, gone + afterMs - performance.now()));
      left.push(await look(server));
    }
    return { contender, start, open, crowd, left, mostMb: (await residentMb(server.pid)).most };
  } finally {
    await load.end();
    await server.end();
  }
}

async function look(server: RunningServer): Promise<Look> {
  await untilQuiet(server.pid, QUIET_MS);
  const { live } = await server.memory();
  return { liveBytes: live, residentMb: (await residentMb(server.pid)).now };
}

function print(results: readonly Result[]): void {
  const rows = results.map(({ contender, start, open, crowd, left, mostMb }) => {
    const kb = (from: Look, to: Look, by: number): number =>
      (to.liveBytes - from.liveBytes) / 1024 / by;
    const client = kb(open, crowd, CLIENTS_EACH[1] * LAYERS);
    return {
      contender,
      client,
      document: kb(start, open, LAYERS) - CLIENTS_EACH[0] * client,
      left: left.map((then) => kb(start, then, LAYERS)),
      leftMb: left.map((then) => then.residentMb),
      resident: [start, open, crowd, ...left].map((then) => then.residentMb.toFixed(0)).join(' / '),
      mostMb,
    };
  });
  printTable(
    `${LAYERS} documents of ${SPANS} spans`,
    [
      'server',
      'live KB a client',
      'live KB a document',
      `… left, after ${LEFT_MS.map((ms) => `${ms / 1_000} s`).join(' / ')}`,
      'RSS MB: start / 400 clients / 1,400 / all left',
      'at most',
    ],
    rows.map(({ contender, client, document, left, resident, mostMb }) => [
      contender.name,
      client.toFixed(1),
      document.toFixed(0),
      left.map((then) => then.toFixed(0)).join(' / '),
      resident,
      mostMb.toFixed(0),
    ]),
  );
  const [triad, ...others] = rows;
  if (triad === undefined) return;
  const lines = others
    .filter(({ contender }) => contender.stores)
    .flatMap((other) => {
      const [then = Number.NaN, later = Number.NaN] = triad.left;
      const [theirs = Number.NaN, theirLater = Number.NaN] = other.left;
      const ours = triad.leftMb.at(-1) ?? Number.NaN;
      const others = other.leftMb.at(-1) ?? Number.NaN;
      return [
        against(`${other.contender.name}: less a document`, triad.document < other.document),
        against('… less a client', triad.client < other.client),
        against('… less a document after all have left, at first', then < theirs),
        against('… and later', later < theirLater),
        against('… less of the machine after all have left', ours < others),
      ];
    });
  say(`\n${lines.join('\n')}`);
}
