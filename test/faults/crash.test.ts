import type { DocumentName } from '@triad/collab';
import type { SqliteFaults } from '@triad/storage';
import { randomInt, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { startServerProcess } from './running-server.ts';
import { keepWriting, readSpans } from './writing-client.ts';

/*
 * A kill spares the page cache, so pages that were written outlive it: only a server whose writes
 * are slow loses anything when it says 'on disk' too early. So writes are slowed down, and the
 * last test shows that this one would notice.
 */
const SLOW: SqliteFaults = { delayWriteMs: 3 };
const ROUNDS = Number(process.env['TRIAD_CRASH_ROUNDS'] ?? 4);
const CLIENTS = 4;
/** A round that acknowledges fewer tests nothing. */
const LEAST_ACKNOWLEDGED = 40;

type Toll = { readonly acknowledged: number; readonly lost: readonly string[] };

/** Clients write, the server is killed and started again; what it had acknowledged and lost. */
async function crash(
  folder: string,
  documents: readonly DocumentName[],
  faults: SqliteFaults,
): Promise<Toll> {
  const order = { store: { folder, faults }, documents };
  const server = await startServerProcess(order);
  const round = randomUUID();
  const writers = await Promise.all(
    server.paths.map((path) => keepWriting(`ws://127.0.0.1:${server.port}${path}`, round)),
  );
  const acknowledgedNow = () => writers.reduce((sum, writer) => sum + writer.acknowledged(), 0);
  const endMs = performance.now() + 20_000;
  while (acknowledgedNow() < LEAST_ACKNOWLEDGED) {
    if (performance.now() > endMs) throw new Error('the server acknowledges nothing');
    await pause(2);
  }
  await pause(randomInt(300));
  await server.end('SIGKILL');
  await Promise.all(writers.map(({ over }) => over));
  const again = await startServerProcess(order);
  const lost: string[] = [];
  for (const [index, path] of again.paths.entries()) {
    const spans = await readSpans(`ws://127.0.0.1:${again.port}${path}`);
    const promised = writers[index]?.keys.slice(0, writers[index]?.acknowledged()) ?? [];
    lost.push(...promised.filter((key) => !spans.has(key)));
  }
  await again.end('SIGTERM');
  return { acknowledged: acknowledgedNow(), lost };
}

async function newStudy() {
  const folder = await mkdtemp(join(tmpdir(), 'triad-crash-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const documents = Array.from({ length: CLIENTS }, () => {
    return {
      kind: 'layer',
      transcript: randomUUID(),
      round: randomUUID(),
      member: randomUUID(),
    } satisfies DocumentName;
  });
  // Made by an honest server, or a broken one could forget that they exist before anybody writes.
  await (await startServerProcess({ store: { folder }, documents })).end('SIGTERM');
  return { folder, documents };
}

test(
  'a killed server has every update that it acknowledged',
  async () => {
    const { folder, documents } = await newStudy();
    let acknowledged = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const toll = await crash(folder, documents, SLOW);
      expect(toll.lost).toEqual([]);
      acknowledged += toll.acknowledged;
    }
    expect(acknowledged).toBeGreaterThanOrEqual(ROUNDS * LEAST_ACKNOWLEDGED);
  },
  30_000 + ROUNDS * 25_000,
);

test('a server that acknowledges before the commit is caught', async () => {
  const { folder, documents } = await newStudy();
  let lost = 0;
  for (let round = 0; round < 10 && lost === 0; round += 1) {
    const toll = await crash(folder, documents, { ...SLOW, acknowledgeBeforeCommit: true });
    lost = toll.lost.length;
  }
  expect(lost).toBeGreaterThan(0);
}, 120_000);
