import type { CloseReason } from '@triad/collab';
import { CLOSE, decodeTunnelFrame, encodeTunnelFrame } from '@triad/collab';
import type { ClientSocket } from './client-socket.ts';
import type { Connection, Link } from './connection.ts';
import { DeferredChannel } from './deferred-channel.ts';
import type { Channel } from './far-tunnel.ts';
import type { HostLimits } from './host-limits.ts';
import type { DocumentTally } from './tally.ts';
import { TokenBucket } from './token-bucket.ts';

/** Where channels lead to other servers, too. */
export type FarWay = {
  /** Null: the path is served here, or refused here. */
  find(path: string): Promise<string | null>;
  /** A channel of the server at that address. */
  open(
    origin: string,
    channel: number,
    path: string,
    close: (reason: CloseReason) => void,
  ): Channel;
  /** The client is gone. */
  leave(): void;
};

/** Many documents over one socket: each channel is a connection like any other. */
export class Tunnel {
  readonly #socket: ClientSocket;
  readonly #limits: HostLimits;
  readonly #tally: DocumentTally;
  readonly #connect: (link: Link) => Connection;
  readonly #far: FarWay | null;
  readonly #isPassedOn: boolean;
  readonly #channels = new Map<number, Channel>();
  readonly #control: TokenBucket;
  #lastChannel = 0;

  /** `isPassedOn`: another server has it from its client, some of its channels alone. */
  constructor(
    socket: ClientSocket,
    { limits, tally }: { readonly limits: HostLimits; readonly tally: DocumentTally },
    connect: (link: Link) => Connection,
    { far, isPassedOn }: { readonly far: FarWay | null; readonly isPassedOn: boolean },
  ) {
    this.#far = far;
    this.#isPassedOn = isPassedOn;
    this.#socket = socket;
    this.#tally = tally;
    this.#limits = limits;
    this.#connect = connect;
    this.#control = new TokenBucket(
      limits.requestsPerSecond,
      limits.requestsBurst + limits.channels,
    );
  }

  receive(bytes: Uint8Array): void {
    const frame = decodeTunnelFrame(bytes);
    switch (frame?.operation) {
      case 'data':
        // A channel that was closed a moment ago may still have something on its way.
        this.#channels.get(frame.channel)?.receive(frame.data);
        break;
      case 'open':
        this.#open(frame.channel, frame.path);
        break;
      case 'closed':
        this.#channels.get(frame.channel)?.leave();
        this.#channels.delete(frame.channel);
        break;
      case 'ping':
        if (this.#control.take()) {
          this.#socket.send(encodeTunnelFrame({ channel: 0, operation: 'pong' }));
        } else this.#socket.end(CLOSE.tooMany);
        break;
      case 'pong':
        break;
      case 'opened':
      case undefined:
        this.#socket.end(CLOSE.malformed);
    }
  }

  /** The socket is gone, and all its channels with it. */
  leave(): void {
    for (const channel of this.#channels.values()) channel.leave();
    this.#far?.leave();
  }

  #open(channel: number, path: string): void {
    // Where they lead was found sooner for some than for others: they come in any order, each once.
    const isUsed = this.#isPassedOn ? this.#channels.has(channel) : channel <= this.#lastChannel;
    if (isUsed) {
      this.#socket.end(CLOSE.malformed);
      return;
    }
    this.#lastChannel = channel;
    const close = (reason: CloseReason): void => {
      this.#channels.delete(channel);
      this.#tally.closed(reason.code);
      this.#socket.send(encodeTunnelFrame({ channel, operation: 'closed', ...reason }));
    };
    if (this.#channels.size >= this.#limits.channels || !this.#control.take()) {
      close(CLOSE.tooMany);
      return;
    }
    const link: Link = {
      opened: () => this.#socket.send(encodeTunnelFrame({ channel, operation: 'opened' })),
      send: (data) => this.#socket.send(encodeTunnelFrame({ channel, operation: 'data', data })),
      answer: ([first, ...parts], gone) => {
        const data = encodeTunnelFrame({ channel, operation: 'data', data: first });
        this.#socket.answer([data, ...parts], gone);
      },
      close,
      hold: (held) => this.#socket.hold(held),
      release: (held) => this.#socket.release(held),
    };
    const far = this.#far;
    if (far === null) this.#channels.set(channel, this.#openHere(link, path));
    else {
      const opened = far
        .find(path)
        .then((origin) =>
          origin === null ? this.#openHere(link, path) : far.open(origin, channel, path, close),
        );
      this.#channels.set(channel, new DeferredChannel(link, opened));
    }
  }

  #openHere(link: Link, path: string): Connection {
    const connection = this.#connect(link);
    void connection.open(path);
    return connection;
  }
}
