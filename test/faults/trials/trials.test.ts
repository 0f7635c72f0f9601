import { expect, test } from 'vitest';
import { trial } from './trial.ts';

/* A few of what `pnpm test:faults` does for as long as one likes: the seeds are fixed. */

test('a server on SQLite holds its promises through kills, bad lines and clocks that jump', async () => {
  const report = await trial({
    seed: 1,
    topology: 'sqlite',
    faults: 6,
    only: [
      'a server is killed',
      'lines are cut',
      'a server is held',
      'lines are half-open',
      'lines are slow',
      'a clock jumps',
    ],
  });
  expect(report.broken, JSON.stringify(report)).toEqual([]);
}, 120_000);
