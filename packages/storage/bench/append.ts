/**
 * Latency and throughput of durable appends: `node bench/append.ts [--seconds 3] [--folder DIR]`.
 * See append-load.ts for the loads; a latency includes the flush. Prints a table.
 */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { openSqlite } from '../src/index.ts';
import { describe, entry, measureAppends } from './append-load.ts';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '3' }, folder: { type: 'string' } },
});
const seconds = Number(values.seconds);
const root = mkdtempSync(join(values.folder ?? tmpdir(), 'triad-bench-'));

/** What the disk alone takes, in ms: every figure here stands on it. */
function measureFlush(): string {
  const handle = openSync(join(root, 'flush'), 'w');
  const latencies = Array.from({ length: 200 }, () => {
    const start = performance.now();
    writeSync(handle, entry);
    fdatasyncSync(handle);
    return performance.now() - start;
  });
  closeSync(handle);
  return describe(latencies);
}

try {
  process.stdout.write(`write 200 B + fdatasync, ms, p50 / p95 / p99: ${measureFlush()}\n`);
  await measureAppends(
    (name) => openSqlite({ folder: join(root, name.replaceAll(/\W/g, '-')) }),
    seconds,
  );
} finally {
  rmSync(root, { recursive: true, force: true });
}
