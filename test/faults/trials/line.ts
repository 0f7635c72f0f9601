import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/** Towards the server, towards the client, or both. */
export type Direction = 'up' | 'down' | 'both';

/** What the line does with bytes. */
export type Quality =
  | { readonly kind: 'good' }
  /** Nobody gets through, and whoever was is thrown out. */
  | { readonly kind: 'cut' }
  /** Each piece, of so many bytes at most, takes so long; they do not overtake one another. */
  | { readonly kind: 'slow'; readonly pieceBytes: number; readonly delayMs: number }
  /**
   * Bytes that way are taken and go nowhere, and nobody is told. A connection that lost any stays so:
   * what comes later would be out of place.
   */
  | { readonly kind: 'half-open'; readonly direction: Direction };

const GOOD: Quality = { kind: 'good' };

type Flow = {
  readonly from: Socket;
  readonly to: Socket;
  readonly direction: 'up' | 'down';
  lost: boolean;
  /** Of slow pieces: they go one after the other. */
  last: Promise<void>;
};

/**
 * The line between one person and a server, as bad as the test wants it. Words can be listened for in
 * what comes down it, whichever way it comes: HTTP, documents, the tunnel, events.
 */
export class Line {
  /** Without a slash at its end; asked at each new connection. */
  readonly #to: () => string;
  readonly #sockets = new Set<Socket>();
  readonly #taps: { readonly word: Buffer; readonly heard: (word: string) => void }[] = [];
  #server: Server | null = null;
  #quality: Quality = GOOD;
  #port = 0;

  private constructor(to: () => string) {
    this.#to = to;
  }

  static async open(to: () => string): Promise<Line> {
    const line = new Line(to);
    const server = createServer((near) => line.#join(near));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    line.#server = server;
    line.#port = (server.address() as AddressInfo).port;
    return line;
  }

  /** What the person takes the server's address to be. */
  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get quality(): Quality {
    return this.#quality;
  }

  set quality(quality: Quality) {
    this.#quality = quality;
    if (quality.kind === 'cut') this.sever();
  }

  /** Throws out whoever is connected now. */
  sever(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Calls back whenever such a word comes down the line from now on; it is of ASCII alone. */
  listenFor(word: string, heard: (word: string) => void): void {
    this.#taps.push({ word: Buffer.from(word, 'latin1'), heard });
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    const closed = once(server, 'close');
    server.close();
    this.sever();
    await closed;
  }

  #join(near: Socket): void {
    if (this.#quality.kind === 'cut') {
      near.destroy();
      return;
    }
    const { hostname, port } = new URL(this.#to());
    const far = connect({ host: hostname, port: Number(port) });
    this.#pump({ from: near, to: far, direction: 'up', lost: false, last: Promise.resolve() });
    this.#pump({ from: far, to: near, direction: 'down', lost: false, last: Promise.resolve() });
  }

  #pump(flow: Flow): void {
    const { from, to, direction } = flow;
    const hear = direction === 'down' ? this.#listener() : null;
    this.#sockets.add(from);
    from.on('data', (bytes: Buffer) => {
      hear?.(bytes);
      this.#pass(flow, bytes);
    });
    to.on('drain', () => from.resume());
    from.on('end', () => {
      if (!flow.lost) void flow.last.then(() => to.end());
    });
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.#sockets.delete(from);
      // What is lost on its way loses its end as well.
      if (!flow.lost) void flow.last.then(() => to.destroy());
    });
  }

  #pass(flow: Flow, bytes: Buffer): void {
    const { from, to, direction } = flow;
    const quality = this.#quality;
    if (quality.kind === 'half-open') {
      flow.lost ||= quality.direction === 'both' || quality.direction === direction;
    }
    if (flow.lost) return;
    if (quality.kind === 'slow') {
      from.pause();
      flow.last = flow.last.then(() => trickle(to, bytes, quality)).then(() => void from.resume());
    } else if (!to.write(bytes)) from.pause();
  }

  /** Looks through one connection's bytes, also across the pieces in which they come. */
  #listener(): (bytes: Buffer) => void {
    let before = Buffer.alloc(0);
    return (bytes) => {
      if (this.#taps.length === 0) return;
      const both = Buffer.concat([before, bytes]);
      for (const { word, heard } of this.#taps) {
        const at = both.indexOf(word);
        if (at >= 0 && at + word.length > before.length) heard(word.toString('latin1'));
      }
      const longest = Math.max(...this.#taps.map(({ word }) => word.length));
      before = Buffer.from(both.subarray(Math.max(0, both.length - longest + 1)));
    };
  }
}

async function trickle(
  to: Socket,
  bytes: Buffer,
  { pieceBytes, delayMs }: Extract<Quality, { kind: 'slow' }>,
): Promise<void> {
  for (let at = 0; at < bytes.length && !to.destroyed; at += pieceBytes) {
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    to.write(bytes.subarray(at, at + pieceBytes));
  }
}
