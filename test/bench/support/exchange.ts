import type { Page } from 'playwright-core';
import { selectWords } from './chromium.ts';
import { meter } from './page-meter.ts';
import { seeded } from './random.ts';

export type Exchange = {
  /** From the keydown in one page to the frame that draws the span in the other, milliseconds. */
  readonly delays: readonly number[];
  readonly skew: number;
  /** Presses whose span was not seen in one of the pages: equal to one that was there. */
  readonly unseen: number;
};

/** Marks words in one page, and looks for them in the other, where they are in view. */
export async function exchange(
  from: Page,
  to: Page,
  {
    count,
    seed = 11,
    mostMs = Number.POSITIVE_INFINITY,
  }: {
    readonly count: number;
    readonly seed?: number;
    /** With fewer presses once this is over. */
    readonly mostMs?: number;
  },
): Promise<Exchange> {
  const random = seeded(seed);
  const turns = await meter(from, 'turns');
  const clocks = async (): Promise<number> =>
    (await meter(to, 'clockOffset')) - (await meter(from, 'clockOffset'));
  const end = performance.now() + mostMs;
  const before = await clocks();
  const measured: number[] = [];
  let unseen = 0;
  for (let place = 0; measured.length < count && place < 3 * count; place += 1) {
    if (performance.now() > end) break;
    const turn = Math.floor((((place * 37) % count) / count) * turns);
    const words = await selectWords(from, turn, random.next(), random.whole(2, 5));
    if (words === null) continue;
    await meter(to, 'show', turn);
    await meter(from, 'arm', 'mark');
    await meter(to, 'arm', 'remote', words);
    const both = Promise.all([meter(from, 'result'), meter(to, 'result')]);
    await from.keyboard.press(random.pick(['c', 'm', 'o']));
    const [pressed, arrived] = await both;
    if (pressed === null || arrived === null) unseen += 1;
    else measured.push(arrived.paintedAt - pressed.keydownAt);
    await meter(from, 'quiet');
    await meter(to, 'quiet');
  }
  const after = await clocks();
  // The clocks are the machine's, so what they drift apart is an error of the measure.
  return {
    delays: measured.map((delay, at) => delay + before + ((after - before) * at) / measured.length),
    skew: after - before,
    unseen,
  };
}
