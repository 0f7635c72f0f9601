import type { Page } from 'playwright-core';
import { ms, printTable } from './figures.ts';

type TraceEvent = {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly args?: { readonly name?: string };
};

/** What the browser itself does for a page, in the page's thread: style, layout, paint and so on. */
const STEPS = [
  'RunTask',
  'FunctionCall',
  'UpdateLayoutTree',
  'Layout',
  'PrePaint',
  'Paint',
  'Layerize',
  'Commit',
  'HitTest',
  'EventDispatch',
  'FireAnimationFrame',
  'MinorGC',
  'MajorGC',
];

/** Prints where the time of `work` goes in the renderer beside script; steps may lie within each other. */
export async function trace(page: Page, title: string, work: () => Promise<void>): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    events.push(...(value as unknown as TraceEvent[]));
  });
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      includedCategories: [
        'devtools.timeline',
        'disabled-by-default-devtools.timeline',
        'v8',
        '__metadata',
      ],
    },
  });
  const began = performance.now();
  await work();
  const took = performance.now() - began;
  const complete = new Promise<void>((resolve) => {
    session.once('Tracing.tracingComplete', () => resolve());
  });
  await session.send('Tracing.end');
  await complete;
  await session.detach();

  const mains = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}/${tid}`),
  );
  const sums = new Map<string, { count: number; total: number; most: number }>();
  for (const { name, ph, pid, tid, dur = 0 } of events) {
    if (ph !== 'X' || !mains.has(`${pid}/${tid}`)) continue;
    const sum = sums.get(name) ?? { count: 0, total: 0, most: 0 };
    sum.count += 1;
    sum.total += dur / 1000;
    sum.most = Math.max(sum.most, dur / 1000);
    sums.set(name, sum);
  }
  const rows = STEPS.flatMap((step) => {
    const sum = sums.get(step);
    if (sum === undefined) return [];
    return [[step, String(sum.count), ms(sum.total), ms(sum.total / sum.count), ms(sum.most)]];
  });
  printTable(
    `The page's thread during ${title} (${ms(took)} ms), ms`,
    ['step', 'times', 'together', 'each', 'longest'],
    rows,
  );
}
