import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DocumentLog } from '@triad/storage';
import { openSqlite } from '@triad/storage';
import { DataKey } from '../../apps/server/src/sealing/data-key.ts';
import { makeFileKeyStore } from '../../apps/server/src/sealing/file-key-store.ts';
import { Keyring } from '../../apps/server/src/sealing/keyring.ts';
import { sealStore } from '../../apps/server/src/sealing/seal-store.ts';
import { Wrapping } from '../../apps/server/src/sealing/wrapped-key.ts';
import { against, median, printTable, say } from './support/figures.ts';
import { withFolder } from './support/folder.ts';
import { describeMachine } from './support/machine.ts';

/*
 * What sealing adds: to one update, to reading a layer, and to a store that appends and reads as the
 * server does. Bare and sealed take turns, so that what else the machine does falls on both.
 */

const UPDATE_BYTES = 300;
const LAYER_BYTES = 1024 * 1024;
const ROUNDS = 9;
const APPENDS = 3_000;
const TAIL = 2_000;
/** What the server may take for an accepted update in all. */
const SHARE_MS = 0.25;

say(`sealing: ${describeMachine()}`);
await withFolder(async (folder) => {
  const added = primitives();
  const update = await throughStore(folder);
  say(
    `\n${against(`an update costs at most ${SHARE_MS} ms of processor time in all, of which sealing adds ${us(update)}`, update < SHARE_MS / 5)}`,
  );
  say(against(`opening a layer of 1 MiB takes under 5 ms (${us(added)})`, added < 5));
});

/** Milliseconds that opening a layer takes. */
function primitives(): number {
  const key = new DataKey('bench/1', randomBytes(32));
  const rows: string[][] = [];
  let layer = 0;
  for (const [what, bytes, times] of [
    [`an update of ${UPDATE_BYTES} bytes`, UPDATE_BYTES, 20_000],
    ['a layer of 1 MiB', LAYER_BYTES, 100],
  ] as const) {
    const content = randomBytes(bytes);
    const sealed = key.seal('bench', content);
    const rounds = { copy: [] as number[], seal: [] as number[], open: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.copy.push(each(times, () => new Uint8Array(content)));
      rounds.seal.push(each(times, () => key.seal('bench', content)));
      rounds.open.push(each(times, () => key.open('bench', sealed)));
    }
    rows.push([what, ...[rounds.copy, rounds.seal, rounds.open].map((ms) => us(median(ms)))]);
    layer = median(rounds.open);
  }
  printTable(`One at a time, median of ${ROUNDS}`, ['what', 'copied', 'sealed', 'opened'], rows);
  return layer;
}

/** Milliseconds of processor time that sealing adds to an append. */
async function throughStore(folder: string): Promise<number> {
  const keys = join(folder, 'keys');
  await mkdir(keys);
  const keyStore = await makeFileKeyStore(keys, () => new Uint8Array());
  const ring = new Keyring(keyStore, new Wrapping(randomBytes(32), keyStore.id));
  const bare = await openSqlite({ folder: join(folder, 'data') });
  const sealed = sealStore(bare, () => ring);
  const figures = { bare: newFigures(), sealed: newFigures() };
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [log, figure] of [
        [bare.log, figures.bare],
        [sealed.log, figures.sealed],
      ] as const) {
        const transcript = randomUUID();
        await ring.make(transcript);
        const name = `layer/${transcript}/${randomUUID()}/${randomUUID()}@g`;
        figure.append.push((await processorOf(() => append(log, name, APPENDS))) / APPENDS);
        await log.compact(name, randomBytes(LAYER_BYTES), '', await keysOf(log, name));
        await append(log, name, TAIL);
        figure.read.push(await elapsed(() => log.read(name)));
      }
    }
  } finally {
    await bare.close();
  }
  const [a, b] = [figures.bare, figures.sealed];
  const row = (what: string, of: (figures: Figures) => readonly number[]): string[] => {
    const [before, after] = [median(of(a)), median(of(b))];
    return [what, us(before), us(after), (after / before).toFixed(2)];
  };
  printTable(
    `Through the store, median of ${ROUNDS}`,
    ['what', 'bare', 'sealed', 'ratio'],
    [
      row('processor time of an append, all threads', ({ append: values }) => values),
      row(`reading 1 MiB and ${TAIL} updates after it`, ({ read }) => read),
    ],
  );
  return median(b.append) - median(a.append);
}

type Figures = { readonly append: number[]; readonly read: number[] };

function newFigures(): Figures {
  return { append: [], read: [] };
}

async function append(log: DocumentLog, name: string, count: number): Promise<void> {
  const update = randomBytes(UPDATE_BYTES);
  // As many in flight as clients of one document write at once.
  for (let begun = 0; begun < count; begun += 10) {
    await Promise.all(Array.from({ length: 10 }, () => log.append(name, update, '')));
  }
}

async function keysOf(log: DocumentLog, name: string): Promise<readonly number[]> {
  return (await log.read(name)).map(({ key }) => key);
}

function each(times: number, act: () => unknown): number {
  const start = performance.now();
  for (let n = 0; n < times; n += 1) act();
  return (performance.now() - start) / times;
}

async function elapsed(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await act();
  return performance.now() - start;
}

/** Milliseconds of processor time of the whole process. */
async function processorOf(act: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

function us(ms: number): string {
  return ms < 1 ? `${(ms * 1_000).toFixed(1)} µs` : `${ms.toFixed(1)} ms`;
}
