import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { StorageError } from '../errors.ts';
import type { Collections } from './collections.ts';
import { isDuplicate } from './failures.ts';

/*
 * One server at a time: until servers know of one another, a second one on the same data would take what
 * the first has not finished for what a crash left, and sweep it away. A claim holds while its beat
 * changes, seen by the time of whoever waits: no clock is compared with that of another machine.
 */

export type ClaimTimes = {
  /** How often a claim beats, in ms. */
  readonly beatMs: number;
  /** How long one that does not beat is watched before it is taken over, in ms. */
  readonly patienceMs: number;
};

const TIMES: ClaimTimes = { beatMs: 1_000, patienceMs: 5_000 };
const ID = 'server';

/** Ends the claim, so that the next server need not wait. */
export type ReleaseClaim = () => Promise<void>;

/**
 * Claims the data for this process. Rejects with `storage/in-use` where another server has them, and as
 * the driver does. `onLost` is called once if another took them over, which it does only where this
 * process did not beat for long: it must write nothing any more.
 */
export async function claimData(
  store: Collections,
  onLost: () => void,
  { beatMs, patienceMs }: ClaimTimes = TIMES,
): Promise<ReleaseClaim> {
  const { claims } = store;
  const mine = randomBytes(12).toString('hex');
  await take(store, mine, { beatMs, patienceMs });
  let beating: Promise<void> = Promise.resolve();
  let isBeating = false;
  const beat = async (): Promise<void> => {
    try {
      const { matchedCount } = await claims.updateOne({ _id: ID, s: mine }, { $inc: { b: 1 } });
      if (matchedCount > 0) return;
      clearInterval(timer);
      onLost();
    } catch {
      // MongoDB is away; so it is for whoever would take over.
    } finally {
      isBeating = false;
    }
  };
  const timer = setInterval(() => {
    if (isBeating) return;
    isBeating = true;
    beating = beat();
  }, beatMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await beating;
    await claims.deleteOne({ _id: ID, s: mine });
  };
}

async function take(
  { claims }: Collections,
  mine: string,
  { beatMs, patienceMs }: ClaimTimes,
): Promise<void> {
  let watched: { readonly s: string; readonly b: number } | null = null;
  let sinceMs = performance.now();
  for (;;) {
    const there = await claims.findOne({ _id: ID });
    if (there === null) {
      if (await inserted(claims, mine)) return;
      continue;
    }
    if (watched === null) sinceMs = performance.now();
    else if (there.s !== watched.s || there.b !== watched.b) throw inUse();
    watched = there;
    if (performance.now() - sinceMs >= patienceMs) {
      const { matchedCount } = await claims.updateOne(
        { _id: ID, s: there.s, b: there.b },
        { $set: { s: mine, b: 0 } },
      );
      if (matchedCount === 1) return;
      throw inUse();
    }
    await delay(beatMs / 2);
  }
}

async function inserted(claims: Collections['claims'], mine: string): Promise<boolean> {
  try {
    await claims.insertOne({ _id: ID, s: mine, b: 0 });
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

function inUse(): StorageError {
  return new StorageError(
    'storage/in-use',
    'somebody works on these data in MongoDB, a server or a command. One at a time can, for now: end that first',
  );
}
