import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { selectWords } from './chromium.ts';
import { against, median, ms, printTable, quantile, say, spread } from './figures.ts';
import type { Press } from './page-meter.ts';
import { meter } from './page-meter.ts';
import { seeded } from './random.ts';

const FRAME_MS = 1000 / 60;

export type Presses = {
  readonly marks: readonly Press[];
  readonly toggles: readonly Press[];
  /** Places that were not fit, or where nothing was seen. */
  readonly misses: number;
};

export type PressOptions = {
  readonly count: number;
  /** With fewer presses once this is over. */
  readonly mostMs?: number;
  /** Between two places; what it does is not timed. */
  readonly between?: (place: number) => Promise<void>;
};

/** Marks words all over the text by C, and after each presses a key that only toggles a class. */
export async function measurePresses(
  page: Page,
  { count, mostMs = Number.POSITIVE_INFINITY, between = async () => undefined }: PressOptions,
): Promise<Presses> {
  await meter(page, 'addToggle');
  const random = seeded(7);
  const turns = await meter(page, 'turns');
  const marks: Press[] = [];
  const toggles: Press[] = [];
  let misses = 0;
  const end = performance.now() + mostMs;
  for (let place = 0; marks.length < count && place < 2 * count; place += 1) {
    if (performance.now() > end) break;
    await between(place);
    const share = ((place * 37 + 11) % count) / count;
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
  return { marks, toggles, misses };
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

export function printPresses({ marks, toggles, misses }: Presses): void {
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
