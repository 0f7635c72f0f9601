import { join } from 'node:path';
import { Caller } from '../faults/whole-server/caller.ts';
import { CMOC_STUDY, makeCmocStudy } from './study/cmoc-study.ts';
import { inDataFolder } from './study/in-data-folder.ts';
import { openBrowser, signIn } from './support/chromium.ts';
import { against, median, printTable, say, spread } from './support/figures.ts';
import { withFolder } from './support/folder.ts';
import { describeMachine } from './support/machine.ts';
import { startServer } from './support/running-server.ts';
import { buildWebApp } from './support/web-app.ts';

/*
 * The page of a CMOC in a project of 150 CMOCs and 2,000 pieces of evidence: the server's answers, from one
 * just started and from one that has given them before, and the page from its address to all of it drawn.
 */

const COLD = 4;
const WARM = 10;
const GOAL_MS = 1_000;

say(`cmocs: ${describeMachine()}`);
await withFolder(async (folder) => {
  const dataFolder = join(folder, 'data');
  const web = join(folder, 'web');
  await buildWebApp(web, false);
  const startMs = performance.now();
  const study = await inDataFolder(dataFolder, ({ context }) => makeCmocStudy(context));
  const { cmocs, evidence, transcripts } = CMOC_STUDY;
  say(
    `\n${cmocs} CMOCs, ${evidence} pieces of evidence of ${transcripts} interviews: made in ${((performance.now() - startMs) / 1000).toFixed(1)} s`,
  );
  const times: Record<'list' | 'one' | 'page', { cold: number[]; warm: number[] }> = {
    list: { cold: [], warm: [] },
    one: { cold: [], warm: [] },
    page: { cold: [], warm: [] },
  };
  const browser = await openBrowser(join(folder, 'browser'));
  let cookie = '';
  const sizes: Record<string, number> = {};
  try {
    for (let start = 0; start < COLD; start += 1) {
      const server = await startServer({ dataFolder, web });
      try {
        const caller = new Caller({ origin: server.address });
        if (cookie === '') {
          await signIn(browser, server.address, study.signIn);
          const [own] = await browser.cookies(server.address);
          cookie = own === undefined ? '' : `${own.name}=${own.value}`;
        }
        caller.cookie = cookie;
        const ask = async (what: 'list' | 'one'): Promise<number> => {
          const fromMs = performance.now();
          const answer =
            what === 'list'
              ? await caller.call('listCmocs', { project: study.project })
              : await caller.call('readCmoc', { project: study.project, cmoc: study.cmoc });
          const tookMs = performance.now() - fromMs;
          sizes[what] = JSON.stringify(answer).length;
          return tookMs;
        };
        const open = async (): Promise<number> => {
          const page = await browser.newPage();
          const url = `${server.address}/projects/${study.project}/cmocs/${study.cmoc}`;
          const fromMs = performance.now();
          await page.goto(url, { waitUntil: 'commit' });
          await page.waitForFunction(
            ({ least }) =>
              document.querySelectorAll('.cmoc-evidence-quote').length >= least &&
              document.querySelector('.sentence-editor .ProseMirror')?.textContent !== '',
            { least: Math.floor(evidence / cmocs) },
            { polling: 'raf' },
          );
          const tookMs = performance.now() - fromMs;
          await page.close();
          return tookMs;
        };
        // Each start one of the three comes first, so that none is warmed by another.
        const order = (['page', 'one', 'list'] as const).slice(start % 3, (start % 3) + 1);
        for (const what of order) {
          times[what].cold.push(what === 'page' ? await open() : await ask(what));
        }
        for (let again = 0; again < WARM; again += 1) {
          times.list.warm.push(await ask('list'));
          times.one.warm.push(await ask('one'));
          if (again % 3 === 0) times.page.warm.push(await open());
        }
      } finally {
        await server.end();
      }
    }
  } finally {
    await browser.close();
  }
  const kib = (what: string): string => `${Math.round((sizes[what] ?? 0) / 1024)} KiB`;
  printTable(
    'ms, p50 / p95 / max',
    ['what', 'server just started', 'asked before'],
    [
      [`list of CMOCs (${kib('list')})`, spread(times.list.cold), spread(times.list.warm)],
      [`one CMOC (${kib('one')})`, spread(times.one.cold), spread(times.one.warm)],
      ['its page, all drawn', spread(times.page.cold), spread(times.page.warm)],
    ],
  );
  say(`\n${against(`the page opens within ${GOAL_MS} ms`, median(times.page.warm) < GOAL_MS)}`);
});
