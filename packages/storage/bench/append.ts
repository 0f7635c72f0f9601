/**
 * Latency and throughput of durable appends: `node bench/append.ts [--seconds 3] [--folder DIR]`.
 * 200-byte entries to 100 documents, arrivals at random (Poisson) at the rates named; a latency is
 * the time from the call to the resolved promise, so it includes the flush. Prints a table.
 */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { openSqlite } from '../src/index.ts';
import type { Store } from '../src/index.ts';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '3' }, folder: { type: 'string' } },
});
const seconds = Number(values.seconds);
const root = mkdtempSync(join(values.folder ?? tmpdir(), 'triad-bench-'));
const entry = new Uint8Array(200).fill(97);

function percentile(sorted: readonly number[], share: number): string {
  return (
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  ).toFixed(2);
}

function describe(latencies: readonly number[]): string {
  const sorted = latencies.toSorted((a, b) => a - b);
  return [0.5, 0.95, 0.99].map((share) => percentile(sorted, share)).join(' / ');
}

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

type Load = { readonly latencies: number[]; readonly elapsedMs: number };

async function atRate(store: Store, perSecond: number): Promise<Load> {
  const latencies: number[] = [];
  const pending: Promise<void>[] = [];
  const start = performance.now();
  const end = start + seconds * 1_000;
  let due = start;
  let count = 0;
  while (due < end) {
    while (due <= performance.now()) {
      const called = performance.now();
      const append = store.log.append(`d${count++ % 100}`, entry, '');
      pending.push(append.then(() => void latencies.push(performance.now() - called)));
      due += (-Math.log(1 - Math.random()) * 1_000) / perSecond;
    }
    // A timer, not a spin: the processor time should be the store's. At 5,000 a second five come at once.
    await new Promise((done) => setTimeout(done, 1));
  }
  await Promise.all(pending);
  return { latencies, elapsedMs: performance.now() - start };
}

async function asFastAsPossible(store: Store, inFlight: number): Promise<Load> {
  const latencies: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1_000;
  await Promise.all(
    Array.from({ length: inFlight }, async (_, lane) => {
      while (performance.now() < end) {
        const called = performance.now();
        await store.log.append(`d${lane % 100}`, entry, '');
        latencies.push(performance.now() - called);
      }
    }),
  );
  return { latencies, elapsedMs: performance.now() - start };
}

async function run(name: string, load: (store: Store) => Promise<Load>): Promise<void> {
  const store = await openSqlite({ folder: join(root, name.replaceAll(/\W/g, '-')) });
  await atWarm(store);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const cpu = process.cpuUsage();
  delay.enable();
  const { latencies, elapsedMs } = await load(store);
  delay.disable();
  const used = process.cpuUsage(cpu);
  const cells = [
    name.padEnd(14),
    describe(latencies).padEnd(22),
    String(Math.round((latencies.length * 1_000) / elapsedMs)).padStart(9),
    ((used.user + used.system) / 1_000 / latencies.length).toFixed(3).padStart(16),
    `${(delay.percentile(99) / 1e6).toFixed(1)} / ${(delay.max / 1e6).toFixed(1)}`.padStart(15),
    (process.memoryUsage.rss() / 1e6).toFixed(0).padStart(6),
  ];
  process.stdout.write(`${cells.join(' | ')}\n`);
  await store.close();
}

async function atWarm(store: Store): Promise<void> {
  await Promise.all(
    Array.from({ length: 500 }, (_, n) => store.log.append(`d${n % 100}`, entry, '')),
  );
}

try {
  process.stdout.write(`write 200 B + fdatasync, ms, p50 / p95 / p99: ${measureFlush()}\n`);
  process.stdout.write(
    `load           | ms p50 / p95 / p99     | appends/s | CPU s per 1,000 | loop ms p99/max | RSS MB\n`,
  );
  for (const rate of [100, 1_000, 5_000]) await run(`${rate}/s`, (store) => atRate(store, rate));
  await run('max, 1 open', (store) => asFastAsPossible(store, 1));
  await run('max, 1000 open', (store) => asFastAsPossible(store, 1_000));
} finally {
  rmSync(root, { recursive: true, force: true });
}
