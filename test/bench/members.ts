import type { BrowserContext, Page } from 'playwright-core';
import { startMembers } from './load/members.ts';
import { makeMembersStudy, MEMBERS_TEAM } from './study/members-study.ts';
import { openTranscript, selectWords, versionOf } from './support/chromium.ts';
import { exchange } from './support/exchange.ts';
import { against, ms, printTable, quantile, say, spread } from './support/figures.ts';
import { describeMachine } from './support/machine.ts';
import { residentMb, watchResident } from './support/memory.ts';
import { measureOpenings, printOpenings } from './support/openings.ts';
import { meter } from './support/page-meter.ts';
import { measurePresses, printPresses } from './support/presses.ts';
import { seeded } from './support/random.ts';
import { withStage } from './support/stage.ts';

/*
 * Forty members' layers on one transcript, open coding, and thirty of the members there at once, of
 * whom six code: two in real browsers, which measure, and four of the 28 others, who are unmodified
 * y-websocket clients over the app's own tunnel in a process of their own. Everybody has every
 * layer open and tells where they read. `--short` takes fewer presses.
 */

const short = process.argv.includes('--short');
const OPENINGS = short ? 2 : 3;
const PRESSES = short ? 12 : 40;
const PRESSES_MS = short ? 12_000 : 26_000;
const EXCHANGED = short ? 8 : 25;
const EXCHANGED_MS = short ? 6_000 : 11_000;
const PRESENT = 30;
const CODING_CLIENTS = 4;
/** The second coder marks something between two presses of the first, so often. */
const SECOND_CODES_EVERY = 3;
const REMOTE_GOAL_MS = 40;
const MEMORY_GOAL_MB = 250;

await withStage({ readable: false, make: makeMembersStudy }, async (stage) => {
  const { address, pid, made: study, browser } = stage;
  const members = startMembers();
  try {
    const one = await browser('first', study.signIn[0]);
    const two = await browser('second', study.signIn[1]);
    await (await openTranscript(one, address, study, MEMBERS_TEAM.spans)).close();
    say(`members: ${describeMachine(await versionOf(one))}`);
    const alone = await residentMb(pid);
    const came = performance.now();
    await members.ask({
      kind: 'come',
      origin: address,
      people: study.cookies.slice(2, PRESENT).map((cookie) => ({
        cookie,
        transcript: study.transcript,
      })),
      coding: CODING_CLIENTS,
    });
    const [cameMs, arrived] = [performance.now() - came, await residentMb(pid)];

    const memory = watchResident(pid);
    printOpenings(
      await measureOpenings(one, address, study, { spans: MEMBERS_TEAM.spans, times: OPENINGS }),
    );
    const sockets = [countSockets(one), countSockets(two)];
    const first = await openTranscript(one, address, study, MEMBERS_TEAM.spans);
    const second = await openTranscript(two, address, study, MEMBERS_TEAM.spans);
    printPresses(
      await measurePresses(first, {
        count: PRESSES,
        mostMs: PRESSES_MS,
        between: markBetween(second),
      }),
    );
    await measureRemote(first, second);
    const most = memory.end();
    const there = await members.ask({ kind: 'look' });

    printTable(
      'Who was there',
      ['members', 'documents open', 'sockets', 'connections lost', 'spans added', 'places told'],
      [
        [
          `${there.members} clients`,
          ...[there.documents, there.sockets, there.lost, there.added, there.told].map(String),
        ],
        ['2 browsers', '', sockets.map((count) => count()).join(' and '), '', '', ''],
      ],
    );
    printTable(
      "The server's own memory (RSS), MB",
      ['one browser was there', '28 more came, at most', 'in how many s', 'since then, at most'],
      [[alone.now, arrived.most, cameMs / 1_000, most].map((value) => value.toFixed(1))],
    );
    const tabs = [...sockets.map((count) => count()), there.sockets / there.members];
    say(
      `\n${[
        against(
          'one socket a tab for all documents',
          tabs.every((count) => count === 1),
        ),
        against(`under ${MEMORY_GOAL_MB} MB at the server`, most < MEMORY_GOAL_MB),
        against('and while they came', arrived.most < MEMORY_GOAL_MB),
      ].join('\n')}`,
    );
    await members.ask({ kind: 'go' });
  } finally {
    await members.end();
  }
});

/** Sockets of documents that the next page opens, as the browser tells of them. */
function countSockets(context: BrowserContext): () => number {
  let count = 0;
  context.once('page', (page: Page) => {
    page.on('websocket', (socket) => {
      if (/\/(?:tunnel|collab)\b/.test(new URL(socket.url()).pathname)) count += 1;
    });
  });
  return () => count;
}

/** Has the coder in this page mark something now and then. */
function markBetween(page: Page): (place: number) => Promise<void> {
  const random = seeded(23);
  return async (place) => {
    if (place % SECOND_CODES_EVERY !== 0) return;
    const turns = await meter(page, 'turns');
    const words = await selectWords(page, random.whole(0, turns - 8) | 1, random.next(), 3);
    if (words !== null) await page.keyboard.press('m');
  };
}

/** Each of the two in turn marks words that the other has in view. */
async function measureRemote(first: Page, second: Page): Promise<void> {
  const options = { count: EXCHANGED, mostMs: EXCHANGED_MS };
  const there = await exchange(first, second, { ...options, seed: 11 });
  const back = await exchange(second, first, { ...options, seed: 12 });
  const delays = [...there.delays, ...back.delays];
  const unseen = there.unseen + back.unseen;
  printTable(
    'Keydown in one browser to painted in the other, ms',
    ['n', 'p50 / p95 / max', 'drift of the clocks, ms', 'unseen'],
    [
      [
        String(delays.length),
        spread(delays),
        ms(Math.max(Math.abs(there.skew), Math.abs(back.skew))),
        String(unseen),
      ],
    ],
  );
  const p95 = quantile(delays, 0.95);
  say(`\n${against(`p95 under ${REMOTE_GOAL_MS} ms`, p95 < REMOTE_GOAL_MS)}`);
}
