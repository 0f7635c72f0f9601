import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Store } from '../src/index.ts';

/*
 * Loads of appends and how they are measured, for every store alike: 200-byte entries to 100
 * documents, arrivals at random (Poisson) at the rates named; a latency is the time from the call to
 * the resolved promise.
 */

export const entry = new Uint8Array(200).fill(97);

function percentile(sorted: readonly number[], share: number): string {
  return (
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  ).toFixed(2);
}

/** In ms, p50 / p95 / p99. */
export function describe(latencies: readonly number[]): string {
  const sorted = latencies.toSorted((a, b) => a - b);
  return [0.5, 0.95, 0.99].map((share) => percentile(sorted, share)).join(' / ');
}

type Load = { readonly latencies: number[]; readonly elapsedMs: number };

async function atRate(store: Store, perSecond: number, seconds: number): Promise<Load> {
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

async function asFastAsPossible(store: Store, inFlight: number, seconds: number): Promise<Load> {
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

async function run(
  name: string,
  open: (name: string) => Promise<Store>,
  load: (store: Store) => Promise<Load>,
): Promise<void> {
  const store = await open(name);
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

/** Prints a table; `open` gives an empty store for each line of it. */
export async function measureAppends(
  open: (name: string) => Promise<Store>,
  seconds: number,
  rates: readonly number[] = [100, 1_000, 5_000],
): Promise<void> {
  process.stdout.write(
    `load           | ms p50 / p95 / p99     | appends/s | CPU s per 1,000 | loop ms p99/max | RSS MB\n`,
  );
  for (const rate of rates) await run(`${rate}/s`, open, (store) => atRate(store, rate, seconds));
  await run('max, 1 open', open, (store) => asFastAsPossible(store, 1, seconds));
  await run('max, 1000 open', open, (store) => asFastAsPossible(store, 1_000, seconds));
}
