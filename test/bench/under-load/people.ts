import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startMembers } from '../load/members.ts';
import { makePeopleStudy } from '../study/people-study.ts';
import { printCpuProfiles } from '../support/cpu-profiles.ts';
import { against, printTable, quantile, say, tail, under } from '../support/figures.ts';
import { describeFlushes } from '../support/flush-time.ts';
import { withFolder } from '../support/folder.ts';
import { describeMachine } from '../support/machine.ts';
import { residentMb, watchResident } from '../support/memory.ts';
import { processorTime, spentBetween, sumOf } from '../support/processor-time.ts';
import { startServer } from '../support/running-server.ts';

/*
 * 500 people as they work: six in a team, each with the interview and all six layers open over one
 * socket, as the app has them. Everybody codes, a span every three to seven seconds, and tells where
 * they read. (Forty members' layers on one interview are another bench, `pnpm bench members`.)
 */

const profiled = process.argv.includes('--profile');
const PEOPLE = 500;
const WARMING_MS = 5_000;
const FOR_MS = process.argv.includes('--short') ? 10_000 : 60_000;
const MEMORY_GOAL_MB = 250;
const DELIVERY_GOAL_MS = 10;

await withFolder(async (folder) => {
  say(`people: ${describeMachine()}; ${describeFlushes(folder)}`);
  const dataFolder = join(folder, 'data');
  const people = await makePeopleStudy(dataFolder, PEOPLE);
  const nodeOptions = profiled ? ['--cpu-prof', `--cpu-prof-dir=${join(folder, 'profile')}`] : [];
  const server = await startServer({ dataFolder, web: folder }, { nodeOptions });
  const members = startMembers();
  try {
    const memory = watchResident(server.pid);
    const start = performance.now();
    const origin = server.address;
    const come = { kind: 'come', origin, people, coding: PEOPLE } as const;
    await members.ask(come);
    const cameS = (performance.now() - start) / 1_000;
    const coming = (await residentMb(server.pid)).most;
    await pause(WARMING_MS);
    const before = await members.ask({ kind: 'look' });
    const spentBefore = await processorTime(server.pid);
    await pause(FOR_MS);
    const after = await members.ask({ kind: 'look' });
    const spent = sumOf(spentBetween(spentBefore, await processorTime(server.pid)));
    const most = memory.end();
    const added = after.added - before.added;
    printTable(
      `${PEOPLE} people with ${after.documents / PEOPLE} documents each, over ${after.sockets} sockets, for ${FOR_MS / 1_000} s`,
      [
        'spans',
        'delivered, ms, p50 / p95 / p99 / max',
        'places told',
        'processor s per 1,000 spans',
        'RSS at most, MB: coming / then',
        'came in s',
        'lost',
      ],
      [
        [
          String(added),
          tail(after.deliveredMs),
          String(after.told - before.told),
          (spent / added).toFixed(2),
          `${coming.toFixed(0)} / ${most.toFixed(0)}`,
          cameS.toFixed(1),
          String(after.lost),
        ],
      ],
    );
    say(
      `\n${[
        under('delivered, p95,', quantile(after.deliveredMs, 0.95), DELIVERY_GOAL_MS),
        under('memory,', most, MEMORY_GOAL_MB, { unit: 'MB', digits: 0 }),
        against(`no connection lost, ${after.lost}`, after.lost === 0),
      ].join('\n')}`,
    );
    await members.ask({ kind: 'go' });
  } finally {
    await members.end();
    await server.end();
  }
  if (profiled) await printCpuProfiles(join(folder, 'profile'));
});
