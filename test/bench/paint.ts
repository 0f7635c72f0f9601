import type { Page } from 'playwright-core';
import { BIG } from './study/big-study.ts';
import { makeStudies } from './study/big-study.ts';
import { openTranscript, versionOf } from './support/chromium.ts';
import { printTable, say, spread } from './support/figures.ts';
import { describeMachine } from './support/machine.ts';
import { readMemory } from './support/memory.ts';
import { measureOpenings, printOpenings } from './support/openings.ts';
import { meter } from './support/page-meter.ts';
import { measurePresses, printPresses } from './support/presses.ts';
import { profile } from './support/profile.ts';
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

await withStage({ readable: profiled, make: makeStudies }, async (stage) => {
  const { address, made: studies, browser } = stage;
  const context = await browser('first', studies.big.signIn[0]);
  await (await openTranscript(context, address, studies.big, BIG.spans)).close();
  say(`paint: ${describeMachine(await versionOf(context))}`);
  const openings = await measureOpenings(context, address, studies.big, {
    spans: BIG.spans,
    times: OPENINGS,
    ...(profiled ? { around: (page, open) => examine(page, 'opening', open) } : {}),
  });
  printOpenings(openings);
  const page = await openTranscript(context, address, studies.big, BIG.spans);
  await presses(page);
  await measureScrolling(page);
  await measureMemory(page);
});

async function presses(page: Page): Promise<void> {
  let measured: Awaited<ReturnType<typeof measurePresses>> | null = null;
  const all = async (): Promise<void> => {
    measured = await measurePresses(page, { count: PRESSES });
  };
  if (profiled) await examine(page, `${PRESSES} presses, in the key's handler`, all, 'dispatchKey');
  else await all();
  if (measured !== null) printPresses(measured);
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
