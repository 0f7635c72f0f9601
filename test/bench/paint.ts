import { setTimeout } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { BIG } from './study/big-study.ts';
import type { Study } from './study/big-study.ts';
import { openTranscript, selectWords, transcriptUrl } from './support/chromium.ts';
import { against, median, ms, printTable, quantile, say, spread } from './support/figures.ts';
import { describeMachine } from './support/machine.ts';
import { readMemory } from './support/memory.ts';
import type { Press } from './support/page-meter.ts';
import { meter, watchOpening } from './support/page-meter.ts';
import { profile } from './support/profile.ts';
import { seeded } from './support/random.ts';
import { withStage } from './support/stage.ts';
import { trace } from './support/trace.ts';

/*
 * What one coder feels: opening a transcript of 100,000 words with 20,000 spans of six coders,
 * marking words in it, scrolling through it. `--profile` builds the web app with its functions'
 * own names and prints where the time goes; its figures do not count. `--short` takes fewer presses.
 */

const profiled = process.argv.includes('--profile');
const OPENINGS = profiled ? 1 : 5;
const PRESSES = profiled ? 20 : process.argv.includes('--short') ? 30 : 100;
const FRAMES = 300;
const FRAME_MS = 1000 / 60;

await withStage({ readable: profiled }, async ({ address, studies, browser }) => {
  const context = await browser('first', studies.big.signIn[0]);
  await (await openTranscript(context, address, studies.big, BIG.spans)).close();
  say(`paint: ${describeMachine(await versionOf(context))}`);
  await measureOpening(context, address, studies.big);
  const page = await openTranscript(context, address, studies.big, BIG.spans);
  await measurePresses(page);
  await measureScrolling(page);
  await measureMemory(page);
});

async function versionOf(context: BrowserContext): Promise<string> {
  const page = await context.newPage();
  const agent = await page.evaluate(() => navigator.userAgent);
  await page.close();
  return /Chrom(?:e|ium)\/([\d.]+)/.exec(agent)?.[1] ?? '?';
}

/** Presses C, as fast as the page takes keys, until one has marked words. */
async function measureOpening(
  context: BrowserContext,
  address: string,
  study: Study,
): Promise<void> {
  const rows: number[][] = [];
  for (let run = 0; run < OPENINGS; run += 1) {
    const page = await context.newPage();
    await watchOpening(page, BIG.spans, (run + 1) / (OPENINGS + 2));
    const open = async (): Promise<void> => {
      await page.goto(transcriptUrl(address, study), { waitUntil: 'commit' });
      let marked = false;
      for (const end = Date.now() + 20_000; Date.now() < end;) {
        if (!marked) await page.keyboard.press('c');
        const { painted, panel } = await meter(page, 'opened');
        marked = painted !== null;
        if (marked && panel !== null) break;
        // A pause, or the one who asks takes the time of what is asked for; a key is late by as much.
        await setTimeout(10);
      }
    };
    if (profiled) await examine(page, 'opening', open);
    else await open();
    const { text, marks, key, painted, panel } = await meter(page, 'opened');
    rows.push([text, marks, key, painted, panel].map((at) => at ?? Number.NaN));
    await meter(page, 'quiet');
    await page.close();
  }
  const column = (at: number): string => {
    const samples = rows.map((row) => row[at] ?? Number.NaN);
    return `${ms(median(samples))} (${ms(Math.min(...samples))}–${ms(Math.max(...samples))})`;
  };
  printTable(
    `Opening, ms from navigation, median of ${OPENINGS} (range)`,
    ['text there', 'first highlights', 'first key accepted', 'its span painted', 'panel lists all'],
    [[0, 1, 2, 3, 4].map(column)],
  );
  const key = median(rows.map((row) => row[2] ?? Number.NaN));
  say(`\n${against('first key accepted under 1,000 ms', key < 1000)}`);
}

async function measurePresses(page: Page): Promise<void> {
  await meter(page, 'addToggle');
  const random = seeded(7);
  const turns = await meter(page, 'turns');
  const marks: Press[] = [];
  const toggles: Press[] = [];
  let misses = 0;
  const all = async (): Promise<void> => {
    for (let place = 0; marks.length < PRESSES && place < 2 * PRESSES; place += 1) {
      const share = ((place * 37 + 11) % PRESSES) / PRESSES;
      // Every other turn is an answer, and answers are long enough to mark something in them.
      const turn = Math.floor(share * (turns - 8)) | 1;
      const words = await selectWords(page, turn, random.next(), random.whole(2, 5));
      if (words === null) {
        misses += 1;
        continue;
      }
      const marked = await press(page, 'mark', 'c', random.next());
      await meter(page, 'quiet');
      const toggled = await press(page, 'toggle', 'F9', random.next());
      await meter(page, 'quiet');
      if (marked === null || toggled === null) {
        misses += 1;
        continue;
      }
      marks.push(marked);
      toggles.push(toggled);
    }
  };
  if (profiled) await examine(page, `${PRESSES} presses, in the key's handler`, all, 'dispatchKey');
  else await all();

  const painted = (presses: readonly Press[]): number[] =>
    presses.map(({ keydownAt, paintedAt }) => paintedAt - keydownAt);
  const lines = marks.map(
    ({ keydownAt, linesPaintedAt }) => (linesPaintedAt ?? Number.NaN) - keydownAt,
  );
  const settled = marks.map(({ paintedAt, settledAt }) => settledAt - paintedAt);
  const script = (presses: readonly Press[]): number[] =>
    presses.map(({ scriptMs }) => scriptMs ?? Number.NaN);
  printTable(
    `Keys, ms, p50 / p95 / max of ${marks.length} each, alternating (${misses} places were unfit)`,
    ['key', 'keydown to painted', 'to its lines too', 'script of the handlers', 'then idle again'],
    [
      [
        'C marks words',
        spread(painted(marks)),
        spread(lines),
        spread(script(marks)),
        spread(settled),
      ],
      ['toggles a class', spread(painted(toggles)), '', spread(script(toggles)), ''],
    ],
  );
  const above = quantile(painted(marks), 0.95) - quantile(painted(toggles), 0.95);
  say(
    `\n${[
      against('p50 within a frame (16.7 ms)', median(painted(marks)) <= FRAME_MS),
      against(`p95 ${ms(above)} ms above the toggling key, at most 10 (aim 5)`, above <= 10),
      against('script p50 under 2 ms', median(script(marks)) < 2),
    ].join('\n')}`,
  );
}

/**
 * At any moment of a page at rest, as a person would: `quiet` ends with a frame, and a key pressed
 * right behind one waits for nearly a whole other, whatever it does.
 */
async function press(
  page: Page,
  kind: 'mark' | 'toggle',
  key: string,
  share: number,
): Promise<Press | null> {
  await meter(page, 'arm', kind);
  const result = meter(page, 'result');
  await setTimeout(20 + 50 * share);
  await page.keyboard.press(key);
  return result;
}

async function measureScrolling(page: Page): Promise<void> {
  const rows = [];
  for (const step of [120, 3000]) {
    let times: readonly number[] = [];
    const run = async (): Promise<void> => {
      times = await meter(page, 'scroll', step, FRAMES);
    };
    if (profiled) await examine(page, `scrolling ${step} px a frame`, run);
    else await run();
    const late = times.filter((time) => time > 1.5 * FRAME_MS).length;
    rows.push([`${step} px a frame`, spread(times), `${late} of ${times.length}`]);
  }
  printTable('Scrolling, ms', ['', 'frame p50 / p95 / max', 'frames missed'], rows);
}

async function measureMemory(page: Page): Promise<void> {
  const { heapMb, rendererMb, elements } = await readMemory(page);
  printTable(
    'Memory, after all of that',
    ['heap, MB', "renderer's own memory, MB", 'elements'],
    [[heapMb.toFixed(0), rendererMb.toFixed(0), String(elements)]],
  );
}

/** Profile and trace at once; what they cost themselves is in the figures. */
function examine(
  page: Page,
  title: string,
  work: () => Promise<void>,
  under: string | null = null,
): Promise<void> {
  return profile(page, title, () => trace(page, title, work), under);
}
