import { setTimeout } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import type { Study } from '../study/big-study.ts';
import { transcriptUrl } from './chromium.ts';
import { against, median, ms, printTable, say } from './figures.ts';
import type { Opened } from './page-meter.ts';
import { meter, watchOpening } from './page-meter.ts';

export type OpeningOptions = {
  /** Of all layers together. */
  readonly spans: number;
  readonly times: number;
  /** Runs each opening. */
  readonly around?: (page: Page, open: () => Promise<void>) => Promise<void>;
};

/** Opens the transcript again and again, each time until a press of C marked words and the panel is full. */
export async function measureOpenings(
  context: BrowserContext,
  address: string,
  study: Study,
  { spans, times, around = (_page, open) => open() }: OpeningOptions,
): Promise<readonly Opened[]> {
  const runs: Opened[] = [];
  for (let run = 0; run < times; run += 1) {
    const page = await context.newPage();
    await watchOpening(page, spans, (run + 1) / (times + 2));
    await around(page, async () => {
      await page.goto(transcriptUrl(address, study), { waitUntil: 'commit' });
      await pressUntilMarked(page);
    });
    runs.push(await meter(page, 'opened'));
    await meter(page, 'quiet');
    await page.close();
  }
  return runs;
}

/** Presses C, as fast as the page takes keys, until one has marked words. */
async function pressUntilMarked(page: Page): Promise<void> {
  let marked = false;
  for (const end = Date.now() + 20_000; Date.now() < end;) {
    if (!marked) await page.keyboard.press('c');
    const { painted, panel } = await meter(page, 'opened');
    marked = painted !== null;
    if (marked && panel !== null) return;
    // A pause, or the one who asks takes the time of what is asked for; a key is late by as much.
    await setTimeout(10);
  }
}

export function printOpenings(runs: readonly Opened[]): void {
  const column = (of: keyof Opened): string => {
    const samples = runs.map((run) => run[of] ?? Number.NaN);
    return `${ms(median(samples))} (${ms(Math.min(...samples))}–${ms(Math.max(...samples))})`;
  };
  printTable(
    `Opening, ms from navigation, median of ${runs.length} (range)`,
    ['text there', 'first highlights', 'first key accepted', 'its span painted', 'panel lists all'],
    [(['text', 'marks', 'key', 'painted', 'panel'] as const).map(column)],
  );
  const key = median(runs.map((run) => run.key ?? Number.NaN));
  say(`\n${against('first key accepted under 1,000 ms', key < 1000)}`);
}
