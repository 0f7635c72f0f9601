import { readdir, readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';

export type Memory = {
  readonly heapMb: number;
  /** Proportional set size of the page's process; NaN where the system does not tell. */
  readonly rendererMb: number;
  readonly elements: number;
};

/** After a garbage collection. */
export async function readMemory(page: Page): Promise<Memory> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  const metric = (name: string): number =>
    metrics.find((candidate) => candidate.name === name)?.value ?? Number.NaN;
  return {
    heapMb: metric('JSHeapUsedSize') / 2 ** 20,
    rendererMb: await largestRendererMb(),
    elements: metric('Nodes'),
  };
}

/** Of the browsers that this process started; the page under test is by far the largest. */
async function largestRendererMb(): Promise<number> {
  const parents = new Map<string, string>();
  for (const pid of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(pid)) continue;
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    // The name, in brackets, may hold anything; the parent is the second field after it.
    parents.set(pid, stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? '');
  }
  const isOurs = (pid: string | undefined): boolean =>
    pid !== undefined && (pid === String(process.pid) || isOurs(parents.get(pid)));
  let most = Number.NaN;
  for (const pid of parents.keys()) {
    if (!isOurs(pid)) continue;
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (!command.includes('--type=renderer')) continue;
    const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
    const kib = /^Pss:\s+(\d+) kB/m.exec(text)?.[1];
    if (kib !== undefined) most = Math.max(Number.isNaN(most) ? 0 : most, Number(kib) / 1024);
  }
  return most;
}

/** Megabytes of a process's memory that are in the machine's (RSS), now and at most so far. */
export async function residentMb(
  pid: number,
): Promise<{ readonly now: number; readonly most: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const mb = (field: string): number =>
    Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
  return { now: mb('VmRSS'), most: mb('VmHWM') };
}

const LOOK_MS = 200;

/** The most of it from now on, looked at five times a second. */
export function watchResident(pid: number): { end(): number } {
  let most = 0;
  const look = (): void => {
    residentMb(pid).then(
      ({ now }) => (most = Math.max(most, now)),
      // The server is gone: whatever ended it says why.
      () => clearInterval(timer),
    );
  };
  const timer = setInterval(look, LOOK_MS);
  look();
  return {
    end() {
      clearInterval(timer);
      return most;
    },
  };
}
