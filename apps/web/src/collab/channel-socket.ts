import { divideFrame, isCountedFrame, LIMITS, NOOP_FRAME, NOOP_INTERVAL_MS } from '@triad/collab';
import type { Tunnel } from './tunnel.ts';

export type ChannelEvents = {
  /** A frame that the server will acknowledge is leaving. */
  readonly onCounted: () => void;
  /** A new connection begins: earlier counts no longer hold. */
  readonly onConnecting: () => void;
};

/**
 * A WebSocket class for the unmodified `WebsocketProvider` that sends through a tunnel. The
 * provider assigns its handlers after the constructor and takes them away before `close`, so none
 * is called inside the constructor and each call is guarded.
 */
export function channelSocketClass(tunnel: Tunnel, events: ChannelEvents): typeof WebSocket {
  class ChannelSocket {
    static readonly CONNECTING = 0;
    static readonly OPEN = 1;
    static readonly CLOSING = 2;
    static readonly CLOSED = 3;
    // The provider reads OPEN from the instance; without it no update is ever sent.
    readonly CONNECTING = 0;
    readonly OPEN = 1;
    readonly CLOSING = 2;
    readonly CLOSED = 3;
    binaryType = 'arraybuffer';
    readyState = 0;
    onopen: (() => void) | null = null;
    onmessage: ((event: { readonly data: ArrayBuffer }) => void) | null = null;
    onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null = null;
    onerror: ((event: unknown) => void) | null = null;
    readonly #channel: number;
    readonly #keepAlive: ReturnType<typeof setInterval>;

    constructor(url: string) {
      const { pathname, search } = new URL(url);
      events.onConnecting();
      this.#channel = tunnel.open(pathname + search, {
        opened: () => {
          if (this.readyState !== 0) return;
          this.readyState = 1;
          this.onopen?.();
        },
        data: (bytes) => this.#hear(bytes),
        closed: (code, reason) => this.#end(code, reason),
      });
      // A document that hears nothing for 30 s would reconnect; the shared socket has its own ping.
      this.#keepAlive = setInterval(() => {
        if (performance.now() - tunnel.lastHeardMs < NOOP_INTERVAL_MS * 2) this.#hear(NOOP_FRAME);
      }, NOOP_INTERVAL_MS);
    }

    send(data: Uint8Array): void {
      if (this.readyState !== 1) return;
      // What was made without a connection may be more than the server takes at once.
      for (const frame of divideFrame(data, LIMITS.messageBytes)) {
        if (isCountedFrame(frame)) events.onCounted();
        tunnel.send(this.#channel, frame);
      }
    }

    close(): void {
      if (this.readyState === 3) return;
      tunnel.close(this.#channel);
      this.#end(1000, '');
    }

    #hear(bytes: Uint8Array): void {
      if (this.readyState !== 1) return;
      // A copy: the provider keeps views of what it decodes.
      this.onmessage?.({ data: bytes.slice().buffer });
    }

    #end(code: number, reason: string): void {
      if (this.readyState === 3) return;
      this.readyState = 3;
      clearInterval(this.#keepAlive);
      this.onclose?.({ code, reason });
    }
  }
  return ChannelSocket as unknown as typeof WebSocket;
}
