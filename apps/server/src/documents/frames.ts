import { frameOf, MESSAGE_AWARENESS, MESSAGE_SYNC } from '@triad/collab';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/** Steps of a sync message. */
export const SYNC_STEP_1 = 0;
export const SYNC_STEP_2 = 1;
export const SYNC_UPDATE = 2;

/** `varuint(0) varuint(step) varbytes(payload)`. */
export function encodeSync(step: 0 | 1 | 2, payload: Uint8Array): Uint8Array {
  return frameOf(beginSync(step, payload), payload);
}

/** What stands before the payload, which is then sent as it is: it may be a whole document. */
export function encodeSyncHeader(step: 0 | 1 | 2, payload: Uint8Array): Uint8Array {
  return encoding.toUint8Array(beginSync(step, payload));
}

function beginSync(step: 0 | 1 | 2, payload: Uint8Array): encoding.Encoder {
  const header = encoding.createEncoder();
  encoding.writeUint8(header, MESSAGE_SYNC);
  encoding.writeUint8(header, step);
  encoding.writeVarUint(header, payload.length);
  return header;
}

/** `varuint(1) varbytes(varuint(count) entry*)`, of entries already encoded. */
export function encodeAwareness(entries: readonly Uint8Array[]): Uint8Array {
  const inner = encoding.createEncoder();
  encoding.writeVarUint(inner, entries.length);
  for (const entry of entries) encoding.writeUint8Array(inner, entry);
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE_AWARENESS);
  encoding.writeVarUint8Array(encoder, encoding.toUint8Array(inner));
  return encoding.toUint8Array(encoder);
}

/** The bytes after the first `offset`, which must be one counted byte string and nothing else. */
export function readPayload(frame: Uint8Array, offset: number): Uint8Array | null {
  try {
    const decoder = decoding.createDecoder(frame);
    decoder.pos = offset;
    const payload = decoding.readVarUint8Array(decoder);
    return decoder.pos === frame.length ? payload : null;
  } catch {
    return null;
  }
}
