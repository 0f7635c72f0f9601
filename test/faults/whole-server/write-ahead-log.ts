import { closeSync, openSync, readSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

const HEAD_BYTES = 32;
const FRAME_HEAD_BYTES = 24;

export type LogPosition = {
  /** Changes when the log begins anew. */
  readonly salt: string;
  /** Length in bytes of the frames written since it began. */
  readonly endBytes: number;
};

/** How far the write-ahead log of a store has come; its file may be longer, with frames of before. */
export function logPosition(folder: string): LogPosition {
  const file = join(folder, 'triad.sqlite-wal');
  const handle = openSync(file, 'r');
  try {
    const { size } = statSync(file);
    const head = Buffer.alloc(HEAD_BYTES);
    readSync(handle, head, 0, HEAD_BYTES, 0);
    const frameBytes = FRAME_HEAD_BYTES + head.readUInt32BE(8);
    const salt = head.toString('hex', 16, 24);
    const frame = Buffer.alloc(FRAME_HEAD_BYTES);
    let endBytes = HEAD_BYTES;
    while (endBytes + frameBytes <= size) {
      readSync(handle, frame, 0, FRAME_HEAD_BYTES, endBytes);
      if (frame.toString('hex', 8, 16) !== salt) break;
      endBytes += frameBytes;
    }
    return { salt, endBytes };
  } finally {
    closeSync(handle);
  }
}

export function cutLog(folder: string, bytes: number): void {
  truncateSync(join(folder, 'triad.sqlite-wal'), bytes);
}
