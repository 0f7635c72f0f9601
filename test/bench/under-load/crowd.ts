import { parseDocumentName } from '@triad/collab';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as Y from 'yjs';
import { layerFields } from '@triad/collab';
import type { Contender } from '../load/contenders.ts';
import { findContenders, TRIAD, triadFolder } from '../load/contenders.ts';
import type { LoadDocument } from '../load/load.ts';
import { answerOf, startLoad } from '../load/load.ts';
import { inDataFolder } from '../study/in-data-folder.ts';
import { LAYERS_TEXT, makeLayersStudy } from '../study/layers-study.ts';
import { against, printTable, say, under } from '../support/figures.ts';
import { describeFlushes } from '../support/flush-time.ts';
import { withFolder } from '../support/folder.ts';
import { describeMachine } from '../support/machine.ts';
import { processorTime, spentBetween, sumOf, untilQuiet } from '../support/processor-time.ts';

/*
 * A thousand clients that connect in one moment to a hundred documents that are not in memory. Then
 * each adds a span a second, the server is killed (SIGKILL) and started anew on its port, and all
 * come back by themselves, with the pauses of the unmodified provider. What Triad had on its disk
 * is read before anybody comes back: a span of which it said so must be there.
 */

const LAYERS = 100;
const TABS_EACH = 10;
const SPANS = 200;
const EVERY_MS = 1_000;
const WRITING_MS = 4_000;
const QUIET_MS = 10_000;
const SYNCED_GOAL_MS = 1_000;
const BACK_GOAL_MS = 2_200;

type Result = {
  readonly name: string;
  readonly syncedMs: number;
  /** Of the server's processor time, until then. */
  readonly spentMs: number;
  readonly backMs: number;
  readonly acknowledged: number;
  /** Acknowledged and not on the disk; null where that is not looked at. */
  readonly missing: number | null;
};

await withFolder(async (folder) => {
  say(`crowd: ${describeMachine()}; ${describeFlushes(folder)}`);
  const documents = await makeLayersStudy(triadFolder(folder), {
    layers: LAYERS,
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
  let server = await contender.start(folder);
  try {
    const order = { via: contender.via, text: LAYERS_TEXT, documents };
    if (contender !== TRIAD) {
      const fill = { ...order, origin: server.address, kind: 'connect', set: 'fill' } as const;
      await load.ask({ ...fill, tabsEach: 1, bring: 'content' });
      await untilQuiet(server.pid, QUIET_MS);
      await load.ask({ kind: 'close', set: 'fill' });
      await untilQuiet(server.pid, QUIET_MS);
    }
    if (contender.stores) {
      await server.end();
      server = await contender.start(folder);
    }
    await untilQuiet(server.pid, QUIET_MS);
    const before = await processorTime(server.pid);
    const { tookMs } = await answerOf(load, 'done', {
      ...order,
      kind: 'connect',
      origin: server.address,
      set: 'crowd',
      tabsEach: TABS_EACH,
      bring: null,
      atOnce: LAYERS * TABS_EACH,
    });
    const spentMs = sumOf(spentBetween(before, await processorTime(server.pid)));
    await untilQuiet(server.pid, QUIET_MS);
    const port = Number(new URL(server.address).port);
    const survived = answerOf(load, 'survived', {
      kind: 'survive',
      set: 'crowd',
      everyMs: EVERY_MS,
      port,
    });
    // It is waited for below, where something else goes wrong first that is told.
    survived.catch(() => undefined);
    await pause(WRITING_MS);
    await server.kill();
    const left = join(folder, 'left');
    if (contender === TRIAD) await copyFolders(folder, left);
    server = await contender.start(folder, port);
    const { backMs, acknowledged } = await survived;
    return {
      name: contender.name,
      syncedMs: tookMs,
      spentMs,
      backMs,
      acknowledged: acknowledged.length,
      missing: contender === TRIAD ? await missingIn(left, documents, acknowledged) : null,
    };
  } finally {
    await load.end();
    await server.end();
  }
}

/** The data, and the keys beside them, as a killed server left them. */
async function copyFolders(from: string, to: string): Promise<void> {
  const filter = (path: string): boolean => !path.endsWith('.sock');
  for (const suffix of ['', '.keys']) {
    await cp(triadFolder(from) + suffix, triadFolder(to) + suffix, { recursive: true, filter });
  }
}

/** Of these spans, those that are in none of the documents as they were left on the disk. */
async function missingIn(
  folder: string,
  documents: readonly LoadDocument[],
  spans: readonly string[],
): Promise<number> {
  const there = new Set<string>();
  await inDataFolder(triadFolder(folder), async ({ context }) => {
    for (const { head } of documents) {
      const name = parseDocumentName(head.name);
      if (name === null) continue;
      const doc = new Y.Doc();
      Y.applyUpdate(doc, (await context.documents.copy(name)).bytes);
      for (const id of layerFields(doc).spans.keys()) there.add(id);
      doc.destroy();
    }
  });
  return spans.filter((id) => !there.has(id)).length;
}

function print(results: readonly Result[]): void {
  printTable(
    `${LAYERS * TABS_EACH} clients on ${LAYERS} documents of ${SPANS} spans, ms`,
    [
      'server',
      'all synced after connecting at once',
      "of it the server's processor time",
      'all synced after a kill, from the port answering',
      'acknowledged before that',
      'of it missing on the disk',
    ],
    results.map(({ name, syncedMs, spentMs, backMs, acknowledged, missing }) => [
      name,
      syncedMs.toFixed(0),
      spentMs.toFixed(0),
      backMs.toFixed(0),
      String(acknowledged),
      missing === null ? '' : String(missing),
    ]),
  );
  const [triad] = results;
  if (triad === undefined) return;
  say(
    `\n${[
      under('all synced,', triad.syncedMs, SYNCED_GOAL_MS, { digits: 0 }),
      under('all synced after a kill,', triad.backMs, BACK_GOAL_MS, { digits: 0 }),
      against(`nothing acknowledged missing, ${triad.missing ?? '?'}`, triad.missing === 0),
    ].join('\n')}`,
  );
}
