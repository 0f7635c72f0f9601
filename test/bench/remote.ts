import type { Study } from './study/big-study.ts';
import { BIG, makeStudies } from './study/big-study.ts';
import { openTranscript } from './support/chromium.ts';
import { exchange } from './support/exchange.ts';
import { against, printTable, quantile, say, spread } from './support/figures.ts';
import { describeMachine } from './support/machine.ts';
import { withStage } from './support/stage.ts';

/*
 * One coder's span in another's browser: from the keydown in one to the frame that draws it in the
 * other, two browsers and the server on this machine. Both pages' clocks are held against the
 * machine's, before and after. `--short` takes fewer presses.
 */

const PRESSES = process.argv.includes('--short') ? 30 : 100;
const GOAL_MS = 40;

await withStage({ readable: false, make: makeStudies }, async (stage) => {
  const { address, made: studies, browser } = stage;
  say(`remote: ${describeMachine()}`);
  const rows: string[][] = [];
  let worst = 0;
  const measure = async (name: string, study: Study, spans: number): Promise<void> => {
    const writer = await browser(`${name}-writer`, study.signIn[0]);
    const reader = await browser(`${name}-reader`, study.signIn[1]);
    const from = await openTranscript(writer, address, study, spans);
    const to = await openTranscript(reader, address, study, spans);
    const { delays, skew, unseen } = await exchange(from, to, { count: PRESSES });
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
