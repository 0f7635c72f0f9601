import { randomUUID } from 'node:crypto';
import { checkName, checkPage, checkSize, checkText } from '../checks.ts';
import { MAX_BLOB_BYTES } from '../port.ts';
import type { BlobStore } from '../port.ts';
import { copyOf, transferOf } from './calls.ts';
import type { Calls } from './calls.ts';

/** Blobs are written and read in pieces of this size, so that nothing else waits long for one. */
const PIECE_BYTES = 1024 * 1024;
/** Pieces of one blob on their way at a time. */
const PIECES_IN_FLIGHT = 2;

/** Blobs as the port has them, cut into pieces on the way in and put together on the way out. */
export function makeBlobs(calls: Calls): BlobStore {
  async function send(upload: string, bytes: Uint8Array): Promise<void> {
    const pieces = Math.ceil(bytes.byteLength / PIECE_BYTES);
    for (let first = 0; first < pieces; first += PIECES_IN_FLIGHT) {
      const flight: Promise<unknown>[] = [];
      for (let piece = first; piece < Math.min(first + PIECES_IN_FLIGHT, pieces); piece += 1) {
        const own = copyOf(bytes.subarray(piece * PIECE_BYTES, (piece + 1) * PIECE_BYTES));
        flight.push(
          calls.write(
            { kind: 'put-piece', upload, piece, bytes: own },
            own.byteLength,
            transferOf(own),
          ),
        );
      }
      await Promise.all(flight);
    }
  }

  return {
    put: (id, bytes, keyName) =>
      calls.whole(async () => {
        checkName('the id of a blob', id);
        checkText('the name of a key', keyName);
        checkSize(`blob ${id}`, bytes, MAX_BLOB_BYTES);
        const upload = randomUUID();
        const size = bytes.byteLength;
        try {
          await send(upload, bytes);
          await calls.write({ kind: 'publish-blob', id, upload, size, keyName }, 0);
        } catch (error) {
          await calls.write({ kind: 'abandon-blob', upload }, 0).catch(() => {});
          throw error;
        }
      }),

    get: (id) =>
      calls.whole(async () => {
        checkName('the id of a blob', id);
        for (;;) {
          const head = await calls.read({ kind: 'blob', id });
          if (head === null) return null;
          const bytes = await collect(head);
          // Replaced or removed between its pieces: look again which it is.
          if (bytes !== null) return { bytes, keyName: head.keyName };
        }
      }),

    remove: (id) =>
      calls.whole(async () => {
        checkName('the id of a blob', id);
        return calls.write({ kind: 'remove-blob', id }, 0);
      }),

    list: (page) => calls.whole(async () => calls.read({ kind: 'blobs', ...checkPage(page) })),
  };

  async function collect(head: {
    readonly upload: string;
    readonly size: number;
  }): Promise<Uint8Array | null> {
    const bytes = new Uint8Array(head.size);
    for (let at = 0, piece = 0; at < head.size; piece += 1) {
      const part = await calls.read({ kind: 'piece', upload: head.upload, piece });
      if (part === null) return null;
      bytes.set(part, at);
      at += part.byteLength;
    }
    return bytes;
  }
}
