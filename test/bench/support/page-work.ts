import type { Page } from 'playwright-core';

/** What a page's thread has done since it was opened, milliseconds of its own processor time: other work on the machine does not count. */
export type PageWork = {
  /** Running script. */
  readonly scriptMs: number;
  /** In all its tasks: script, style, layout, paint. */
  readonly taskMs: number;
};

/** Reads what the browser counts of a page's work; asking costs the page nothing. */
export async function watchWork(page: Page): Promise<() => Promise<PageWork>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    const metric = (name: string): number =>
      1000 * (metrics.find((candidate) => candidate.name === name)?.value ?? Number.NaN);
    return { scriptMs: metric('ScriptDuration'), taskMs: metric('TaskDuration') };
  };
}
