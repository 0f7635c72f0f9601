import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/**
 * Many documents over one socket. Each frame of the shared socket is
 *
 *     frame  = varuint(channel) varuint(operation) rest
 *     open   = channel 0 varstring(path with query)     client -> server; path as in /collab/<name>?…
 *     opened = channel 1                                server -> client
 *     data   = channel 2 bytes                          both; one y-websocket message
 *     closed = channel 3 varuint(code) varstring(reason)  both
 *     ping   = 0 4 / pong = 0 5                         channel 0 is the socket itself
 *
 * Channel numbers ascend: each is used once per socket and never again. The end of the shared socket
 * ends every channel with its code.
 */
export const TUNNEL_PATH = '/tunnel';
export const COLLAB_PATH = '/collab';

/** The client pings an idle shared socket after this long and gives up on it after twice that. */
export const TUNNEL_PING_MS = 15_000;

export type TunnelFrame =
  | { readonly channel: number; readonly operation: 'open'; readonly path: string }
  | { readonly channel: number; readonly operation: 'opened' }
  | { readonly channel: number; readonly operation: 'data'; readonly data: Uint8Array }
  | {
      readonly channel: number;
      readonly operation: 'closed';
      readonly code: number;
      readonly reason: string;
    }
  | { readonly channel: 0; readonly operation: 'ping' | 'pong' };

export function encodeTunnelFrame(frame: TunnelFrame): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, frame.channel);
  switch (frame.operation) {
    case 'open':
      encoding.writeVarUint(encoder, 0);
      encoding.writeVarString(encoder, frame.path);
      break;
    case 'opened':
      encoding.writeVarUint(encoder, 1);
      break;
    case 'data':
      encoding.writeVarUint(encoder, 2);
      return frameOf(encoder, frame.data);
    case 'closed':
      encoding.writeVarUint(encoder, 3);
      encoding.writeVarUint(encoder, frame.code);
      encoding.writeVarString(encoder, frame.reason);
      break;
    case 'ping':
      encoding.writeVarUint(encoder, 4);
      break;
    case 'pong':
      encoding.writeVarUint(encoder, 5);
      break;
  }
  return encoding.toUint8Array(encoder);
}

/**
 * What was encoded, and these bytes behind it, copied once: an encoder would copy them twice, and
 * these are whole documents and every update.
 */
export function frameOf(header: encoding.Encoder, payload: Uint8Array): Uint8Array {
  const at = encoding.length(header);
  const frame = new Uint8Array(at + payload.length);
  frame.set(encoding.toUint8Array(header));
  frame.set(payload, at);
  return frame;
}

/** Null for a frame that is not of this grammar; `data` is a view of `bytes`. */
export function decodeTunnelFrame(bytes: Uint8Array): TunnelFrame | null {
  try {
    const decoder = decoding.createDecoder(bytes);
    const channel = decoding.readVarUint(decoder);
    switch (decoding.readVarUint(decoder)) {
      case 0:
        return { channel, operation: 'open', path: decoding.readVarString(decoder) };
      case 1:
        return { channel, operation: 'opened' };
      case 2:
        return { channel, operation: 'data', data: decoding.readTailAsUint8Array(decoder) };
      case 3:
        return {
          channel,
          operation: 'closed',
          code: decoding.readVarUint(decoder),
          reason: decoding.readVarString(decoder),
        };
      case 4:
        return channel === 0 ? { channel: 0, operation: 'ping' } : null;
      case 5:
        return channel === 0 ? { channel: 0, operation: 'pong' } : null;
      default:
        return null;
    }
  } catch {
    return null;
  }
}
