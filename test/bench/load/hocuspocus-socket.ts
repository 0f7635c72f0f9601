import { SignedInSocket } from './signed-in-socket.ts';

/** Says of one sync message that it was applied, in memory. */
export const HOCUSPOCUS_SYNC_STATUS = 8;

const AUTH = 2;
const TOKEN = 0;
const SYNC = 0;
/** Their answer to a SyncStep1; the same as a sync message, to which no SyncStep1 is answered. */
const SYNC_REPLY = 4;
/** Messages that the y-websocket provider knows, or is taught: sync, awareness, its query, sync status. */
const KNOWN: ReadonlySet<number> = new Set([SYNC, 1, 3, HOCUSPOCUS_SYNC_STATUS]);

/**
 * Hocuspocus speaks the protocol of y-websocket in an envelope: the document's name before each
 * message, and a token before all. With these put on and taken off here the same unmodified provider
 * reaches it, so that clients cost the same at every server.
 */
export class HocuspocusSocket extends SignedInSocket {
  readonly #name: Uint8Array;

  constructor(url: string | URL) {
    super(url);
    const name = decodeURIComponent(new URL(url).pathname.slice(1));
    this.#name = encodeString(name);
    this.once('open', () => this.send(Uint8Array.of(AUTH, TOKEN, ...encodeString('')) as never));
  }

  override send(frame: never): void {
    super.send(Buffer.concat([this.#name, frame]) as never);
  }

  override emit(event: string, ...args: unknown[]): boolean {
    const [data] = args;
    if (event !== 'message' || !(data instanceof ArrayBuffer)) return super.emit(event, ...args);
    // The server names the document as it was named to it.
    const message = new Uint8Array(data).slice(this.#name.length);
    if (message[0] === SYNC_REPLY) message[0] = SYNC;
    return KNOWN.has(message[0] ?? -1) && super.emit(event, message.buffer, true);
  }
}

/** As lib0 writes a string: its length in bytes, seven bits a byte, before it. */
function encodeString(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  const length: number[] = [];
  let rest = bytes.length;
  for (; rest > 127; rest = Math.floor(rest / 128)) length.push((rest % 128) + 128);
  return Uint8Array.of(...length, rest, ...bytes);
}
