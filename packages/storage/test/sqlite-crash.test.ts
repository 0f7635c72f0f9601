import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openSqlite } from '../src/index.ts';
import type { SqliteFaults } from '../src/index.ts';
import { BLOB_BYTES } from './crash-child.ts';
import type { Acknowledged } from './crash-child.ts';
import { makeFolder } from './sqlite-folder.ts';

const child = fileURLToPath(new URL('./crash-child.ts', import.meta.url));

/** Lets the child write, kills it once it has said `kill` acknowledgements, and returns all that it said. */
async function runUntilKilled(
  folder: string,
  faults: SqliteFaults,
  kill: number,
): Promise<Acknowledged[]> {
  const server = spawn(process.execPath, [child, folder, JSON.stringify(faults)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void server.kill('SIGKILL'));
  const ended = once(server, 'exit');
  const said: Acknowledged[] = [];
  for await (const line of createInterface({ input: server.stdout })) {
    said.push(JSON.parse(line) as Acknowledged);
    if (said.length === kill) server.kill('SIGKILL');
  }
  expect(await ended).toEqual([null, 'SIGKILL']);
  expect(said.length).toBeGreaterThanOrEqual(kill);
  return said;
}

/** How many of the acknowledged writes the store no longer has. */
async function countLost(folder: string, said: readonly Acknowledged[]): Promise<number> {
  const store = await openSqlite({ folder });
  try {
    await store.records.define([{ name: 'things', indexes: {} }]);
    const entries = await store.log.read('d');
    const there = new Set(
      entries.flatMap((entry) => JSON.parse(Buffer.from(entry.bytes).toString()) as number[]),
    );
    const record = await store.records.get('things', 'i');
    if (record !== null && record.version > 1) expect(record.body).toBe(String(record.version));
    const broken = new Set<string>();
    for (const id of await store.blobs.list()) {
      const bytes = (await store.blobs.get(id))?.bytes ?? new Uint8Array(0);
      if (!Buffer.alloc(BLOB_BYTES, Number(id.slice(1))).equals(bytes)) broken.add(id);
    }
    const ids = new Set(await store.blobs.list());
    return said.filter((write) => {
      if (write.kind === 'update') return !there.has(write.update);
      if (write.kind === 'record') return record === null || record.version < write.version;
      return !ids.has(write.id) || broken.has(write.id);
    }).length;
  } finally {
    await store.close();
  }
}

async function loseIn(
  rounds: number,
  faults: SqliteFaults,
  kill: () => number,
): Promise<{ lost: number; said: number }> {
  let lost = 0;
  let said = 0;
  for (let round = 0; round < rounds; round += 1) {
    const folder = await makeFolder();
    const acknowledged = await runUntilKilled(folder, faults, kill());
    said += acknowledged.length;
    lost += await countLost(folder, acknowledged);
  }
  return { lost, said };
}

const upTo = (limit: number) => (): number => 1 + Math.floor(Math.random() * limit);

describe('SQLite under SIGKILL', { timeout: 60_000 }, () => {
  test('[ST1] what was acknowledged is there after a kill', async () => {
    const fast = await loseIn(5, {}, upTo(1_000));
    const slow = await loseIn(5, { delayWriteMs: 1 }, upTo(100));
    expect({ fast: fast.lost, slow: slow.lost }).toEqual({ fast: 0, slow: 0 });
    expect(fast.said + slow.said).toBeGreaterThanOrEqual(10);
  });

  test('a store that acknowledges early is found out', async () => {
    // Slow writes, not slow flushes: written pages outlive a SIGKILL, so only the write can be missed.
    const broken = await loseIn(
      3,
      { delayWriteMs: 3, acknowledgeBeforeCommit: true },
      () => 20 + upTo(60)(),
    );
    expect(broken.lost).toBeGreaterThan(0);
  });
});
