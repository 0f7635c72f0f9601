import type { Page } from 'playwright-core';
import type { Study } from './study/big-study.ts';
import { BIG } from './study/big-study.ts';
import { openTranscript, selectWords } from './support/chromium.ts';
import { against, printTable, quantile, say, spread } from './support/figures.ts';
import { describeMachine } from './support/machine.ts';
import { meter } from './support/page-meter.ts';
import { seeded } from './support/random.ts';
import { withStage } from './support/stage.ts';

/*
 * One coder's span in another's browser: from the keydown in one to the frame that draws it in the
 * other, two browsers and the server on this machine. Both pages' clocks are held against the
 * machine's, before and after. `--short` takes fewer presses.
 */

const PRESSES = process.argv.includes('--short') ? 30 : 100;
const GOAL_MS = 40;

await withStage({ readable: false }, async ({ address, studies, browser }) => {
  say(`remote: ${describeMachine()}`);
  const rows: string[][] = [];
  let worst = 0;
  const measure = async (name: string, study: Study, spans: number): Promise<void> => {
    const writer = await browser(`${name}-writer`, study.signIn[0]);
    const reader = await browser(`${name}-reader`, study.signIn[1]);
    const from = await openTranscript(writer, address, study, spans);
    const to = await openTranscript(reader, address, study, spans);
    const { delays, skew, unseen } = await exchange(from, to);
    worst = Math.max(worst, quantile(delays, 0.95));
    rows.push([name, String(delays.length), spread(delays), skew.toFixed(2), String(unseen)]);
    await writer.close();
    await reader.close();
  };
  await measure('demo study', studies.demo, 1);
  await measure('100,000 words, 20,000 spans', studies.big, BIG.spans);
  printTable(
    'Keydown in one browser to painted in the other, ms',
    ['transcript', 'n', 'p50 / p95 / max', 'drift of the clocks, ms', 'unseen'],
    rows,
  );
  say(`\n${against(`p95 under ${GOAL_MS} ms`, worst < GOAL_MS)}`);
});

type Exchange = {
  readonly delays: readonly number[];
  readonly skew: number;
  /** Presses whose span was not seen in one of the pages: equal to one that was there. */
  readonly unseen: number;
};

async function exchange(from: Page, to: Page): Promise<Exchange> {
  const random = seeded(11);
  const turns = await meter(from, 'turns');
  const clocks = async (): Promise<number> =>
    (await meter(to, 'clockOffset')) - (await meter(from, 'clockOffset'));
  const before = await clocks();
  const measured: number[] = [];
  let unseen = 0;
  for (let place = 0; measured.length < PRESSES && place < 3 * PRESSES; place += 1) {
    const turn = Math.floor((((place * 37) % PRESSES) / PRESSES) * turns);
    const words = await selectWords(from, turn, random.next(), random.whole(2, 5));
    if (words === null) continue;
    await meter(to, 'show', turn);
    await meter(from, 'arm', 'mark');
    await meter(to, 'arm', 'remote');
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
