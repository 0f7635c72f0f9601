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
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(one);
        one.pipe(other);
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

  async cut(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
