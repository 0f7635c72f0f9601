import { createHash, randomBytes } from 'node:crypto';

/*
 * Words that bear on several transcripts at once must go with any of them. So they are kept in
 * shares, one a transcript, each sealed with that transcript's key: all shares together give the
 * words, all but one nothing (each but the last is random, the last is the words with all of these
 * over them). One share alone written anew makes other words of the whole, without a trace of those
 * before once the share before it is gone.
 *
 * Under the shares lie a check of 8 bytes, the length in 2, the words in UTF-8, and zeros.
 */

const CHECK_BYTES = 8;
const HEAD_BYTES = CHECK_BYTES + 2;
/** Shares grow by this, so that their size says little of the words. */
const STEP_BYTES = 256;

/** Shares of words; of which there is at least one. */
export function shareOut(words: string, count: number): readonly Uint8Array[] {
  const whole = write(words, Buffer.byteLength(words) + HEAD_BYTES);
  const shares = Array.from({ length: count - 1 }, () => randomBytes(whole.length));
  return [...shares, over([whole, ...shares])];
}

/** The words; null unless these are all of the shares. */
export function joinShares(shares: readonly Uint8Array[]): string | null {
  const whole = over(shares);
  if (whole.length < HEAD_BYTES) return null;
  const length = whole.readUInt16BE(CHECK_BYTES);
  const words = whole.subarray(HEAD_BYTES, HEAD_BYTES + length);
  if (words.length !== length || !checkOf(words).equals(whole.subarray(0, CHECK_BYTES)))
    return null;
  return words.toString();
}

/** The share that makes these words of the whole with the others; null where they are longer than these. */
export function shareFor(words: string, others: readonly Uint8Array[]): Uint8Array | null {
  const room = others[0]?.length;
  const needed = Buffer.byteLength(words) + HEAD_BYTES;
  if (room !== undefined && needed > room) return null;
  return over([write(words, room ?? needed), ...others]);
}

function write(words: string, least: number): Buffer {
  const whole = Buffer.alloc(Math.ceil(least / STEP_BYTES) * STEP_BYTES);
  const bytes = Buffer.from(words);
  checkOf(bytes).copy(whole);
  whole.writeUInt16BE(bytes.length, CHECK_BYTES);
  bytes.copy(whole, HEAD_BYTES);
  return whole;
}

function checkOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest().subarray(0, CHECK_BYTES);
}

/** Exclusive or, of which the order does not matter. */
function over(shares: readonly Uint8Array[]): Buffer {
  const sum = Buffer.alloc(Math.min(...shares.map(({ length }) => length)));
  for (const share of shares) {
    for (let at = 0; at < sum.length; at += 1) sum[at] = (sum[at] ?? 0) ^ (share[at] ?? 0);
  }
  return sum;
}
