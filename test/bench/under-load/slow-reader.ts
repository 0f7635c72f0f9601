import { CLOSE } from '@triad/collab';
import { freePort } from '@triad/storage/test-server';
import { setTimeout as pause } from 'node:timers/promises';
import { triadFolder } from '../load/contenders.ts';
import type { Written } from '../load/load.ts';
import { startLoad, write } from '../load/load.ts';
import { LAYERS_TEXT, makeLayersStudy } from '../study/layers-study.ts';
import { against, ms, printTable, quantile, say, tail } from '../support/figures.ts';
import { describeFlushes } from '../support/flush-time.ts';
import { withFolder } from '../support/folder.ts';
import { describeMachine } from '../support/machine.ts';
import { startServer } from '../support/running-server.ts';

/*
 * A reader that stops reading, among 500 clients on 100 documents. Four tabs of one document write
 * long memos, 1.2 MB a second, and the fifth reads none of it: the system's own buffers fill, then
 * the server's. The same with everybody reading comes before, on another document.
 */

const FOR_MS = process.argv.includes('--short') ? 18_000 : 25_000;
const LAYERS = 100;
const TABS_EACH = 5;
const MEMOS = { everyMs: 66, units: 20_000 };
const WARMING = { everyMs: 500, forMs: 3_000 };
const MOST_BYTES = 4 * 1024 * 1024;
const LOOK_MS = 50;
/** What p95 may differ by between two such runs, all else being the same. */
const NOISE_MS = 1.5;

/** What the server's metrics say. */
type Look = { readonly unreadBytes: number; readonly closes: number };

await withFolder(async (folder) => {
  say(`slow-reader: ${describeMachine()}; ${describeFlushes(folder)}`);
  const documents = await makeLayersStudy(triadFolder(folder), {
    layers: LAYERS,
    spans: 0,
    tails: false,
  });
  const load = startLoad();
  const metricsPort = await freePort();
  const server = await startServer({ dataFolder: triadFolder(folder), web: folder, metricsPort });
  try {
    const order = { via: 'collab', origin: server.address, documents, text: LAYERS_TEXT } as const;
    await load.ask({ ...order, kind: 'connect', set: 'all', tabsEach: TABS_EACH, bring: null });
    await write(load, 'all', WARMING);
    const rate = { everyMs: 5_000, forMs: FOR_MS };
    const before = await write(load, 'all', { ...rate, memos: { ...MEMOS, document: 1 } });
    await load.ask({ kind: 'stop reading', set: 'all', document: 0 });
    const watch = watchUnread(metricsPort);
    const after = await write(load, 'all', { ...rate, memos: { ...MEMOS, document: 0 } });
    print(before, after, await watch.end());
  } finally {
    await load.end();
    await server.end();
  }
});

function print(
  before: Written,
  after: Written,
  seen: { readonly mostBytes: number; readonly closedMs: number | null },
): void {
  printTable(
    `A span every 5 s from each of ${LAYERS * TABS_EACH} clients, and 1.2 MB of memos a second`,
    ['', 'delivered, ms, p50 / p95 / p99 / max', 'acknowledged, ms', 'dropped'],
    [
      ['all read', tail(before.deliveredMs), tail(before.acknowledgedMs), String(before.lost)],
      ['one does not', tail(after.deliveredMs), tail(after.acknowledgedMs), String(after.lost)],
    ],
  );
  const mib = (seen.mostBytes / 2 ** 20).toFixed(1);
  const closed = seen.closedMs === null ? 'never' : `after ${(seen.closedMs / 1_000).toFixed(1)} s`;
  const behind = quantile(after.deliveredMs, 0.95) - quantile(before.deliveredMs, 0.95);
  say(
    `\n${[
      against(
        `closed (${CLOSE.slow.code}) at 4 MiB waiting at the server, ${closed}, at most ${mib} MiB seen`,
        seen.closedMs !== null && seen.mostBytes <= MOST_BYTES + MEMOS.units,
      ),
      against(`the others' delivery at p95 unchanged, by ${ms(behind)} ms`, behind < NOISE_MS),
    ].join('\n')}`,
  );
}

/** Looks at what the server says of bytes that wait, until it is ended. */
function watchUnread(port: number): {
  end(): Promise<{ readonly mostBytes: number; readonly closedMs: number | null }>;
} {
  const start = performance.now();
  const ended = new AbortController();
  let mostBytes = 0;
  let closedMs: number | null = null;
  const over = (async () => {
    while (!ended.signal.aborted) {
      const { unreadBytes, closes } = await look(port);
      if (closes > 0) closedMs ??= performance.now() - start;
      mostBytes = Math.max(mostBytes, unreadBytes);
      await pause(LOOK_MS);
    }
  })();
  return {
    async end() {
      ended.abort();
      await over;
      return { mostBytes, closedMs };
    },
  };
}

async function look(port: number): Promise<Look> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const value = (line: RegExp): number => Number(line.exec(text)?.[1] ?? 0);
  return {
    unreadBytes: value(/^triad_unread_bytes (\d+)/m),
    closes: value(
      new RegExp(`^triad_document_closes_total{code="${CLOSE.slow.code}"} (\\d+)`, 'm'),
    ),
  };
}
