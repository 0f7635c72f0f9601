import { expect, onTestFinished, test } from 'vitest';
import { makeThread } from '../src/one-thread.ts';
import type { OneThread, ThreadOptions } from '../src/one-thread.ts';

const READY = `
  const { parentPort: port, threadId } = require('node:worker_threads');
  port.on('message', ({ id, work }) => {
    if (work === 'for ever') for (;;);
    if (work === 'too much') { const all = []; for (;;) all.push(new Array(1e6).fill(all.length)); }
    if (work === 'crash') throw new RangeError('with somebody’s words');
    const failure = { fault: 'TypeError', refusal: null };
    if (work === 'fail') port.postMessage({ kind: 'failed', id, failure });
    else port.postMessage({ kind: 'done', id, result: threadId });
  });
  port.postMessage({ kind: 'ready' });`;

/** Answers with the number of the thread, unless the work says otherwise. */
function threadOf(script: string, options: Partial<ThreadOptions> = {}): OneThread<string, number> {
  const thread = makeThread<string, number>({
    script: new URL(
      `data:text/javascript,${encodeURIComponent(`import { createRequire } from 'node:module'; const require = createRequire('file:///');${script}`)}`,
    ),
    name: 'a-test',
    memoryMb: 64,
    longestMs: 5_000,
    begunMs: 5_000,
    idleMs: null,
    waitingMost: 10,
    log: { error: () => undefined },
    errors: {
      tooSlow: (afterMs) => new Error(`too slow after ${afterMs}`),
      tooMuchMemory: () => new Error('too much memory'),
      busy: () => new Error('busy'),
      closed: () => new Error('closed'),
      failed: ({ fault }) => new Error(`failed with ${fault}`),
    },
    ...options,
  });
  onTestFinished(() => thread.close());
  return thread;
}

test('jobs are done in turn by one thread', async () => {
  const thread = threadOf(READY);
  const ids = await Promise.all(['a', 'b', 'c'].map((work) => thread.ask(work)));
  expect(new Set(ids).size).toBe(1);
  await expect(thread.ask('fail')).rejects.toThrow('failed with TypeError');
  expect(await thread.ask('d')).toBe(ids[0]);
});

// As previews do, and agreement (agreementMb).
test('a job that never ends, takes too much memory or crashes ends alone', async () => {
  const thread = threadOf(READY, { longestMs: 400 });
  const first = await thread.ask('a');
  const [slow, next] = await Promise.allSettled([thread.ask('for ever'), thread.ask('b')]);
  expect(slow).toMatchObject({ status: 'rejected', reason: { message: 'too slow after 400' } });
  expect(next).toMatchObject({ status: 'fulfilled' });
  expect(next.status === 'fulfilled' && next.value).not.toBe(first);
  const other = threadOf(READY);
  await expect(other.ask('too much')).rejects.toThrow('too much memory');
  await expect(other.ask('crash')).rejects.toThrow('failed with RangeError');
  expect(await other.ask('c')).toBeGreaterThan(0);
});

test('a thread without jobs ends, and the next job gets a new one', async () => {
  const ended = Promise.withResolvers<void>();
  process.once('worker', (worker) => worker.once('exit', () => ended.resolve()));
  const thread = threadOf(READY, { idleMs: 50, longestMs: 400 });
  const first = await thread.ask('a');
  await ended.promise;
  expect(await thread.ask('b')).not.toBe(first);
  // One that works is not idle, however long it takes.
  await expect(thread.ask('for ever')).rejects.toThrow('too slow after 400');
});

test('a thread that never starts, or cannot, holds nobody up for good', async () => {
  await expect(threadOf('', { longestMs: 300 }).ask('a')).rejects.toThrow('too slow after 300');
  await expect(threadOf('throw new SyntaxError("no")').ask('a')).rejects.toThrow('SyntaxError');
});

test('more than may wait are refused, and all when it is closed', async () => {
  const thread = threadOf(READY, { waitingMost: 1 });
  const left = Promise.allSettled(['for ever', 'a'].map((work) => thread.ask(work)));
  await expect(thread.ask('b')).rejects.toThrow('busy');
  await thread.close();
  const closed = { status: 'rejected', reason: { message: 'closed' } };
  expect(await left).toMatchObject([closed, closed]);
  await expect(thread.ask('c')).rejects.toThrow('closed');
});
