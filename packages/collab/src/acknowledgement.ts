import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/**
 * The acknowledgement that the y-websocket protocol lacks: 'of this connection's counted frames,
 * the first n are on disk'. It goes alone in its frame, to clients that asked with `ack=1`; the
 * plain client would log an error for a type it does not know.
 *
 *     acknowledgement = varuint(110) varuint(n)
 *
 * Counted are, per connection and in order, SyncStep2 and update messages, empty ones too. A frame
 * that was refused is never counted: the connection closes with the reason.
 */
export const MESSAGE_ACKNOWLEDGEMENT = 110;

/** y-websocket's message types. */
export const MESSAGE_SYNC = 0;
export const MESSAGE_AWARENESS = 1;
export const MESSAGE_QUERY_AWARENESS = 3;

export function encodeAcknowledgement(count: number): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE_ACKNOWLEDGEMENT);
  encoding.writeVarUint(encoder, count);
  return encoding.toUint8Array(encoder);
}

/** Reads the count after the message type. Throws on a truncated frame. */
export function readAcknowledgement(decoder: decoding.Decoder): number {
  return decoding.readVarUint(decoder);
}

/** Whether both sides count this frame: a sync message of step 2 or an update. */
export function isCountedFrame(frame: Uint8Array): boolean {
  return frame.length >= 2 && frame[0] === MESSAGE_SYNC && (frame[1] === 1 || frame[1] === 2);
}

/**
 * Awareness of no clients. A provider that hears nothing for 30 s reconnects; where the server
 * drops awareness this frame, every 20 s, prevents it and changes nothing.
 */
export const NOOP_FRAME: Uint8Array = Uint8Array.of(1, 1, 0);
export const NOOP_INTERVAL_MS = 20_000;
