import type { ReadOp, ReadResults, WriteOp, WriteResults } from './protocol.ts';

/** How the parts of the store reach its threads. */
export type Calls = {
  write<O extends WriteOp>(
    op: O,
    cost: number,
    transfer?: readonly ArrayBuffer[],
  ): Promise<WriteResults[O['kind']]>;
  read<O extends ReadOp>(op: O): Promise<ReadResults[O['kind']]>;
  /** Every call of the port goes through here: refused once closed, and waited for by closing. */
  whole<T>(work: () => Promise<T>): Promise<T>;
};

/** From here on giving a buffer away is cheaper than having it copied. */
const TRANSFER_FROM_BYTES = 16 * 1024;

/** A copy of exactly these bytes: a view may stand on a buffer many times its size, and stays the caller's. */
export function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

/** What of it to give away with a message. */
export function transferOf(bytes: Uint8Array<ArrayBuffer>): ArrayBuffer[] {
  return bytes.byteLength >= TRANSFER_FROM_BYTES ? [bytes.buffer] : [];
}
