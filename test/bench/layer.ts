import type { DocumentAnswer } from '@triad/collab';
import { join } from 'node:path';
import { HOST_LIMITS } from '../../apps/server/src/documents/host-limits.ts';
import { Caller } from '../faults/whole-server/caller.ts';
import { readDocument } from '../faults/whole-server/coder.ts';
import { EDITS, makeLongLayer } from './study/long-layer.ts';
import { against, median, printTable, say, spread } from './support/figures.ts';
import { withFolder } from './support/folder.ts';
import { describeMachine } from './support/machine.ts';
import { startServer } from './support/running-server.ts';

/*
 * A layer that has seen a hundred thousand edits: from the unmodified provider's first packet until
 * it holds the whole, at a server that was just started and so reads it from the disk, and at one
 * that has it in memory.
 */

const COLD = 7;
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
    `\n${EDITS.toLocaleString('en')} edits, ${layer.spans} spans left; sent ${kib(layer.sentBytes)}, stored ${kib(layer.storedBytes)}`,
  );
  const cold: number[] = [];
  const warm: number[] = [];
  let cookie = '';
  for (let start = 0; start < COLD; start += 1) {
    const server = await startServer({ dataFolder: join(folder, 'data'), web: folder });
    try {
      const caller = new Caller({ origin: server.address });
      caller.cookie = cookie;
      if (start === 0) await caller.call('redeemSignInLink', {}, { token: layer.token });
      cookie = caller.cookie;
      const { transcript } = layer;
      const { documents } = await caller.call('readTranscript', { transcript });
      const own = documents.find(({ name }) => name === layer.name);
      if (own === undefined) throw new Error('the layer is not listed');
      cold.push(await untilSynced(caller, own));
      if (start > 0) continue;
      for (let again = 0; again < WARM; again += 1) warm.push(await untilSynced(caller, own));
    } finally {
      await server.end();
    }
  }
  slowest = Math.max(slowest, median(cold));
  rows.push(
    [String(tail), 'just started', String(cold.length), spread(cold)],
    [String(tail), 'has it in memory', String(warm.length), spread(warm)],
  );
}

/** Milliseconds, to the next five. */
async function untilSynced(caller: Caller, own: DocumentAnswer): Promise<number> {
  const start = performance.now();
  (await readDocument(caller, own)).destroy();
  return performance.now() - start;
}
