import { join } from 'node:path';
import { Caller } from '../faults/whole-server/caller.ts';
import { AGREEMENT_STUDY, makeAgreementStudy } from './study/agreement-study.ts';
import { inDataFolder } from './study/in-data-folder.ts';
import { against, median, printTable, say, spread } from './support/figures.ts';
import { withFolder } from './support/folder.ts';
import { describeMachine } from './support/machine.ts';
import { startServer } from './support/running-server.ts';

/*
 * The agreement of a project of a hundred transcripts: how long the server works it out after the round
 * is closed, and how long the page's answer takes then, at a server just started and at one that has
 * given it before.
 */

const COLD = 5;
const WARM = 10;
const GOAL_MS = 1_000;

say(`agreement-page: ${describeMachine()}`);
await withFolder(async (folder) => {
  const dataFolder = join(folder, 'data');
  const { transcripts, coders, spansEach } = AGREEMENT_STUDY;
  const { project, signIn, workedMs } = await inDataFolder(dataFolder, async ({ context }) => {
    const study = await makeAgreementStudy(context);
    const startMs = performance.now();
    await context.agreement.begin(study.project, null);
    for (;;) {
      const job = await context.tables.agreementJobs.get(study.project);
      if (job?.body.state === 'done') break;
      if (job?.body.state !== 'running') throw new Error(`the job is ${job?.body.state}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return { ...study, workedMs: performance.now() - startMs };
  });
  say(
    `\n${transcripts} transcripts, ${coders} coders, ${spansEach} spans each: worked out in ${(workedMs / 1000).toFixed(1)} s`,
  );
  const cold: number[] = [];
  const warm: number[] = [];
  const caller = new Caller({ origin: '' });
  let bytes = 0;
  for (let start = 0; start < COLD; start += 1) {
    const server = await startServer({ dataFolder, web: folder });
    try {
      const own = new Caller({ origin: server.address });
      own.cookie = caller.cookie;
      if (start === 0) {
        const token = signIn.split('#')[1] ?? '';
        await own.call('redeemSignInLink', {}, { token });
      }
      caller.cookie = own.cookie;
      const ask = async (): Promise<number> => {
        const startMs = performance.now();
        const answer = await own.call('readAgreement', { project });
        const tookMs = performance.now() - startMs;
        bytes = JSON.stringify(answer).length;
        if (answer.transcripts.some(({ result }) => result === null || result.movedOn.length > 0)) {
          throw new Error('not everything was worked out');
        }
        return tookMs;
      };
      cold.push(await ask());
      for (let again = 0; again < WARM; again += 1) warm.push(await ask());
    } finally {
      await server.end();
    }
  }
  printTable(
    `Answered, ms (${Math.round(bytes / 1024)} KiB)`,
    ['server', 'n', 'p50 / p95 / max'],
    [
      ['just started', String(cold.length), spread(cold)],
      ['has given it before', String(warm.length), spread(warm)],
    ],
  );
  say(`\n${against(`first figures within ${GOAL_MS} ms`, median(cold) < GOAL_MS)}`);
});
