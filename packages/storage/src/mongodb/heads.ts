import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Collections, HeadDocument } from './collections.ts';
import { isDuplicate } from './failures.ts';

/*
 * A head says which stream a document's entries stand in and counts its keys. One document of
 * MongoDB, so each change of it is whole, and every one names what it changes from:
 *
 *   none ──begin──▶ s, not begun ──finish──▶ s, begun ──detach──▶ no stream ──begin──▶ …
 *                        └──begin, by another──▶ s', not begun
 *
 * No clock is in any key, and nothing depends on how long anybody takes [ST5] [ST6]:
 *
 * - Keys are counted here alone and never counted back but for a stream that never began, of which
 *   nobody ever saw a key. A key whose entry did not come to be is a hole, and may be filled late by
 *   a writer that was paused: so a compaction deletes the keys that it read, one by one, and never a
 *   range.
 * - A document begins with its first entry, which is there before the head says so. Until then
 *   others take no keys of the stream; who finds a beginning that does not end puts another in its
 *   place, and the first finds its own gone and begins again. So the first key of a log that was not
 *   compacted is the first key, whoever crashed on the way.
 * - Removing takes the stream off its head, and with it all its entries out of sight at once, those
 *   of writers that are still on their way too: what they write stands in a stream that nobody reads.
 */

/** Keys taken for entries that are to be written. */
export type Place = {
  readonly stream: string;
  readonly firstKey: number;
  /** False if this is the beginning: call {@link finishBeginning} when the entries are there. */
  readonly begun: boolean;
};

/** How long another's beginning is waited for before it is replaced, in ms; that is no question of right. */
const PATIENCE_MS = 500;

export function findHead({ heads }: Collections, document: string): Promise<HeadDocument | null> {
  return heads.findOne({ _id: document });
}

/** Takes the next keys of a stream; null if it is the document's no more, or has not begun. */
export async function takeKeys(
  { heads }: Collections,
  document: string,
  count: number,
  stream: string | null,
): Promise<Place | null> {
  const head = await heads.findOneAndUpdate(
    { _id: document, b: true, ...(stream === null ? {} : { s: stream }) },
    { $inc: { n: count } },
    { returnDocument: 'after' },
  );
  if (head === null || head.s === null) return null;
  return { stream: head.s, firstKey: head.n - count + 1, begun: true };
}

/** As {@link takeKeys}, of whatever stream there is; begins one if there is none. */
export async function takeKeysOrBegin(
  store: Collections,
  document: string,
  count: number,
): Promise<Place> {
  const patience = performance.now() + PATIENCE_MS * (1 + Math.random());
  for (;;) {
    const place =
      (await takeKeys(store, document, count, null)) ??
      (await begin(store, document, count, performance.now() > patience));
    if (place !== null) return place;
  }
}

/** Null if the document has begun, or is being begun, by another. */
async function begin(
  store: Collections,
  document: string,
  count: number,
  impatient: boolean,
): Promise<Place | null> {
  const { heads } = store;
  const stream = randomBytes(12).toString('hex');
  const head = await heads.findOne({ _id: document });
  if (head === null) {
    try {
      await heads.insertOne({ _id: document, s: stream, b: false, n: count, f: 0, m: 0 });
      return { stream, firstKey: 1, begun: false };
    } catch (error) {
      if (isDuplicate(error)) return null;
      throw error;
    }
  }
  if (head.b) return null;
  if (head.s !== null) {
    if (!impatient) {
      await delay(5 + Math.random() * 20);
      return null;
    }
    await noteSweep(store, head.s, document);
  }
  const before = head.s === null ? head.n : head.f;
  const { matchedCount } = await heads.updateOne(
    { _id: document, b: false, s: head.s },
    { $set: { s: stream, f: before, n: before + count } },
  );
  return matchedCount === 1 ? { stream, firstKey: before + 1, begun: false } : null;
}

/** False if another's beginning took the place of this one: its keys were never given. */
export async function finishBeginning(
  { heads }: Collections,
  document: string,
  stream: string,
): Promise<boolean> {
  const { matchedCount } = await heads.updateOne(
    { _id: document, s: stream },
    { $set: { b: true } },
  );
  return matchedCount === 1;
}

/** Gives a beginning up, so that the next need not wait for it; its keys were never given. */
export async function abandonBeginning(
  store: Collections,
  document: string,
  { stream, firstKey }: Place,
): Promise<void> {
  await noteSweep(store, stream, document);
  await store.heads.updateOne(
    { _id: document, b: false, s: stream },
    { $set: { s: null, n: firstKey - 1 } },
  );
}

/** False if the stream is the document's no more. */
export async function markCompaction(
  { heads }: Collections,
  document: string,
  stream: string,
): Promise<boolean> {
  const { matchedCount } = await heads.updateOne(
    { _id: document, s: stream, b: true },
    { $inc: { m: 1 } },
  );
  return matchedCount === 1;
}

/** Takes the stream off its document; returns it, or null if there is none. */
export async function detachStream(store: Collections, document: string): Promise<string | null> {
  for (;;) {
    const head = await findHead(store, document);
    if (head === null || head.s === null || !head.b) return null;
    // Noted before: a crash leaves a note too many, which the sweep sees, and never one too few.
    await noteSweep(store, head.s, document);
    const { matchedCount } = await store.heads.updateOne(
      { _id: document, s: head.s, b: true },
      { $set: { s: null, b: false } },
    );
    if (matchedCount === 1) return head.s;
  }
}

async function noteSweep({ sweeps }: Collections, stream: string, document: string): Promise<void> {
  try {
    await sweeps.insertOne({ _id: stream, d: document });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
}
