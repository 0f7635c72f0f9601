import { Binary } from 'mongodb';
import type { Collections } from './collections.ts';
import { pieceId, within } from './names.ts';

/** What is larger stands in pieces of this size, far below the 16 MB that one document may have. */
export const PIECE_BYTES = 1024 * 1024;
/** Pieces of one owner on their way at a time. */
const IN_FLIGHT = 4;

/*
 * Pieces are written before, and deleted after, they can be seen: their owner (an entry, a blob)
 * says that they belong to it in its last write. They are never changed.
 */

export async function writePieces(
  { pieces }: Collections,
  owner: string,
  bytes: Uint8Array,
): Promise<void> {
  await inTurns(countOf(bytes.byteLength), async (piece) => {
    const part = bytes.subarray(piece * PIECE_BYTES, (piece + 1) * PIECE_BYTES);
    await pieces.insertOne({ _id: pieceId(owner, piece), y: new Binary(part) });
  });
}

/** Null if some are gone: whoever owned them was replaced or removed meanwhile. */
export async function readPieces(
  { pieces }: Collections,
  owner: string,
  size: number,
): Promise<Uint8Array | null> {
  const bytes = new Uint8Array(size);
  let found = 0;
  await inTurns(countOf(size), async (piece) => {
    const part = await pieces.findOne({ _id: pieceId(owner, piece) });
    if (part === null) return;
    bytes.set(bytesOf(part.y), piece * PIECE_BYTES);
    found += part.y.length();
  });
  return found === size ? bytes : null;
}

/** Those of one owner, or of all entries of a stream. */
export async function deletePieces({ pieces }: Collections, owner: string): Promise<void> {
  await pieces.deleteMany({ _id: within(owner) });
}

/** A view on what the driver has read, and no Buffer, which has methods of its own. */
export function bytesOf({ buffer, position }: Binary): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, position);
}

function countOf(size: number): number {
  return Math.ceil(size / PIECE_BYTES);
}

async function inTurns(count: number, work: (piece: number) => Promise<void>): Promise<void> {
  let next = 0;
  const outcomes = await Promise.allSettled(
    Array.from({ length: Math.min(IN_FLIGHT, count) }, async () => {
      while (next < count) await work(next++);
    }),
  );
  // Only now, so that nothing of it is on its way when its owner begins to delete it.
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}
