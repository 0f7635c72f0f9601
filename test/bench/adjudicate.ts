import type { Page } from 'playwright-core';
import { setTimeout } from 'node:timers/promises';
import { inDataFolder } from './study/in-data-folder.ts';
import { makeAdjudicationStudy } from './study/adjudication-study.ts';
import { against, printTable, quantile, say, spread } from './support/figures.ts';
import { describeMachine } from './support/machine.ts';
import { withStage } from './support/stage.ts';

/*
 * A lead at a transcript on which coders differ in more than 2,000 places: from the key to the frame that
 * shows the next place, stepping and deciding, and from the key of one lead to the frame in which another
 * sees what was decided. Two browsers and the server on this machine. `--short` takes fewer presses.
 */

const PRESSES = process.argv.includes('--short') ? 15 : 60;
const NEXT_MS = 50;
const SEEN_MS = 100;

await withStage(
  {
    readable: false,
    make: (folder) => inDataFolder(folder, ({ context }) => makeAdjudicationStudy(context)),
  },
  async ({ address, made: { project, transcript, signIn }, browser }) => {
    say(`adjudicate: ${describeMachine()}`);
    const open = async (name: string, link: string): Promise<Page> => {
      const page = await (await browser(name, link)).newPage();
      await page.goto(`${address}/projects/${project}/adjudicate/${transcript}`);
      await page.locator('.passage-words .lit').first().waitFor();
      await setTimeout(1_500);
      return page;
    };
    const ana = await open('ana', signIn[0]);
    const differ = await ana.evaluate(
      () => document.querySelector('.frame-left')?.textContent?.match(/[\d,]+ places differ/)?.[0],
    );
    say(`\n${differ ?? 'places of one interview'}`);
    const stepped: number[] = [];
    for (let press = 0; press < PRESSES; press += 1) stepped.push(await next(ana, 'j'));
    const tom = await open('tom', signIn[1]);
    // Where the first lead has come to.
    await tom.goto(ana.url());
    await tom.locator('.passage-words .lit').first().waitFor();
    await setTimeout(1_500);
    const decided: number[] = [];
    const seen: number[] = [];
    for (let press = 0; press < PRESSES; press += 1) {
      await follow(tom, ana);
      const there = whenDecided(tom);
      const shown = await next(ana, '0');
      decided.push(shown);
      const pressedAt = await ana.evaluate(() => Reflect.get(globalThis, 'pressedAt') as number);
      seen.push((await there) - pressedAt);
    }
    printTable(
      'ms, p50 / p95 / max',
      ['from the key to', 'n', 'p50 / p95 / max'],
      [
        ['the next place (J)', String(stepped.length), spread(stepped)],
        ['the next place after a decision', String(decided.length), spread(decided)],
        ['the decision seen by the other lead', String(seen.length), spread(seen)],
      ],
    );
    const worst = Math.max(quantile(stepped, 0.5), quantile(decided, 0.5));
    say(`\n${against(`next place within ${NEXT_MS} ms (p50)`, worst < NEXT_MS)}`);
    say(against(`p95 seen within ${SEEN_MS} ms`, quantile(seen, 0.95) < SEEN_MS));
  },
);

/** Presses a key; milliseconds until other words are lit and that frame is there. */
async function next(page: Page, key: string): Promise<number> {
  const shown = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const lit = (): string => document.querySelector('.passage-words')?.textContent ?? '';
        const before = lit();
        let pressedAt = 0;
        addEventListener(
          'keydown',
          (event) => {
            pressedAt = event.timeStamp;
            Reflect.set(globalThis, 'pressedAt', performance.timeOrigin + pressedAt);
          },
          { capture: true, once: true },
        );
        const observer = new MutationObserver(() => {
          if (pressedAt === 0 || lit() === before || lit() === '') return;
          observer.disconnect();
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.addEventListener('message', () => resolve(performance.now() - pressedAt));
            port1.start();
            port2.postMessage(null);
          });
        });
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      }),
  );
  await setTimeout(120);
  await page.keyboard.press(key);
  return shown;
}

/** The instant, by the machine's clock, at which a page shows that another lead decided its place. */
function whenDecided(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const isTold = (): boolean =>
          /decided this meanwhile/.test(document.body.textContent ?? '');
        const observer = new MutationObserver(() => {
          if (!isTold()) return;
          observer.disconnect();
          requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()));
        });
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      }),
  );
}

/** Steps to the place at which the other lead is, which is the next or close behind it. */
async function follow(page: Page, other: Page): Promise<void> {
  // The passage, since the address follows some time after the place.
  const placeOf = (each: Page): Promise<string> =>
    each.evaluate(() => document.querySelector('.passage-words')?.innerHTML ?? '');
  await page.bringToFront();
  for (let step = 0; (await placeOf(page)) !== (await placeOf(other)); step += 1) {
    if (step > 20) throw new Error('the other lead is not found');
    await next(page, 'j');
  }
  await other.bringToFront();
}
