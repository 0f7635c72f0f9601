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
 * another, each when the one before is painted in both; after each run there is a pause. `--profile` prints where the time goes, of the
 * lead's tab and then of the coder's; its figures do not count. `--short` takes fewer keys.
 */

const profiled = process.argv.includes('--profile');
const KEYS = profiled ? 24 : process.argv.includes('--short') ? 40 : 120;
const KEYS_A_PLACE = 8;
const GOAL_MS = 16;
/** After so long without a key the page does what can wait. */
const PAUSE_MS = 800;

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
  const { typed, heard, paused } = await type(lead, coder);
  const row = (name: string, of: readonly Cost[], rests: readonly PageWork[]): string[] => [
    name,
    String(of.length),
    spread(of.map(({ paintedMs }) => paintedMs)),
    spread(of.map(({ scriptMs }) => scriptMs)),
    spread(of.map(({ taskMs }) => taskMs)),
    spread(rests.map(({ scriptMs }) => scriptMs)),
  ];
  printTable(
    'A key typed into the text, ms, p50 / p95 / max; script and tasks in processor time',
    ['in the tab of', 'keys', 'key to painted', 'script', 'all tasks', 'script at a pause after'],
    [
      row(
        'the lead who types',
        typed,
        paused.map(([lead]) => lead),
      ),
      row(
        'a coder',
        heard,
        paused.map(([, coder]) => coder),
      ),
    ],
  );
  const script = (of: readonly Cost[]): number => median(of.map(({ scriptMs }) => scriptMs));
  say(
    `\n${[
      against(`script p50 under ${GOAL_MS} ms, typist`, script(typed) < GOAL_MS),
      against(`script p50 under ${GOAL_MS} ms, coder`, script(heard) < GOAL_MS),
    ].join('\n')}`,
  );
});

async function type(
  from: Page,
  to: Page,
): Promise<{
  readonly typed: readonly Cost[];
  readonly heard: readonly Cost[];
  /** What follows when nobody types for a moment, at either. */
  readonly paused: readonly (readonly [PageWork, PageWork])[];
}> {
  const random = seeded(19);
  const turns = await meter(from, 'turns');
  const [workOf, workAt] = [await watchWork(from), await watchWork(to)];
  const skew = (await meter(to, 'clockOffset')) - (await meter(from, 'clockOffset'));
  const typed: Cost[] = [];
  const heard: Cost[] = [];
  const paused: [PageWork, PageWork][] = [];
  const works = () => Promise.all([workOf(), workAt()]);
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
      const before = await works();
      await setTimeout(20 + 50 * random.next());
      await from.keyboard.press(random.pick([...'aeinorst ']));
      const [pressed, arrived] = await both;
      const after = await works();
      if (pressed === null || arrived === null) continue;
      const paintedMs = arrived.paintedAt + skew - pressed.keydownAt;
      typed.push({ ...spent(before, after, 0), paintedMs: pressed.paintedAt - pressed.keydownAt });
      heard.push({ ...spent(before, after, 1), paintedMs });
    }
    const before = await works();
    await setTimeout(PAUSE_MS);
    await Promise.all([meter(from, 'quiet'), meter(to, 'quiet')]);
    const after = await works();
    paused.push([spent(before, after, 0), spent(before, after, 1)]);
  }
  return { typed, heard, paused };
}

function spent(
  before: readonly [PageWork, PageWork],
  after: readonly [PageWork, PageWork],
  at: 0 | 1,
): PageWork {
  return {
    scriptMs: after[at].scriptMs - before[at].scriptMs,
    taskMs: after[at].taskMs - before[at].taskMs,
  };
}
