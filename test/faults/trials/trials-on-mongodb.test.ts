import { findMongodb } from '@triad/storage/test-server';
import { expect, test } from 'vitest';
import { trial } from './trial.ts';

const mongodb = await findMongodb();
const canBeKilled = mongodb?.ours === true;
if (!canBeKilled) {
  process.stderr.write('\n!! not run: trials on MongoDB, for want of one that may be killed !!\n');
}

test.skipIf(!canBeKilled)(
  `a server on ${mongodb?.name ?? 'MongoDB'} holds its promises while the database is away`,
  async () => {
    const report = await trial({
      seed: 1,
      topology: 'mongodb',
      faults: 2,
      only: ['the database is killed', 'the database is held'],
    });
    expect(report.broken, JSON.stringify(report)).toEqual([]);
  },
  180_000,
);
