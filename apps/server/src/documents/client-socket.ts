import type { CloseReason } from '@triad/collab';
import { CLOSE } from '@triad/collab';
import { WebSocket } from 'ws';
import type { HostLimits } from './host-limits.ts';

/**
 * One WebSocket of a client: what is written to it, how much it may owe us and we it, and its end.
 * A client that reads too slowly is dropped; one that writes faster than the disk takes is no
 * longer read until the disk has caught up.
 */
export class ClientSocket {
  readonly #ws: WebSocket;
  readonly #limits: HostLimits;
  #heldBytes = 0;
  #heldMessages = 0;
  /** Bytes of first sync answers that a slow line may still have before it. */
  #initialBytes = 0;
  #ended = false;
  #unanswered = 0;
  readonly #onEnd: () => void;
  /** When something was last sent, in the time of `performance.now()`. */
  lastSentMs = performance.now();

  /** Reading starts with {@link ClientSocket.read}; `onEnd` is called once, by either side's end. */
  constructor(ws: WebSocket, limits: HostLimits, onEnd: () => void) {
    this.#ws = ws;
    this.#limits = limits;
    this.#onEnd = onEnd;
    ws.pause();
    // The error itself is followed by 'close', and tells nothing but that the line broke.
    ws.on('error', () => undefined);
    ws.on('close', () => {
      if (this.#ended) return;
      this.#ended = true;
      onEnd();
    });
    ws.on('pong', () => {
      this.#unanswered = 0;
    });
  }

  /** Resolves when the line itself is closed, which after {@link ClientSocket.end} is bounded. */
  get gone(): Promise<void> {
    if (this.#ws.readyState === this.#ws.CLOSED) return Promise.resolve();
    return new Promise((resolve) => this.#ws.once('close', () => resolve()));
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Whether more waits to be sent than a client may leave unread. */
  get slow(): boolean {
    const waiting = this.#ws.bufferedAmount;
    if (waiting === 0) this.#initialBytes = 0;
    return waiting > this.#limits.outgoingBytes + this.#initialBytes;
  }

  read(onMessage: (frame: Uint8Array) => void): void {
    this.#ws.on('message', (data, isBinary) => {
      if (this.#ended) return;
      if (!isBinary || !(data instanceof Buffer)) this.end(CLOSE.malformed);
      else onMessage(data);
    });
    if (!this.#full) this.#ws.resume();
  }

  /**
   * Sends one message. `initial` marks a first sync answer, which may be larger than what a client
   * may leave unread.
   */
  send(frame: Uint8Array, initial = false): void {
    if (this.#ended) return;
    if (this.slow) {
      this.end(CLOSE.slow);
      return;
    }
    if (initial) {
      const most = 2 * this.#limits.documentBytes;
      this.#initialBytes = Math.min(most, this.#initialBytes + frame.length);
    }
    this.lastSentMs = performance.now();
    this.#ws.send(frame);
  }

  /** Bytes that came in and are not dealt with yet. */
  hold(bytes: number): void {
    this.#heldBytes += bytes;
    this.#heldMessages += 1;
    if (this.#full && !this.#ws.isPaused) this.#ws.pause();
  }

  release(bytes: number): void {
    this.#heldBytes -= bytes;
    this.#heldMessages -= 1;
    if (!this.#full && this.#ws.isPaused && !this.#ended) this.#ws.resume();
  }

  /** Closes it, and cuts it if the client does not answer the close. */
  end(reason: CloseReason): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#ws.close(reason.code, reason.reason);
    // Reading goes on, or the answer to the close would never be seen.
    this.#ws.resume();
    const timer = setTimeout(() => this.#ws.terminate(), this.#limits.closeMs);
    timer.unref();
    this.#ws.once('close', () => clearTimeout(timer));
    this.#onEnd();
  }

  /**
   * Cuts a socket that did not answer the last ping, and pings it again. Where much waits to be
   * sent the ping waits behind it, so the line is given longer.
   */
  ping(): void {
    // A socket that is not being read does not show its answers.
    if (this.#ended || this.#ws.isPaused) return;
    const most = this.#ws.bufferedAmount > 0 ? 4 : 1;
    if (this.#unanswered >= most) this.#ws.terminate();
    else {
      this.#unanswered += 1;
      this.#ws.ping();
    }
  }

  get #full(): boolean {
    return (
      this.#heldBytes > this.#limits.incomingBytes ||
      this.#heldMessages > this.#limits.incomingMessages
    );
  }
}

/**
 * `ws` answers an oversized message with 1009, after which an unmodified provider would send the
 * same message again for ever.
 */
export class TellingWebSocket extends WebSocket {
  override close(code?: number, data?: string | Buffer): void {
    if (code === 1009) super.close(CLOSE.tooLarge.code, CLOSE.tooLarge.reason);
    else super.close(code, data);
  }
}
