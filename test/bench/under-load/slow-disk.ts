import { TRIAD, triadFolder } from '../load/contenders.ts';
import { startLoad, write } from '../load/load.ts';
import { LAYERS_TEXT, makeLayersStudy } from '../study/layers-study.ts';
import { against, printTable, quantile, say, tail, under } from '../support/figures.ts';
import { describeFlushes } from '../support/flush-time.ts';
import { withFolder } from '../support/folder.ts';
import { describeMachine } from '../support/machine.ts';
import { processorTime, spentBetween, sumOf } from '../support/processor-time.ts';
import { slowFlushes } from '../support/slow-flush.ts';

/* A disk that takes ten milliseconds more for each flush, as one that turns does: 500 clients on 100 documents. */

const short = process.argv.includes('--short');
const LATER_MS = 10;
const LAYERS = 100;
const TABS_EACH = 5;
const WARMING = { everyMs: 500, forMs: 3_000 };
const RATES = [
  { everyMs: 500, forMs: short ? 8_000 : 30_000, goalMs: 30 },
  { everyMs: 5_000, forMs: short ? 8_000 : 30_000, goalMs: null },
] as const;

await withFolder(async (folder) => {
  say(`slow-disk: ${describeMachine()}; ${describeFlushes(folder)}`);
  const options = await slowFlushes(folder, LATER_MS);
  if (typeof options === 'string') {
    say(`\nnot run: ${options}`);
    return;
  }
  const documents = await makeLayersStudy(triadFolder(folder), {
    layers: LAYERS,
    spans: 0,
    tails: false,
  });
  const load = startLoad();
  const server = await TRIAD.start(folder, 0, options);
  const rows: string[][] = [];
  const goals: string[] = [];
  try {
    const order = { via: TRIAD.via, origin: server.address, documents, text: LAYERS_TEXT };
    await load.ask({ ...order, kind: 'connect', set: 'all', tabsEach: TABS_EACH, bring: null });
    await write(load, 'all', WARMING);
    for (const { goalMs, ...rate } of RATES) {
      const before = await processorTime(server.pid);
      const { added, acknowledgedMs, deliveredMs, lost } = await write(load, 'all', rate);
      const spent = sumOf(spentBetween(before, await processorTime(server.pid)));
      rows.push([
        `a span every ${rate.everyMs / 1_000} s each`,
        String(added),
        tail(acknowledgedMs),
        tail(deliveredMs),
        (spent / added).toFixed(2),
        String(lost),
      ]);
      if (goalMs === null) continue;
      const p95 = quantile(acknowledgedMs, 0.95);
      goals.push(
        under(
          `acknowledged at ${(LAYERS * TABS_EACH * 1_000) / rate.everyMs} a second, p95,`,
          p95,
          goalMs,
        ),
      );
      goals.push(against(`no client dropped, ${lost}`, lost === 0));
    }
  } finally {
    await load.end();
    await server.end();
  }
  printTable(
    `${LATER_MS} ms more for each flush, ${LAYERS * TABS_EACH} clients`,
    [
      'rate',
      'n',
      'acknowledged, ms, p50 / p95 / p99 / max',
      'delivered, ms',
      'processor s per 1,000',
      'dropped',
    ],
    rows,
  );
  say(`\n${goals.join('\n')}`);
});
