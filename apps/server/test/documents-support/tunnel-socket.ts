import { decodeTunnelFrame, encodeTunnelFrame } from '@triad/collab';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';

type Handlers = {
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: ArrayBuffer }) => void) | null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null;
  readyState: number;
};

/**
 * A WebSocket class for the unmodified provider that sends through one shared socket; `sockets`
 * counts how many of those were opened.
 */
export function tunnelClass(
  url: string,
  session: string,
): { readonly sockets: typeof globalThis.WebSocket; readonly opened: () => number } {
  let shared: WebSocket | null = null;
  let opened = 0;
  let last = 0;
  const channels = new Map<number, Handlers>();
  const waiting: Uint8Array[] = [];

  function connect(): WebSocket {
    if (shared !== null) return shared;
    const socket = new WebSocket(url, { headers: { cookie: `session=${session}` } });
    opened += 1;
    shared = socket;
    socket.binaryType = 'arraybuffer';
    socket.on('error', () => undefined);
    socket.on('open', () => {
      for (const frame of waiting.splice(0)) socket.send(frame);
    });
    socket.on('message', (data) => {
      if (data instanceof ArrayBuffer) hear(new Uint8Array(data));
    });
    socket.on('close', (code, reason) => {
      shared = null;
      waiting.length = 0;
      const lost = [...channels.values()];
      channels.clear();
      for (const channel of lost) close(channel, code, reason.toString());
    });
    return socket;
  }

  function write(frame: Uint8Array): void {
    const socket = connect();
    if (socket.readyState === WebSocket.OPEN) socket.send(frame);
    else waiting.push(frame);
  }

  function hear(bytes: Uint8Array): void {
    const frame = decodeTunnelFrame(bytes);
    const channel = frame === null ? undefined : channels.get(frame.channel);
    if (frame === null || channel === undefined) return;
    if (frame.operation === 'opened') {
      channel.readyState = 1;
      channel.onopen?.();
    } else if (frame.operation === 'data') {
      channel.onmessage?.({ data: new Uint8Array(frame.data).buffer });
    } else if (frame.operation === 'closed') {
      channels.delete(frame.channel);
      close(channel, frame.code, frame.reason);
    }
  }

  function close(channel: Handlers, code: number, reason: string): void {
    channel.readyState = 3;
    channel.onclose?.({ code, reason });
  }

  class ChannelSocket implements Handlers {
    readonly OPEN = 1;
    binaryType = 'arraybuffer';
    readyState = 0;
    onopen: Handlers['onopen'] = null;
    onmessage: Handlers['onmessage'] = null;
    onclose: Handlers['onclose'] = null;
    onerror: (() => void) | null = null;
    readonly #channel: number;

    constructor(target: string) {
      const { pathname, search } = new URL(target);
      last += 1;
      this.#channel = last;
      channels.set(this.#channel, this);
      write(encodeTunnelFrame({ channel: last, operation: 'open', path: pathname + search }));
    }

    send(data: Uint8Array): void {
      write(encodeTunnelFrame({ channel: this.#channel, operation: 'data', data }));
    }

    close(): void {
      if (!channels.delete(this.#channel)) return;
      write(
        encodeTunnelFrame({ channel: this.#channel, operation: 'closed', code: 1000, reason: '' }),
      );
      this.readyState = 3;
    }
  }

  onTestFinished(() => shared?.terminate());
  return {
    sockets: ChannelSocket as unknown as typeof globalThis.WebSocket,
    opened: () => opened,
  };
}
