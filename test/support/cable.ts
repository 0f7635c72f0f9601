import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/**
 * The line between one computer and the server, to be cut while everybody else goes on. A browser's
 * own switch leaves open sockets alone.
 */
export class Cable {
  readonly #to: { readonly host: string; readonly port: number };
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  #port = 0;
  /** Bytes from the server that become others of the same length on their way. */
  #instead: { readonly from: Buffer; readonly to: Buffer } | null = null;

  constructor(address: string) {
    const { hostname, port } = new URL(address);
    this.#to = { host: hostname, port: Number(port) };
  }

  /** What the computer at this end takes the server's address to be. */
  get address(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async plug(): Promise<void> {
    const server = createServer((near) => {
      const far = connect(this.#to);
      near.on('data', (bytes: Buffer) => {
        if (!far.write(this.#asked(bytes))) near.pause();
      });
      far.on('drain', () => near.resume());
      near.on('end', () => far.end());
      far.on('data', (bytes: Buffer) => {
        if (!near.write(this.#changed(bytes))) far.pause();
      });
      near.on('drain', () => far.resume());
      far.on('end', () => near.end());
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(one);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          this.#sockets.delete(one);
          other.destroy();
        });
      }
    });
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** From now on the server seems to say something else; both of one length. */
  saysInstead(from: string, to: string): void {
    if (from.length !== to.length) throw new Error('only of one length');
    this.#instead = { from: Buffer.from(from), to: Buffer.from(to) };
  }

  async cut(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** What is said instead is asked for whole: the server would say that nothing changed. */
  #asked(bytes: Buffer): Buffer {
    if (this.#instead === null || !bytes.includes('If-')) return bytes;
    const text = bytes.toString('latin1').replace(/If-(None-Match|Modified-Since):/g, 'X-$1:');
    return Buffer.from(text, 'latin1');
  }

  #changed(bytes: Buffer): Buffer {
    const at = this.#instead === null ? -1 : bytes.indexOf(this.#instead.from);
    if (this.#instead === null || at < 0) return bytes;
    const changed = Buffer.from(bytes);
    this.#instead.to.copy(changed, at);
    return changed;
  }
}
