import type { DocumentAnswer } from '@triad/collab';
import { join } from 'node:path';
import { HOST_LIMITS } from '../../apps/server/src/documents/host-limits.ts';
import { Caller } from '../faults/whole-server/caller.ts';
import { readDocument } from '../faults/whole-server/tab.ts';
import { EDITS, makeLongLayer } from './study/long-layer.ts';
import { against, median, printTable, say, spread } from './support/figures.ts';
import { withFolder } from './support/folder.ts';
import { describeMachine } from './support/machine.ts';
import { startServer } from './support/running-server.ts';

/*
 * A layer that has seen a hundred thousand edits: from the unmodified provider's first packet until
 * it holds the whole. At a server that was just started, as a page opens it, which first asks which
 * documents there are and with how many spans, and as a tab that was open comes back; and at a
 * server that has it in memory.
 */

const COLD = 8;
const WARM = 20;
const GOAL_MS = 300;

/** Entries after the folded whole: of a layer left for half a minute, and the most there may be. */
const TAILS = [0, HOST_LIMITS.compactEntries - 1] as const;

say(`layer: ${describeMachine()}`);
const rows: string[][] = [];
let slowest = 0;
for (const tail of TAILS) await withFolder((folder) => measure(folder, tail));
printTable(
  'Opened until synced, ms',
  ['entries after the whole', 'server', 'n', 'p50 / p95 / max'],
  rows,
);
say(`\n${against(`median under ${GOAL_MS} ms, from the disk`, slowest < GOAL_MS)}`);

async function measure(folder: string, tail: number): Promise<void> {
  const layer = await makeLongLayer(folder, tail);
  const kib = (bytes: number): string => `${Math.round(bytes / 1024).toLocaleString('en')} KiB`;
  say(
    `\n${EDITS.toLocaleString('en')} edits, ${layer.spans} spans left; sent ${kib(layer.sentBytes)}, stored ${kib(layer.storedBytes)} in ${layer.structs.toLocaleString('en')} pieces`,
  );
  const listed: number[] = [];
  const cold: number[] = [];
  const back: number[] = [];
  const warm: number[] = [];
  let cookie = '';
  let known: DocumentAnswer | undefined;
  for (let start = 0; start < COLD; start += 1) {
    const server = await startServer({ dataFolder: join(folder, 'data'), web: folder });
    try {
      const caller = new Caller({ origin: server.address });
      caller.cookie = cookie;
      if (start === 0) await caller.call('redeemSignInLink', {}, { token: layer.token });
      cookie = caller.cookie;
      if (known !== undefined && start % 2 === 1) {
        back.push(await untilSynced(caller, known));
        continue;
      }
      const { transcript } = layer;
      const startMs = performance.now();
      const { documents } = await caller.call('readTranscript', { transcript });
      listed.push(performance.now() - startMs);
      const own = documents.find(({ name }) => name === layer.name);
      if (own === undefined) throw new Error('the layer is not listed');
      known = own;
      cold.push(await untilSynced(caller, own));
      if (start > 0) continue;
      for (let again = 0; again < WARM; again += 1) warm.push(await untilSynced(caller, own));
    } finally {
      await server.end();
    }
  }
  slowest = Math.max(slowest, median(cold), median(back));
  rows.push(
    [String(tail), 'just started: told of it', String(listed.length), spread(listed)],
    [String(tail), 'just started: opened then', String(cold.length), spread(cold)],
    [String(tail), 'just started: a tab comes back', String(back.length), spread(back)],
    [String(tail), 'has it in memory', String(warm.length), spread(warm)],
  );
}

/** Milliseconds, to the next five. */
async function untilSynced(caller: Caller, own: DocumentAnswer): Promise<number> {
  const start = performance.now();
  (await readDocument(caller, own)).destroy();
  return performance.now() - start;
}
