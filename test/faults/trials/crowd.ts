import { COLLAB_PATH, DOCUMENT_SCHEMA, MESSAGE_SYNC } from '@triad/collab';
import type { DocumentAnswer } from '@triad/collab';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';

/** One more than this comes after it, ms: as many at once as a machine can. */
const BETWEEN_MS = 1;
const AGAIN_MS = 400;

/**
 * Many sockets on one document, each of which comes back whenever it is lost, and asks for the whole:
 * what a crowd of tabs does after a loss, without the cost of a document for each.
 */
export class Crowd {
  readonly #urls: readonly { readonly url: string; readonly cookie: string }[];
  readonly #sockets = new Map<number, { readonly socket: WebSocket; isIn: boolean }>();
  #isGone = false;
  #lastClose = 'none was closed';

  /** So many sockets for each of these cookies; `origins` in turns. */
  constructor(
    origins: readonly string[],
    cookies: readonly string[],
    each: number,
    { name, kind, generation }: DocumentAnswer,
  ) {
    const path = `${COLLAB_PATH}/${name}?generation=${generation}&schema=${DOCUMENT_SCHEMA[kind]}`;
    this.#urls = cookies.flatMap((cookie, at) =>
      Array.from({ length: each }, (_, n) => {
        const origin = origins[(at + n) % origins.length] ?? '';
        return { url: origin.replace('http', 'ws') + path, cookie };
      }),
    );
  }

  get size(): number {
    return this.#urls.length;
  }

  /** How many have the document. */
  get in(): number {
    return [...this.#sockets.values()].filter(({ isIn }) => isIn).length;
  }

  async come(): Promise<void> {
    for (const index of this.#urls.keys()) {
      this.#connect(index);
      if (index % 50 === 0) await pause(BETWEEN_MS);
    }
  }

  /** For the message of a test: how the sockets are that have not got it. */
  get condition(): string {
    const out = [...this.#sockets.values()].filter(({ isIn }) => !isIn);
    const states = Object.groupBy(out, ({ socket }) => socket.readyState);
    const counts = Object.entries(states).map(([state, all]) => `${all?.length} in state ${state}`);
    return `${this.in} of ${this.size} are in; ${counts.join(', ')}; ${this.#lastClose}`;
  }

  /** All of them at once; they come back at once. */
  drop(): void {
    for (const { socket } of this.#sockets.values()) socket.terminate();
  }

  leave(): void {
    this.#isGone = true;
    this.drop();
  }

  #connect(index: number): void {
    const { url, cookie } = this.#urls[index] ?? { url: '', cookie: '' };
    const socket = new WebSocket(url, { headers: { cookie } });
    const entry = { socket, isIn: false };
    this.#sockets.set(index, entry);
    socket.on('error', () => undefined);
    // SyncStep1 of somebody who has nothing.
    let wasOpen = false;
    socket.on('open', () => {
      wasOpen = true;
      socket.send(Uint8Array.of(MESSAGE_SYNC, 0, 1, 0));
    });
    socket.on('message', (data: Buffer) => {
      if (data[0] === MESSAGE_SYNC && data[1] === 1) entry.isIn = true;
    });
    socket.on('close', (code, reason) => {
      this.#lastClose = `the last was closed with ${code} ${reason.toString()}`;
      entry.isIn = false;
      if (this.#isGone) return;
      // At once, then with some patience: the server may be away.
      const afterMs = wasOpen ? 0 : AGAIN_MS;
      setTimeout(() => {
        if (!this.#isGone) this.#connect(index);
      }, afterMs).unref();
    });
  }
}
