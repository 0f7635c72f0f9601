import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/**
 * Something that a client sent was dropped, and its connection stays. It goes alone in its frame, to
 * clients that asked with `ack=1`, once a connection for each code; such as show it, or log it.
 *
 *     objection = varuint(111) varuint(code) varstring(reason)
 */
export const MESSAGE_OBJECTION = 111;

export type Objection = { readonly code: number; readonly reason: string };

export const OBJECTIONS = {
  presenceTooLarge: {
    code: 1,
    reason: 'this state of presence is too large: nobody is told of it',
  },
} as const satisfies Readonly<Record<string, Objection>>;

export function encodeObjection({ code, reason }: Objection): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE_OBJECTION);
  encoding.writeVarUint(encoder, code);
  encoding.writeVarString(encoder, reason);
  return encoding.toUint8Array(encoder);
}

/** Reads what is after the message type. Throws on a truncated frame. */
export function readObjection(decoder: decoding.Decoder): Objection {
  return { code: decoding.readVarUint(decoder), reason: decoding.readVarString(decoder) };
}
