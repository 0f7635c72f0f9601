import type { IncomingMessage } from 'node:http';
import type { CloseReason } from '@triad/collab';
import { CLOSE, decodeTunnelFrame, encodeTunnelFrame, TUNNEL_PATH } from '@triad/collab';
import { WebSocket } from 'ws';
import { forwardedFor } from '../http/passed-on.ts';
import type { ClientSocket } from './client-socket.ts';
import type { HostLimits } from './host-limits.ts';

/** What a client's tunnel passes the frames of one channel to. */
export interface Channel {
  receive(data: Uint8Array): void;
  leave(): void;
}

/** Headers by which the other server knows who it is, and from where. */
const PASSED_ON = ['cookie', 'origin', 'host', 'user-agent', 'sec-fetch-site'] as const;
/** Larger frames are handed to the client in pieces, and nothing more is taken until they have left. */
const LARGE_BYTES = 64 * 1024;

/**
 * The channels of one client's tunnel whose documents another server serves, over one socket to that server.
 * Nothing of them is looked at: their numbers there are those that they have here.
 */
export class FarTunnel {
  readonly #client: ClientSocket;
  readonly #socket: WebSocket;
  readonly #channels = new Map<number, (reason: CloseReason) => void>();
  readonly #onEnd: () => void;
  #waiting: Uint8Array[] = [];
  #isOver = false;

  constructor(
    origin: string,
    request: IncomingMessage,
    client: ClientSocket,
    limits: HostLimits,
    onEnd: () => void,
  ) {
    this.#client = client;
    this.#onEnd = onEnd;
    const headers: Record<string, string> = { 'x-forwarded-for': forwardedFor(request) };
    for (const name of PASSED_ON) {
      const value = request.headers[name];
      if (typeof value === 'string') headers[name] = value;
    }
    this.#socket = new WebSocket(`${origin.replace(/^http/, 'ws')}${TUNNEL_PATH}`, {
      headers,
      handshakeTimeout: limits.openMs,
      maxPayload: 4 * limits.messageBytes + limits.documentBytes,
      perMessageDeflate: false,
    });
    this.#socket.binaryType = 'nodebuffer';
    this.#socket.on('open', () => {
      for (const frame of this.#waiting.splice(0)) this.#send(frame);
    });
    this.#socket.on('message', (data, isBinary) => {
      if (isBinary && data instanceof Buffer) this.#receive(data);
    });
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', (code, reason) => {
      // Why the other server ends all is why it ends each; that it is gone is for now alone.
      const told = { code, reason: reason.toString() };
      this.#end(code >= 4400 && code <= 4599 ? told : CLOSE.unavailable);
    });
  }

  /** `close`: the other server ended it, or is gone. */
  open(channel: number, path: string, close: (reason: CloseReason) => void): Channel {
    if (this.#isOver) {
      queueMicrotask(() => close(CLOSE.unavailable));
      return { receive: () => undefined, leave: () => undefined };
    }
    this.#channels.set(channel, close);
    this.#write(encodeTunnelFrame({ channel, operation: 'open', path }));
    return {
      receive: (data) => this.#write(encodeTunnelFrame({ channel, operation: 'data', data })),
      leave: () => {
        if (!this.#channels.delete(channel) || this.#isOver) return;
        this.#write(encodeTunnelFrame({ channel, operation: 'closed', code: 1000, reason: '' }));
        if (this.#channels.size === 0) this.leave();
      },
    };
  }

  /** The client is gone, or has nothing more there. */
  leave(): void {
    this.#channels.clear();
    this.#end(CLOSE.unavailable);
  }

  /** What waits for the other server counts as held, so that the client is read no faster than it takes. */
  #write(frame: Uint8Array): void {
    if (this.#isOver) return;
    this.#client.hold(frame.length);
    if (this.#socket.readyState === WebSocket.CONNECTING) this.#waiting.push(frame);
    else this.#send(frame);
  }

  #send(frame: Uint8Array): void {
    this.#socket.send(frame, () => this.#client.release(frame.length));
  }

  #receive(frame: Buffer): void {
    const head = decodeTunnelFrame(frame);
    if (head === null || head.channel === 0) return;
    const close = this.#channels.get(head.channel);
    if (close === undefined) return;
    if (head.operation === 'closed') {
      this.#channels.delete(head.channel);
      close({ code: head.code, reason: head.reason });
    } else if (frame.length < LARGE_BYTES) this.#client.send(frame);
    else {
      this.#socket.pause();
      this.#client.answer([frame], () => this.#socket.resume());
    }
  }

  #end(reason: CloseReason): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const frame of this.#waiting.splice(0)) this.#client.release(frame.length);
    this.#socket.terminate();
    const closing = [...this.#channels.values()];
    this.#channels.clear();
    for (const close of closing) close(reason);
    this.#onEnd();
  }
}
