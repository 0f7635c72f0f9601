import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { StorageError } from '../errors.ts';
import type { ClaimDocument, Collections } from './collections.ts';
import { isDuplicate } from './failures.ts';

/*
 * Whoever works on the data alone: a second one that does not know of the first would take what that has
 * not finished for what a crash left, and sweep it away. A claim holds while its beat
 * changes, seen by the time of whoever waits: no clock is compared with that of another machine.
 * Servers that share the data (servers.ts) claim them while they start, one after the other.
 */

export type ClaimTimes = {
  /** How often a claim beats, in ms. */
  readonly beatMs: number;
  /** How long one that does not beat is watched before it is taken over, in ms. */
  readonly patienceMs: number;
};

/** `start`: for as long as a server starts that shares the data; it waits for others that start. */
export type ClaimKind = 'alone' | 'start';

export const CLAIM_TIMES: ClaimTimes = { beatMs: 1_000, patienceMs: 5_000 };
const ID = 'server';
/** How long a server that starts waits for others that start, in ms. */
const START_MS = 120_000;

/** Ends the claim, so that the next server need not wait. */
export type ReleaseClaim = () => Promise<void>;

/**
 * Claims the data for this process. Rejects with `storage/in-use` where another server has them, and as
 * the driver does. `onLost` is called once if another took them over, which it does only where this
 * process did not beat for long: it must write nothing any more.
 */
export async function claimData(
  store: Pick<Collections, 'claims'>,
  onLost: () => void,
  { beatMs, patienceMs }: ClaimTimes = CLAIM_TIMES,
  kind: ClaimKind = 'alone',
): Promise<ReleaseClaim> {
  const { claims } = store;
  const mine: Mine = {
    s: randomBytes(12).toString('hex'),
    ...(kind === 'start' ? { w: 'start' as const } : {}),
  };
  await take(store, mine, { beatMs, patienceMs });
  let beating: Promise<void> = Promise.resolve();
  let isBeating = false;
  const beat = async (): Promise<void> => {
    try {
      const { matchedCount } = await claims.updateOne({ _id: ID, s: mine.s }, { $inc: { b: 1 } });
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
    await claims.deleteOne({ _id: ID, s: mine.s });
  };
}

type Mine = { readonly s: string; readonly w?: 'start' };

async function take(
  { claims }: Pick<Collections, 'claims'>,
  mine: Mine,
  { beatMs, patienceMs }: ClaimTimes,
): Promise<void> {
  const begunMs = performance.now();
  const mayWait = (there: Pick<ClaimDocument, 'w'>): boolean =>
    mine.w === 'start' && there.w === 'start' && performance.now() - begunMs < START_MS;
  let watched: { readonly s: string; readonly b: number } | null = null;
  let sinceMs = performance.now();
  for (;;) {
    const there = await claims.findOne({ _id: ID });
    if (there === null) {
      if (await inserted(claims, mine)) return;
      continue;
    }
    if (watched === null) sinceMs = performance.now();
    else if (there.s !== watched.s || there.b !== watched.b) {
      if (!mayWait(there)) throw inUse();
      sinceMs = performance.now();
    }
    watched = there;
    if (performance.now() - sinceMs >= patienceMs) {
      const { matchedCount } = await claims.updateOne(
        { _id: ID, s: there.s, b: there.b },
        mine.w === undefined
          ? { $set: { s: mine.s, b: 0 }, $unset: { w: '' } }
          : { $set: { ...mine, b: 0 } },
      );
      if (matchedCount === 1) return;
      if (!mayWait(there)) throw inUse();
      watched = null;
    }
    await delay(beatMs / 2);
  }
}

async function inserted(claims: Collections['claims'], mine: Mine): Promise<boolean> {
  try {
    await claims.insertOne({ _id: ID, ...mine, b: 0 });
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

function inUse(): StorageError {
  return new StorageError(
    'storage/in-use',
    'somebody works on these data in MongoDB alone, a server or a command: end that first. Several servers share them where each has TRIAD_REDIS',
  );
}
