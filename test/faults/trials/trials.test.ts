import { findMongodb, startRedis } from '@triad/storage/test-server';
import { expect, test } from 'vitest';
import type { TopologyName } from './topology.ts';
import { trial } from './trial.ts';

/*
 * A few of what `pnpm test:faults` does for as long as one likes. The seeds are fixed, each fault happens
 * once, and everybody has a little more time. They run beside one another: most of their time is somebody being away.
 */

const mongodb = await findMongodb();
const canBeKilled = mongodb?.ours === true;
if (!canBeKilled) {
  process.stderr.write('\n!! not run: trials on MongoDB, for want of one that may be killed !!\n');
}
const redis = await startRedis();
await redis?.stop();

async function expectToHold(
  seed: number,
  topology: TopologyName,
  only: readonly string[],
): Promise<void> {
  const report = await trial({ seed, topology, only, faults: only.length, pauseMs: [40, 120] });
  expect(report.broken, JSON.stringify(report)).toEqual([]);
}

test.concurrent(
  'a server on SQLite holds its promises',
  () =>
    expectToHold(3, 'sqlite', [
      'a server is killed',
      'somebody is hostile',
      'lines are half-open',
      'a clock jumps',
      'the disk is full',
      'a crowd is lost and comes back',
    ]),
  240_000,
);

test
  .skipIf(!canBeKilled)
  .concurrent(
    'a server on MongoDB holds its promises',
    () => expectToHold(1, 'mongodb', ['the database is killed']),
    240_000,
  );

test
  .skipIf(!canBeKilled || redis === null)
  .concurrent(
    'three servers hold their promises',
    () => expectToHold(1, 'cluster', ['a server is killed']),
    240_000,
  );
