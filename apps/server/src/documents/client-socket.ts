import type { CloseReason } from '@triad/collab';
import { CLOSE } from '@triad/collab';
import { WebSocket } from 'ws';
import type { HostLimits } from './host-limits.ts';
import type { DocumentTally } from './tally.ts';
import type { Unread, UnreadSocket } from './unread.ts';

/** What is handed to the line at once, of a message that may be much longer. */
type Piece = {
  readonly bytes: Uint8Array;
  /** The last of its message. */
  readonly last: boolean;
  /** Of an answer with a document, which may be larger than what a client may leave unread. */
  readonly answer: boolean;
  /** It has left, or never will. */
  readonly gone: (() => void) | null;
  next: Piece | null;
};

/**
 * One WebSocket of a client: what is written to it, how much it may owe us and we it, and its end.
 * A client that reads too slowly is dropped; one that writes faster than the disk takes is no
 * longer read until the disk has caught up.
 *
 * What a client does not read at once stays here, in pieces of which the next is handed to the line
 * when those before have left it. So it is seen whether anything is read at all, a close overtakes
 * what waits, and of a long answer nothing is copied.
 */
export class ClientSocket implements UnreadSocket {
  readonly #ws: WebSocket;
  readonly #limits: HostLimits;
  readonly #unread: Unread;
  readonly #tally: DocumentTally;
  /** Whose it is; empty until that is known, before which nothing is sent. */
  account = '';
  #heldBytes = 0;
  #heldMessages = 0;
  #first: Piece | null = null;
  #final: Piece | null = null;
  #queuedBytes = 0;
  /** Those of them that are of answers. */
  #answerBytes = 0;
  /** Pieces are on the line, and tell when they have left it. */
  #inFlight = false;
  #unreadBytes = 0;
  /** When less waited than before, in the time of `performance.now()`. */
  #readMs = 0;
  #ended = false;
  /** Why it closes once what waits is sent. */
  #closing: CloseReason | null = null;
  #cut = false;
  #unanswered = 0;
  readonly #onEnd: () => void;
  /** When something was last sent, in the time of `performance.now()`. */
  lastSentMs = performance.now();

  /** Reading starts with {@link ClientSocket.read}; `onEnd` is called once, by either side's end. */
  constructor(
    ws: WebSocket,
    {
      limits,
      unread,
      tally,
    }: { readonly limits: HostLimits; readonly unread: Unread; readonly tally: DocumentTally },
    onEnd: () => void,
  ) {
    this.#ws = ws;
    this.#tally = tally;
    this.#limits = limits;
    this.#unread = unread;
    this.#onEnd = onEnd;
    ws.pause();
    // The error itself is followed by 'close', and tells nothing but that the line broke.
    ws.on('error', () => undefined);
    ws.on('close', () => {
      this.#cut = true;
      this.#forget();
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

  get unreadBytes(): number {
    return this.#unreadBytes;
  }

  read(onMessage: (frame: Uint8Array) => void): void {
    this.#ws.on('message', (data, isBinary) => {
      if (this.#ended) return;
      if (!isBinary || !(data instanceof Buffer)) this.end(CLOSE.malformed);
      else onMessage(data);
    });
    if (!this.#full) this.#ws.resume();
  }

  /** Sends one message. */
  send(frame: Uint8Array): void {
    if (this.#ended) return;
    this.lastSentMs = performance.now();
    // Mostly nothing waits, and the line takes it at once.
    if (this.#unreadBytes === 0) this.#ws.send(frame);
    else this.#enqueue(frame, true, false, null);
    this.#count();
  }

  /**
   * Sends one message of these parts, which may be larger than what a client may leave unread; the
   * parts must not change before `gone` is called, which is also done where it never leaves.
   */
  answer(parts: readonly Uint8Array[], gone: () => void): void {
    if (this.#ended) {
      gone();
      return;
    }
    this.lastSentMs = performance.now();
    const { pieceBytes } = this.#limits;
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    const pieces =
      length <= pieceBytes
        ? [Buffer.concat(parts)]
        : parts.flatMap((part) => cut(part, pieceBytes));
    for (const [index, piece] of pieces.entries()) {
      const last = index === pieces.length - 1;
      this.#enqueue(piece, last, true, last ? gone : null);
    }
    this.#count();
  }

  /** Counts anew what waits, and drops it if none of that was read for too long. */
  check(): void {
    this.#count();
    if (this.#unreadBytes === 0 || this.#ended) return;
    if (performance.now() - this.#readMs > this.#limits.stallMs) this.drop(CLOSE.slow);
  }

  /** Forgets what waits and closes it, or cuts it where it was closed already. */
  drop(reason: CloseReason): void {
    if (this.#ended) {
      this.#cut = true;
      this.#ws.terminate();
    }
    this.#forget();
    this.end(reason);
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

  /** Closes it after what waits, and cuts it if the client does not answer the close. */
  end(reason: CloseReason): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#tally.closed(reason.code);
    this.#closing = reason;
    if (this.#first === null) this.#close(reason);
    // Reading goes on, or the answer to the close would never be seen.
    this.#ws.resume();
    const timer = setTimeout(() => this.#ws.terminate(), this.#limits.closeMs);
    timer.unref();
    this.#ws.once('close', () => clearTimeout(timer));
    this.#onEnd();
  }

  /**
   * Cuts a socket that did not answer the last ping, and pings it again. Where anything waits to be
   * sent it is looked at whether that is read.
   */
  ping(): void {
    this.#count();
    // A socket that is not being read does not show its answers.
    if (this.#ended || this.#ws.isPaused) return;
    if (this.#unreadBytes > 0) this.#unanswered = 0;
    else if (this.#unanswered > 0) this.#ws.terminate();
    else {
      this.#unanswered += 1;
      this.#ws.ping();
    }
  }

  #close({ code, reason }: CloseReason): void {
    this.#closing = null;
    this.#ws.close(code, reason);
  }

  #enqueue(bytes: Uint8Array, last: boolean, answer: boolean, gone: (() => void) | null): void {
    const piece: Piece = { bytes, last, answer, gone, next: null };
    if (this.#final === null) this.#first = piece;
    else this.#final.next = piece;
    this.#final = piece;
    this.#queuedBytes += bytes.length;
    if (answer) this.#answerBytes += bytes.length;
    if (!this.#inFlight) this.#hand();
  }

  /** Hands the line a piece's worth of what waits. */
  #hand(): void {
    let handed = 0;
    while (this.#first !== null && handed < this.#limits.pieceBytes) {
      const piece = this.#takeFirst(this.#first);
      handed += piece.bytes.length;
      const isLast = this.#first === null || handed >= this.#limits.pieceBytes;
      this.#inFlight = true;
      this.#ws.send(piece.bytes, { binary: true, fin: piece.last }, () => {
        piece.gone?.();
        if (isLast) this.#left();
      });
    }
  }

  /** What was handed to the line has left it. */
  #left(): void {
    this.#inFlight = false;
    this.#count();
    if (this.#first !== null) this.#hand();
    else if (this.#closing !== null) this.#close(this.#closing);
  }

  #takeFirst(piece: Piece): Piece {
    this.#first = piece.next;
    if (this.#first === null) this.#final = null;
    this.#queuedBytes -= piece.bytes.length;
    if (piece.answer) this.#answerBytes -= piece.bytes.length;
    return piece;
  }

  #forget(): void {
    while (this.#first !== null) this.#takeFirst(this.#first).gone?.();
    this.#count();
  }

  /** Counts what waits: here, and on the line. */
  #count(): void {
    const unread = this.#cut ? 0 : this.#queuedBytes + this.#ws.bufferedAmount;
    const change = unread - this.#unreadBytes;
    if (change === 0) return;
    if (change < 0 || this.#unreadBytes === 0) this.#readMs = performance.now();
    this.#unreadBytes = unread;
    this.#unread.changed(this, change);
    if (!this.#ended && unread - this.#answerBytes > this.#limits.outgoingBytes) {
      this.drop(CLOSE.slow);
    }
  }

  get #full(): boolean {
    return (
      this.#heldBytes > this.#limits.incomingBytes ||
      this.#heldMessages > this.#limits.incomingMessages
    );
  }
}

function cut(bytes: Uint8Array, pieceBytes: number): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, index) =>
    bytes.subarray(index * pieceBytes, (index + 1) * pieceBytes),
  );
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
