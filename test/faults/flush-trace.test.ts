import type { DocumentName } from '@triad/collab';
import type { SqliteFaults } from '@triad/storage';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startServerProcess } from './running-server.ts';
import type { TracedEvent } from './trace.ts';
import { readTrace, unflushedAcknowledgements } from './trace.ts';
import { keepWriting } from './writing-client.ts';

/** Updates sent one by one, each after the acknowledgement of the one before. */
const UPDATES = 20;

/** Why system calls cannot be traced here, or null. */
function whyNotTraced(): string | null {
  const tried = spawnSync('strace', [
    '-f',
    '-qq',
    '-o',
    '/dev/null',
    process.execPath,
    '--version',
  ]);
  if (tried.error !== undefined) return 'strace is not installed';
  return tried.status === 0 ? null : 'tracing is not allowed here';
}

const reason = whyNotTraced();
const notRun = reason === null ? '' : `not run: ${reason}: `;
if (reason !== null) {
  process.stderr.write(
    `\n!! not run: the test of flushes before acknowledgements, as ${reason} !!\n`,
  );
}

/** What the server's system calls were while one client wrote. */
async function traceServer(faults: SqliteFaults): Promise<readonly TracedEvent[]> {
  const folder = await mkdtemp(join(tmpdir(), 'triad-trace-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'trace');
  const calls = 'fsync,fdatasync,pwrite64,write,writev,sendto,sendmsg,read,recvfrom,recvmsg';
  const documents = [
    { kind: 'layer', transcript: randomUUID(), round: randomUUID(), member: randomUUID() },
  ] satisfies DocumentName[];
  // Checkpoints flush the log too: none may stand in for the flush of a commit.
  const store = { folder: join(folder, 'data'), checkpointEveryMs: 3_600_000 };
  // Made by an honest server: a broken one says that it exists before the commit, and a writer that
  // is quicker than the commit is told that there is no such document.
  await (await startServerProcess({ store, documents })).end('SIGTERM');
  const server = await startServerProcess({ store: { ...store, faults }, documents }, [
    'strace',
    '-f',
    '-y',
    '-qq',
    '-s',
    '64',
    '-e',
    `trace=${calls}`,
    '-o',
    file,
  ]);
  const writer = await keepWriting(`ws://127.0.0.1:${server.port}${server.paths[0]}`, 'traced', {
    most: UPDATES,
    window: 1,
  });
  await writer.reach(UPDATES);
  writer.close();
  await writer.over;
  await server.end('SIGTERM');
  return readTrace(await readFile(file, 'latin1'));
}

test.skipIf(reason !== null)(
  `${notRun}an update's log is flushed before it is acknowledged`,
  async () => {
    const events = await traceServer({});
    expect(unflushedAcknowledgements(events, UPDATES)).toEqual([]);
  },
  30_000,
);

test.skipIf(reason !== null).for(['NORMAL', 'OFF'] as const)(
  `${notRun}a store with synchronous %s is caught`,
  { timeout: 30_000 },
  async (synchronous) => {
    const events = await traceServer({ synchronous });
    const all = Array.from({ length: UPDATES }, (_, index) => index + 1);
    expect(unflushedAcknowledgements(events, UPDATES)).toEqual(all);
  },
);

test.skipIf(reason !== null)(
  `${notRun}a server that acknowledges before the commit is caught`,
  async () => {
    const events = await traceServer({ acknowledgeBeforeCommit: true, delayWriteMs: 3 });
    expect(unflushedAcknowledgements(events, UPDATES).length).toBeGreaterThan(0);
  },
  30_000,
);
