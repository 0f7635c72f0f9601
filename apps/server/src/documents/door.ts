import type { CloseReason } from '@triad/collab';
import { CLOSE } from '@triad/collab';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { Admission } from './admission.ts';
import { ClientSocket, TellingWebSocket } from './client-socket.ts';
import type { Link } from './connection.ts';
import { Connection } from './connection.ts';
import type { ConnectionHost } from './connection.ts';
import type { Elsewhere } from './elsewhere.ts';
import { FarTunnel } from './far-tunnel.ts';
import type { Gate, Identity } from './host.ts';
import type { HostLimits } from './host-limits.ts';
import type { HostLog } from './host-log.ts';
import { sentenceOf } from './host-log.ts';
import { NOOP_FRAME } from '@triad/collab';
import type { DocumentTally } from './tally.ts';
import { doorOf } from './target.ts';
import { Tunnel } from './tunnel.ts';
import type { FarWay } from './tunnel.ts';
import type { Unread } from './unread.ts';

export type DoorOptions = {
  readonly gate: Gate;
  readonly limits: HostLimits;
  readonly log: HostLog;
  readonly unread: Unread;
  readonly tally: DocumentTally;
  readonly isOwnOrigin: (origin: string, request: IncomingMessage) => boolean;
  /** Where other servers serve documents, too; null: this one serves all. */
  readonly elsewhere: Elsewhere | null;
  /** What a new connection shares with all others. */
  readonly shared: ConnectionHost;
  /** A connection was made; it is not open yet. */
  readonly begun: (connection: Connection) => void;
};

type Guest = {
  readonly socket: ClientSocket;
  readonly kind: 'collab' | 'tunnel';
  /** Another server passed it on: it goes no further. */
  readonly isPassedOn: boolean;
  identity: Identity | null;
};

/** More than can be identified at once within the time that it may take. */
const ENDED_KEPT = 1_000;

/**
 * Takes over upgrades to documents. Every handshake is accepted and the refusal told by the close
 * code: an unmodified provider repeats a refused upgrade for ever. Nothing is read from a client
 * before it is known who it is.
 */
export class Door {
  readonly #options: DoorOptions;
  readonly #admission: Admission;
  readonly #server: WebSocketServer;
  /** Sessions that ended lately. */
  readonly #ended = new Set<string>();
  readonly #guests = new Set<Guest>();
  /** Sockets of each account that has any. */
  readonly #socketsOf = new Map<string, number>();
  readonly #ticker: NodeJS.Timeout;
  readonly #pinger: NodeJS.Timeout;
  #closing: CloseReason | null = null;

  constructor(options: DoorOptions) {
    const { limits } = options;
    this.#options = options;
    this.#admission = new Admission(limits.opensAtOnce);
    this.#server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: 4 * limits.messageBytes,
      WebSocket: TellingWebSocket,
    });
    this.#ticker = setInterval(() => this.#sendNoops(), limits.noopMs / 4);
    this.#pinger = setInterval(() => {
      for (const { socket } of this.#guests) socket.ping();
    }, limits.pingMs);
    this.#ticker.unref();
    this.#pinger.unref();
  }

  /** Of clients, those too that are not known yet. */
  get sockets(): number {
    return this.#guests.size;
  }

  /** False where the path is another's. */
  handleUpgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    isPassedOn: boolean,
  ): boolean {
    const kind = doorOf(request.url ?? '');
    if (kind === null) return false;
    // Without a listener an error of the line would end the process.
    socket.on('error', () => socket.destroy());
    this.#server.handleUpgrade(request, socket, head, (ws) => {
      const client = new ClientSocket(ws, this.#options, () => {
        this.#guests.delete(guest);
        if (guest.identity !== null) this.#countSocket(guest.identity.account, -1);
        leave();
      });
      const guest: Guest = { socket: client, kind, isPassedOn, identity: null };
      let leave = (): void => undefined;
      this.#guests.add(guest);
      void this.#admit(guest, request, (onLeave) => {
        leave = onLeave;
      });
    });
    return true;
  }

  /** Of everybody who has a socket. */
  sessions(): ReadonlySet<string> {
    const all = [...this.#guests].flatMap(({ identity }) => identity?.session ?? []);
    return new Set(all);
  }

  /** Ends every socket of a sign-in session. */
  endSession(session: string): void {
    // Whoever is being identified just now was signed in when that began.
    this.#ended.add(session);
    const [oldest] = this.#ended;
    if (this.#ended.size > ENDED_KEPT && oldest !== undefined) this.#ended.delete(oldest);
    for (const { socket, identity } of this.#guests) {
      if (identity?.session === session) socket.end(CLOSE.signedOut);
    }
  }

  /** Refuses whoever comes from now on. */
  shut(reason: CloseReason): void {
    this.#closing = reason;
    clearInterval(this.#ticker);
    clearInterval(this.#pinger);
  }

  /** Ends all sockets; resolves when they are gone, which is bounded. */
  async end(reason: CloseReason): Promise<void> {
    const guests = [...this.#guests];
    for (const { socket } of guests) socket.end(reason);
    await Promise.all(guests.map(({ socket }) => socket.gone));
  }

  async #admit(
    guest: Guest,
    request: IncomingMessage,
    onLeave: (leave: () => void) => void,
  ): Promise<void> {
    const { socket } = guest;
    const identity = await this.#identify(request);
    if (socket.ended) return;
    if ('code' in identity) {
      socket.end(identity);
      return;
    }
    if (this.#ended.has(identity.session)) {
      socket.end(CLOSE.signedOut);
      return;
    }
    const { account } = identity;
    if ((this.#socketsOf.get(account) ?? 0) >= this.#options.limits.socketsPerAccount) {
      socket.end(CLOSE.tooManySockets);
      return;
    }
    guest.identity = identity;
    socket.account = account;
    this.#countSocket(account, 1);
    if (guest.kind === 'tunnel') {
      const tunnel = new Tunnel(socket, this.#options, (link) => this.#connect(identity, link), {
        far: this.#farWay(guest, request),
        isPassedOn: guest.isPassedOn,
      });
      onLeave(() => tunnel.leave());
      socket.read((frame) => tunnel.receive(frame));
    } else {
      const connection = this.#connect(identity, {
        opened: () => undefined,
        send: (frame) => socket.send(frame),
        answer: (parts, gone) => socket.answer(parts, gone),
        close: (reason) => socket.end(reason),
        hold: (bytes) => socket.hold(bytes),
        release: (bytes) => socket.release(bytes),
      });
      onLeave(() => connection.leave());
      socket.read((frame) => connection.receive(frame));
      const path = request.url ?? '';
      if (await this.#isElsewhere(path)) connection.close(CLOSE.replacing);
      else await connection.open(path);
    }
  }

  /** Passed on by whoever routes upgrades if it was elsewhere then; it may have moved since. */
  async #isElsewhere(path: string): Promise<boolean> {
    const { elsewhere } = this.#options;
    if (elsewhere === null) return false;
    return elsewhere.find(path).then(
      (origin) => origin !== null,
      () => true,
    );
  }

  #farWay({ socket, isPassedOn }: Guest, request: IncomingMessage): FarWay | null {
    const { elsewhere, limits } = this.#options;
    if (elsewhere === null) return null;
    const tunnels = new Map<string, FarTunnel>();
    return {
      find: (path) => elsewhere.find(path),
      open(origin, channel, path, close) {
        if (isPassedOn) {
          queueMicrotask(() => close(CLOSE.replacing));
          return { receive: () => undefined, leave: () => undefined };
        }
        const tunnel =
          tunnels.get(origin) ??
          new FarTunnel(origin, request, socket, limits, () => tunnels.delete(origin));
        tunnels.set(origin, tunnel);
        return tunnel.open(channel, path, close);
      },
      leave() {
        for (const tunnel of tunnels.values()) tunnel.leave();
      },
    };
  }

  #countSocket(account: string, change: 1 | -1): void {
    const count = (this.#socketsOf.get(account) ?? 0) + change;
    if (count > 0) this.#socketsOf.set(account, count);
    else this.#socketsOf.delete(account);
  }

  #connect(identity: Identity, link: Link): Connection {
    const connection = new Connection(this.#options.shared, identity, link);
    this.#options.begun(connection);
    return connection;
  }

  /** Who is behind a request, or why nobody may be. */
  async #identify(request: IncomingMessage): Promise<Identity | CloseReason> {
    const { gate, limits, log, isOwnOrigin } = this.#options;
    if (this.#closing !== null) return this.#closing;
    if (this.#guests.size > limits.sockets) return CLOSE.tooManySockets;
    const { origin } = request.headers;
    // A page of another site would come with this browser's cookies.
    if (origin !== undefined && !isOwnOrigin(origin, request)) return CLOSE.forbidden;
    const late = Promise.withResolvers<CloseReason>();
    const tooLate = (): void => late.resolve(CLOSE.unavailable);
    let timer = setTimeout(tooLate, limits.turnMs);
    const turn = this.#admission.turn();
    try {
      const waited = await Promise.race([turn, late.promise]);
      if ('code' in waited) return waited;
      clearTimeout(timer);
      timer = setTimeout(tooLate, limits.identifyMs);
      return (await Promise.race([gate.identify(request), late.promise])) ?? CLOSE.signedOut;
    } catch (error) {
      log.warn({ reason: sentenceOf(error) }, 'who is behind a request could not be told');
      return CLOSE.unavailable;
    } finally {
      clearTimeout(timer);
      void turn.then((endTurn) => endTurn());
    }
  }

  /** A provider that hears nothing for 30 s reconnects; a tunnel's client sees to that itself. */
  #sendNoops(): void {
    const before = performance.now() - this.#options.limits.noopMs;
    for (const { socket, kind, identity } of this.#guests) {
      if (kind === 'collab' && identity !== null && socket.lastSentMs <= before) {
        socket.send(NOOP_FRAME);
      }
    }
  }
}
