import { decodeTunnelFrame, encodeTunnelFrame, TUNNEL_PATH, TUNNEL_PING_MS } from '@triad/collab';
import type { TunnelFrame } from '@triad/collab';

/**
 * The one socket of this tab. Each document is a channel of it; a channel number is used once per
 * shared socket, so a late frame of a closed channel finds nobody.
 */
export type Channel = {
  opened(): void;
  data(bytes: Uint8Array): void;
  closed(code: number, reason: string): void;
};

export class Tunnel {
  readonly #url: string;
  #socket: WebSocket | null = null;
  #channels = new Map<number, Channel>();
  /** Frames written before the shared socket opened. */
  #waiting: { readonly channel: number; readonly bytes: Uint8Array }[] = [];
  #nextChannel = 1;
  #lastHeard = 0;
  #pingTimer: ReturnType<typeof setInterval> | undefined;
  /** After a loss, when the next shared socket may open: with jitter, so that a restart of the server does not bring every client at once. */
  #notBefore = 0;
  #reopenTimer: ReturnType<typeof setTimeout> | undefined;
  #losses = 0;

  constructor(url: string) {
    this.#url = url;
  }

  /** When anything was last heard over the shared socket, in milliseconds of `performance.now()`. */
  get lastHeardMs(): number {
    return this.#lastHeard;
  }

  open(path: string, channel: Channel): number {
    const number = this.#nextChannel++;
    this.#channels.set(number, channel);
    this.#write({ channel: number, operation: 'open', path });
    return number;
  }

  send(number: number, data: Uint8Array): void {
    if (this.#channels.has(number)) this.#write({ channel: number, operation: 'data', data });
  }

  close(number: number): void {
    if (!this.#channels.delete(number)) return;
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#write({ channel: number, operation: 'closed', code: 1000, reason: '' });
    } else {
      // What never left must not open a channel that nobody listens to.
      this.#waiting = this.#waiting.filter(({ channel }) => channel !== number);
    }
    if (this.#channels.size === 0) this.#drop();
  }

  #write(frame: TunnelFrame): void {
    const bytes = encodeTunnelFrame(frame);
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(bytes as Uint8Array<ArrayBuffer>);
      return;
    }
    this.#waiting.push({ channel: frame.channel, bytes });
    this.#connect();
  }

  #connect(): void {
    if (this.#socket !== null || this.#reopenTimer !== undefined) return;
    const wait = this.#notBefore - performance.now();
    if (wait > 0) {
      this.#reopenTimer = setTimeout(() => {
        this.#reopenTimer = undefined;
        if (this.#channels.size > 0) this.#connect();
      }, wait);
      return;
    }
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => {
      if (this.#socket !== socket) return;
      this.#losses = 0;
      this.#lastHeard = performance.now();
      for (const { bytes } of this.#waiting.splice(0)) {
        socket.send(bytes as Uint8Array<ArrayBuffer>);
      }
      this.#pingTimer = setInterval(() => this.#ping(), TUNNEL_PING_MS);
    });
    socket.addEventListener('message', (event) => {
      if (this.#socket === socket) this.#receive(new Uint8Array(event.data as ArrayBuffer));
    });
    socket.addEventListener('close', (event) => {
      if (this.#socket === socket) this.#lost(event.code, event.reason);
    });
  }

  #receive(bytes: Uint8Array): void {
    this.#lastHeard = performance.now();
    const frame = decodeTunnelFrame(bytes);
    if (frame === null) return;
    const channel = this.#channels.get(frame.channel);
    if (channel === undefined) return;
    if (frame.operation === 'opened') channel.opened();
    else if (frame.operation === 'data') channel.data(frame.data);
    else if (frame.operation === 'closed') {
      this.#channels.delete(frame.channel);
      channel.closed(frame.code, frame.reason);
    }
  }

  #ping(): void {
    const silent = performance.now() - this.#lastHeard;
    if (silent > 2 * TUNNEL_PING_MS) this.#lost(4000, 'the server is silent');
    else if (silent > TUNNEL_PING_MS / 2) this.#write({ channel: 0, operation: 'ping' });
  }

  #lost(code: number, reason: string): void {
    this.#drop();
    this.#losses += 1;
    const backOff = Math.min(2_500, 100 * 2 ** Math.min(this.#losses, 5));
    this.#notBefore = performance.now() + backOff * (0.5 + Math.random());
    const channels = [...this.#channels.values()];
    this.#channels.clear();
    for (const channel of channels) channel.closed(code === 1000 ? 1006 : code, reason);
  }

  #drop(): void {
    clearInterval(this.#pingTimer);
    clearTimeout(this.#reopenTimer);
    this.#reopenTimer = undefined;
    this.#waiting = [];
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }
}

let shared: Tunnel | undefined;

/** The tab's tunnel to the server that served the page. */
export function sharedTunnel(): Tunnel {
  shared ??= new Tunnel(`${location.origin.replace(/^http/, 'ws')}${TUNNEL_PATH}`);
  return shared;
}
