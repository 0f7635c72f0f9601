import { readFile } from 'node:fs/promises';
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
  const pid = await session
    .send('SystemInfo.getProcessInfo')
    .then(({ processInfo }) => processInfo)
    .catch(() => []);
  const renderers = await Promise.all(
    pid.filter(({ type }) => type === 'renderer').map(({ id }) => proportionalMb(id)),
  );
  return {
    heapMb: metric('JSHeapUsedSize') / 2 ** 20,
    // The page under test is by far the largest of the browser's.
    rendererMb: renderers.length === 0 ? Number.NaN : Math.max(...renderers),
    elements: metric('Nodes'),
  };
}

async function proportionalMb(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  const kib = /^Pss:\s+(\d+) kB/m.exec(text)?.[1];
  return kib === undefined ? Number.NaN : Number(kib) / 1024;
}
