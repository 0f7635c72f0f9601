import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { BIG, makeStudies } from './study/big-study.ts';
import { openTranscript } from './support/chromium.ts';
import { against, median, printTable, say, spread } from './support/figures.ts';
import { describeMachine } from './support/machine.ts';
import { meter } from './support/page-meter.ts';
import type { PageWork } from './support/page-work.ts';
import { watchWork } from './support/page-work.ts';
import { profile } from './support/profile.ts';
import { seeded } from './support/random.ts';
import { withStage } from './support/stage.ts';

/*
 * What a key costs while a lead edits 100,000 words with 20,000 spans: in the lead's own tab, and in
 * a coder's that has the same text open with all layers. Keys are typed in runs, at one place and then
 * another, and each waits until both pages are at rest. `--profile` prints where the time goes, of the
 * lead's tab and then of the coder's; its figures do not count. `--short` takes fewer keys.
 */

const profiled = process.argv.includes('--profile');
const KEYS = profiled ? 24 : process.argv.includes('--short') ? 40 : 120;
const KEYS_A_PLACE = 8;
const GOAL_MS = 16;

/** A key as one of the two pages has it; milliseconds. */
type Cost = PageWork & { readonly paintedMs: number };

await withStage({ readable: profiled, make: makeStudies }, async (stage) => {
  const { address, made: studies, browser } = stage;
  say(`edit: ${describeMachine()}`);
  const lead = await openTranscript(
    await browser('lead', studies.big.signIn[0]),
    address,
    studies.big,
    BIG.spans,
  );
  const coder = await openTranscript(
    await browser('coder', studies.big.signIn[1]),
    address,
    studies.big,
    BIG.spans,
  );
  await lead.getByRole('button', { name: 'Edit text' }).click();
  await lead.locator('.text[aria-readonly="false"]').waitFor();
  if (profiled) {
    const both = async (): Promise<void> => void (await type(lead, coder));
    await profile(lead, `${KEYS} keys, at the lead`, both);
    await profile(coder, `${KEYS} keys, at the coder`, both);
    return;
  }
  const costs = await type(lead, coder);
  const row = (name: string, of: readonly Cost[]): string[] => [
    name,
    String(of.length),
    spread(of.map(({ paintedMs }) => paintedMs)),
    spread(of.map(({ scriptMs }) => scriptMs)),
    spread(of.map(({ taskMs }) => taskMs)),
  ];
  printTable(
    'A key typed into the text, ms, p50 / p95 / max; script and tasks until the page is at rest again',
    ['in the tab of', 'keys', 'key to painted', 'script', 'all tasks'],
    [row('the lead who types', costs.typed), row('a coder', costs.heard)],
  );
  const script = (of: readonly Cost[]): number => median(of.map(({ scriptMs }) => scriptMs));
  say(
    `\n${[
      against(`script p50 under ${GOAL_MS} ms, typist`, script(costs.typed) < GOAL_MS),
      against(`script p50 under ${GOAL_MS} ms, coder`, script(costs.heard) < GOAL_MS),
    ].join('\n')}`,
  );
});

async function type(
  from: Page,
  to: Page,
): Promise<{ readonly typed: readonly Cost[]; readonly heard: readonly Cost[] }> {
  const random = seeded(19);
  const turns = await meter(from, 'turns');
  const [workOf, workAt] = [await watchWork(from), await watchWork(to)];
  const skew = (await meter(to, 'clockOffset')) - (await meter(from, 'clockOffset'));
  const typed: Cost[] = [];
  const heard: Cost[] = [];
  for (let place = 0; typed.length < KEYS && place < 2 * KEYS; place += 1) {
    // Every other turn is an answer, and answers are what is marked most.
    const turn = Math.floor((((place * 37 + 11) % KEYS) / KEYS) * (turns - 8)) | 1;
    await meter(from, 'show', turn);
    const caret = await meter(from, 'caretIn', turn, random.next());
    if (caret === null) continue;
    await meter(to, 'show', turn);
    await from.mouse.click(caret.x, caret.y);
    await meter(from, 'quiet');
    for (let key = 0; key < KEYS_A_PLACE && typed.length < KEYS; key += 1) {
      await meter(from, 'arm', 'type');
      await meter(to, 'arm', 'heard');
      const both = Promise.all([meter(from, 'result'), meter(to, 'result')]);
      const before = await Promise.all([workOf(), workAt()]);
      await setTimeout(20 + 50 * random.next());
      await from.keyboard.press(random.pick([...'aeinorst ']));
      const [pressed, arrived] = await both;
      await Promise.all([meter(from, 'quiet'), meter(to, 'quiet')]);
      const after = await Promise.all([workOf(), workAt()]);
      if (pressed === null || arrived === null) continue;
      const between = (at: 0 | 1): PageWork => ({
        scriptMs: after[at].scriptMs - before[at].scriptMs,
        taskMs: after[at].taskMs - before[at].taskMs,
      });
      typed.push({ ...between(0), paintedMs: pressed.paintedAt - pressed.keydownAt });
      heard.push({ ...between(1), paintedMs: arrived.paintedAt + skew - pressed.keydownAt });
    }
  }
  return { typed, heard };
}
