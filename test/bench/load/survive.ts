import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { seeded } from '../support/random.ts';
import type { LayerTab } from './layer-tab.ts';
import type { LoadAnswer, LoadOrder } from './load.ts';
import type { TabSet } from './tab-set.ts';
import { until } from './tab-set.ts';

const GONE_MS = 20_000;
const BACK_MS = 30_000;
const LOOK_MS = 2;

/**
 * Every tab adds a span every so often until the server is gone; resolves when the server was
 * started anew and every tab has everything again. Nothing is to be listened to on its port between.
 */
export async function survive(
  { tabs, measured }: TabSet,
  { everyMs, port }: Extract<LoadOrder, { kind: 'survive' }>,
): Promise<LoadAnswer> {
  const random = seeded(19);
  measured.acknowledged.length = 0;
  const all = tabs.flat();
  const before = all.map(({ lost }) => lost);
  const isGone = (tab: LayerTab, at: number): boolean => tab.lost > (before[at] ?? 0);
  await Promise.all(
    all.map(async (tab, at) => {
      const end = performance.now() + GONE_MS;
      await pause(random.next() * everyMs);
      while (!isGone(tab, at)) {
        if (performance.now() > end) throw new Error('the server did not go');
        tab.add();
        await pause(everyMs);
      }
    }),
  );
  const acknowledged = [...measured.acknowledged];
  await answering(port);
  const start = performance.now();
  const isBack = (tab: LayerTab): boolean => tab.synced && tab.saved;
  await until(
    BACK_MS,
    () => `${all.filter(isBack).length} of ${all.length} tabs are back`,
    () => all.every(isBack),
  );
  return { kind: 'survived', backMs: performance.now() - start, acknowledged };
}

async function answering(port: number): Promise<void> {
  const end = performance.now() + GONE_MS;
  while (!(await accepts(port))) {
    if (performance.now() > end) throw new Error('the server did not come back');
    await pause(LOOK_MS);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const over = (is: boolean): void => {
      socket.destroy();
      resolve(is);
    };
    socket.once('connect', () => over(true));
    socket.once('error', () => over(false));
  });
}
