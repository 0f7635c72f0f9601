import { expect, onTestFinished, test } from 'vitest';
import type { AgreementLimits } from '../src/agreement/agreement-threads.ts';
import { AGREEMENT_LIMITS, makeAgreementThreads } from '../src/agreement/agreement-threads.ts';

/* What working out may take; met with real threads, whose limits are narrow. Of memory: one-thread.test.ts. */

const QUIET = { error: () => undefined };

function threadsWith(limits: Partial<AgreementLimits>) {
  const threads = makeAgreementThreads(QUIET, { ...AGREEMENT_LIMITS, ...limits });
  onTestFinished(() => threads.close());
  return threads;
}

const NOTHING = { summaries: [], gamma: false, intervals: false, passages: [] };
/** An update of no content. */
const TEXT = new Uint8Array([0, 0]);
const REQUEST = { text: TEXT, layers: [], participants: null, gamma: null };

test('a page and the job are given up when they take too long: agreementMs, agreementJobMs', async () => {
  const threads = threadsWith({ agreementMs: 1, agreementJobMs: 1 });
  const slow = { code: 'agreement/too-slow' };
  await expect(threads.figures(NOTHING)).rejects.toMatchObject(slow);
  await expect(threads.compare(REQUEST)).rejects.toMatchObject(slow);
});

test('only so many wait: agreementWaiting', async () => {
  const threads = threadsWith({ agreementWaiting: 1 });
  const asked = [threads.figures(NOTHING), threads.figures(NOTHING)];
  await expect(threads.figures(NOTHING)).rejects.toMatchObject({ code: 'agreement/busy' });
  expect(await Promise.all(asked)).toEqual([
    { figures: [], pairs: [] },
    { figures: [], pairs: [] },
  ]);
});
