import { randomUUID } from 'node:crypto';
import type { Db } from 'mongodb';
import { StorageError } from '../errors.ts';
import { OpenCalls } from '../open-calls.ts';
import { Calls } from './calls.ts';
import { CLAIM_TIMES, claimData } from './claim.ts';
import type { ClaimTimes } from './claim.ts';
import type { Collections, MetaDocument } from './collections.ts';
import { isDuplicate } from './failures.ts';
import { lastVersion } from '../layout-versions.ts';
import { isRaised, raiseSchema } from './schema-steps.ts';
import type { MongodbStep } from './schema-steps.ts';
import { makeServerTable, refuseWhereShared } from './servers.ts';

/**
 * Makes the indexes, and the store's id at its first opening; any number of servers may do so at
 * once. Data of an earlier version are brought to the present one, while nobody has them: rejects with
 * `storage/in-use` where somebody works on them, alone or with others. Throws `storage/newer` where a later version wrote, before
 * anything is changed.
 */
export async function prepareSchema(
  store: Collections,
  db: Db,
  steps: readonly MongodbStep[],
  claimTimes: ClaimTimes = CLAIM_TIMES,
): Promise<{ readonly id: string }> {
  const found = await findOrMake(store, steps);
  if (found.version > lastVersion(steps)) {
    throw new StorageError(
      'storage/newer',
      `the data in MongoDB were written by a newer Triad (schema ${found.version}; this one knows ${lastVersion(steps)}). Start that version, or bring the data back with it ('pnpm triad migrate --down-to').`,
    );
  }
  if (!isRaised(found, steps)) await raise(store, db, steps, claimTimes);
  await store.records.createIndex({ x: 1, i: 1 });
  await store.entries.createIndex({ h: 1 }, { sparse: true });
  await store.blobs.createIndex({ w: 1 }, { sparse: true });
  await store.blobs.createIndex({ g: 1 }, { sparse: true });
  return found;
}

async function raise(
  store: Collections,
  db: Db,
  steps: readonly MongodbStep[],
  claimTimes: ClaimTimes,
): Promise<void> {
  let isLost = false;
  // Of several that start at once the others wait, and find it done.
  const release = await claimData(store, () => (isLost = true), claimTimes, 'start');
  try {
    const now = await store.meta.findOne({ _id: 'store' });
    if (now !== null && isRaised(now, steps)) return;
    const { patienceMs, beatMs } = claimTimes;
    const calls = new Calls(new OpenCalls(() => Promise.resolve()), Number.POSITIVE_INFINITY);
    await refuseWhereShared(makeServerTable(calls, store), { patienceMs, lookMs: beatMs / 2 });
    await raiseSchema(store, db, steps, () => isLost);
  } finally {
    await release();
  }
}

async function findOrMake(
  { meta }: Collections,
  steps: readonly MongodbStep[],
): Promise<MetaDocument> {
  for (;;) {
    const there = await meta.findOne({ _id: 'store' });
    if (there !== null) return there;
    try {
      // Where there is nothing yet no step has anything to do.
      await meta.insertOne({ _id: 'store', version: lastVersion(steps), id: randomUUID() });
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
  }
}
