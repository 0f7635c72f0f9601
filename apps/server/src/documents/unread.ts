import type { CloseReason } from '@triad/collab';
import { CLOSE } from '@triad/collab';

/** A socket as it is counted here. */
export type UnreadSocket = {
  readonly account: string;
  /** Counts anew what waits for it, and drops it if none of that was read for too long. */
  check(): void;
  /** What waits for it, as it was counted last. */
  readonly unreadBytes: number;
  /** Forgets what waits for it and closes it, or cuts it where it was closed already. */
  drop(reason: CloseReason): void;
};

type Share = { bytes: number; readonly sockets: Set<UnreadSocket> };

export type UnreadLimits = {
  readonly unreadBytes: number;
  readonly unreadBytesPerAccount: number;
  readonly stallMs: number;
};

const TOO_MUCH: CloseReason = {
  code: CLOSE.slow.code,
  reason: 'too much waits for the connections of this account: trying again',
};

/**
 * Bytes that clients have not read yet, of all sockets and of each account. Sockets tell what
 * changed, so that a message to one that reads costs nothing here; only where there is too much are
 * those of one account looked through, and the one for which most waits is dropped.
 */
export class Unread {
  #bytes = 0;
  /** Of accounts for which anything waits, with the sockets for which it does. */
  readonly #shares = new Map<string, Share>();
  readonly #limits: UnreadLimits;
  readonly #timer: NodeJS.Timeout;
  #makingRoom = false;

  constructor(limits: UnreadLimits) {
    this.#limits = limits;
    this.#timer = setInterval(() => this.#check(), limits.stallMs / 10);
    this.#timer.unref();
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** What waits for a socket is so much more, or less, than it was. */
  changed(socket: UnreadSocket, change: number): void {
    const share = this.#shares.get(socket.account) ?? { bytes: 0, sockets: new Set() };
    share.bytes += change;
    this.#bytes += change;
    if (socket.unreadBytes > 0) share.sockets.add(socket);
    else share.sockets.delete(socket);
    if (share.sockets.size > 0) this.#shares.set(socket.account, share);
    else this.#shares.delete(socket.account);
    if (change > 0 && !this.#makingRoom) this.#makeRoom(share);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #check(): void {
    for (const { sockets } of this.#shares.values()) {
      for (const socket of sockets) socket.check();
    }
  }

  #makeRoom(share: Share): void {
    this.#makingRoom = true;
    for (let over = this.#over(share); over !== null; over = this.#over(share)) {
      for (const socket of over.sockets) socket.check();
      // Some of it may have been read since it was counted.
      if (this.#over(share) === over) mostUnread(over.sockets)?.drop(TOO_MUCH);
    }
    this.#makingRoom = false;
  }

  /** Whose sockets are to be dropped: this account's, or if all together are over, the greediest's. */
  #over(share: Share): Share | null {
    if (share.bytes > this.#limits.unreadBytesPerAccount) return share;
    if (this.#bytes <= this.#limits.unreadBytes) return null;
    return [...this.#shares.values()].reduce((most, next) =>
      next.bytes > most.bytes ? next : most,
    );
  }
}

function mostUnread(sockets: ReadonlySet<UnreadSocket>): UnreadSocket | undefined {
  let most: UnreadSocket | undefined;
  for (const socket of sockets) {
    if (most === undefined || socket.unreadBytes > most.unreadBytes) most = socket;
  }
  return most;
}
