import type {
  ChangedEvent,
  ClientEvents,
  EventRefusal,
  ServerEvents,
  WatchAnswer,
} from '@triad/collab';
import { EVENTS_PATH, watchMessage } from '@triad/collab';
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import type { Socket } from 'socket.io';
import { readSessionCookie } from '../accounts/session-cookie.ts';
import { findSession } from '../accounts/sessions.ts';
import type { SignedIn } from '../accounts/sessions.ts';
import type { Clock } from '../context.ts';
import type { Tables } from '../data/tables.ts';
import type { OriginCheck } from '../http/origins.ts';
import { findMembership } from '../projects/membership.ts';
import { MESSAGES } from '../messages.ts';
import type { Announce } from './announce.ts';
import { EVENT_LIMITS } from './event-limits.ts';
import { projectRoom, roomsFor, roomsOf, sessionRoom, watcherRoom } from './rooms.ts';

export type EventServerOptions = {
  readonly tables: Tables;
  readonly clock: Clock;
  readonly secure: boolean;
  readonly isOwnOrigin: OriginCheck;
};

export type EventServer = Announce & {
  /** Events reach the clients of other servers over this adapter, which may lose them. */
  shareBy(adapter: AdapterOf): void;
  /** Events may have been lost: every client comes back, and fetches what it shows. */
  startOver(): void;
  /** Asks the store again for everybody's session and memberships, and ends what is over. */
  recheck(): Promise<void>;
  /** Puts the events on the server's port. The upgrade of other paths is left to the router. */
  attach(server: HttpServer): void;
  /** Connected sockets, for metrics and tests. */
  count(): number;
  close(): Promise<void>;
};

type AdapterOf = Exclude<Parameters<Server['adapter']>[0], undefined>;
type SocketData = { readonly session: string; readonly account: string };
type EventSocket = Socket<ClientEvents, ServerEvents, Record<string, never>, SocketData>;

/** Project events over socket.io: who may hear what is settled when a socket begins to watch. */
export function makeEventServer(options: EventServerOptions): EventServer {
  const { tables, clock, secure, isOwnOrigin } = options;
  const admitted = new WeakMap<IncomingMessage, SignedIn>();
  const socketsOf = new Map<string, number>();
  let closed = false;

  const io = new Server<ClientEvents, ServerEvents, Record<string, never>, SocketData>({
    path: EVENTS_PATH,
    // Our own router ends what is nobody's; this would cut documents that take long to admit.
    destroyUpgrade: false,
    serveClient: false,
    // What is longer ends a websocket with 1009, 'message too big', and a request with 413.
    maxHttpBufferSize: EVENT_LIMITS.eventMessageBytes,
    connectTimeout: 10_000,
    allowRequest: (request, answer) => {
      void admit(request).then(
        (ok) => answer(ok ? null : 'forbidden', ok),
        () => answer('unavailable', false),
      );
    },
  });

  async function admit(request: IncomingMessage): Promise<boolean> {
    if (closed || !isOwnOrigin(request)) return false;
    const token = readSessionCookie(request.headers.cookie, secure);
    const signedIn = token === null ? null : await findSession({ tables, clock }, token);
    if (signedIn === null) return false;
    admitted.set(request, signedIn);
    return true;
  }

  // Not at the handshake: a browser tells nobody what an upgrade was refused with.
  io.use((socket, next) => {
    const account = admitted.get(socket.request)?.account.id ?? '';
    if ((socketsOf.get(account) ?? 0) < EVENT_LIMITS.eventSockets) next();
    else {
      next(refusalOf('events/too-many-sockets', EVENT_LIMITS.eventSockets));
      // Its line ends when that is sent.
      setImmediate(() => socket.conn.close());
    }
  });

  io.on('connection', (socket: EventSocket) => {
    const signedIn = admitted.get(socket.request);
    if (signedIn === undefined) {
      socket.disconnect(true);
      return;
    }
    const account = signedIn.account.id;
    let watches = 0;
    Object.assign(socket.data, { session: signedIn.session, account });
    socketsOf.set(account, (socketsOf.get(account) ?? 0) + 1);
    socket.once('disconnect', () => {
      const left = (socketsOf.get(account) ?? 1) - 1;
      if (left > 0) socketsOf.set(account, left);
      else socketsOf.delete(account);
    });
    void stayWhileSignedIn(socket, signedIn.session);
    socket.on('watch', (message: unknown, answer: unknown) => {
      const reply = (result: WatchAnswer): void => {
        if (typeof answer === 'function') (answer as (given: WatchAnswer) => void)(result);
      };
      watches += 1;
      if (watches > EVENT_LIMITS.watches) {
        const code = 'events/too-many-watches';
        reply({ ok: false, code, message: MESSAGES[code](EVENT_LIMITS.watches) });
        socket.disconnect(true);
        return;
      }
      watch(socket, message).then(reply, () => reply({ ok: false, code: 'server/unavailable' }));
    });
    socket.on('unwatch', (message: unknown) => {
      const parsed = watchMessage.safeParse(message);
      if (parsed.success) leave(socket, parsed.data.project);
    });
  });

  /** Joined before the session is asked for again: if it ends meanwhile, one of the two finds it. */
  async function stayWhileSignedIn(socket: EventSocket, session: string): Promise<void> {
    await socket.join(sessionRoom(session));
    const row = await tables.sessions.get(session).catch(() => null);
    if (row === null) socket.disconnect(true);
  }

  async function watch(socket: EventSocket, message: unknown): Promise<WatchAnswer> {
    const parsed = watchMessage.safeParse(message);
    if (!parsed.success) return { ok: false, code: 'request/invalid' };
    const { project } = parsed.data;
    const watched = projectsOf(socket);
    if (!watched.includes(project) && watched.length >= EVENT_LIMITS.watchedProjects) {
      const code = 'events/too-many-projects';
      return { ok: false, code, message: MESSAGES[code](EVENT_LIMITS.watchedProjects) };
    }
    // Joined before the membership is read: if it ends meanwhile, this socket is among those told.
    await socket.join(watcherRoom(project, socket.data.account));
    const may = await settle(socket, project);
    return may ? { ok: true } : { ok: false, code: 'rules/unknown' };
  }

  /** Puts a socket into the rooms of its member's roles; asked again, in case they just changed. */
  async function settle(socket: EventSocket, project: string): Promise<boolean> {
    const { account } = socket.data;
    let settled: number | null = null;
    for (;;) {
      const membership = await findMembership(tables, project, account);
      if (membership?.member.version === settled) return true;
      leave(socket, project);
      if (membership === null) return false;
      await socket.join([
        watcherRoom(project, account),
        ...roomsFor(project, membership.member.body.roles),
      ]);
      settled = membership.member.version;
    }
  }

  function leave(socket: EventSocket, project: string): void {
    for (const room of socket.rooms) {
      if (room === projectRoom(project) || room.startsWith(`${project}/`)) void socket.leave(room);
    }
  }

  function leaveAll(room: string, project: string): void {
    for (const id of io.of('/').adapter.rooms.get(room) ?? []) {
      const socket = io.of('/').sockets.get(id);
      if (socket !== undefined) leave(socket, project);
    }
  }

  return {
    changed(event: ChangedEvent, about = {}) {
      const deaf = about.unheardBy ?? [];
      const { heardBy } = about;
      const rooms =
        heardBy === undefined ? roomsOf(event, about) : [watcherRoom(event.project, heardBy)];
      io.to([...rooms])
        .except(deaf.map((account) => watcherRoom(event.project, account)))
        .emit('changed', event);
    },
    membershipEnded(project, account) {
      const room = watcherRoom(project, account);
      io.local.to(room).emit('ended', { project, reason: 'removed' });
      leaveAll(room, project);
    },
    async rolesChanged(project, account) {
      for (const id of io.of('/').adapter.rooms.get(watcherRoom(project, account)) ?? []) {
        const socket = io.of('/').sockets.get(id);
        if (socket !== undefined) await settle(socket, project);
      }
    },
    projectEnded(project) {
      io.local.to(projectRoom(project)).emit('ended', { project, reason: 'removed' });
      leaveAll(projectRoom(project), project);
    },
    sessionEnded(session) {
      const room = sessionRoom(session);
      for (const id of io.of('/').adapter.rooms.get(room) ?? []) {
        const socket = io.of('/').sockets.get(id);
        if (socket === undefined) continue;
        for (const watched of projectsOf(socket)) {
          socket.emit('ended', { project: watched, reason: 'signed-out' });
        }
        socket.disconnect(true);
      }
    },
    shareBy: (adapter) => void io.adapter(adapter),
    startOver() {
      // The lines alone: a client that is told that its socket is over does not come back by itself.
      for (const socket of io.of('/').sockets.values()) socket.conn.close();
    },
    async recheck() {
      for (const socket of [...io.of('/').sockets.values()] as EventSocket[]) {
        if ((await tables.sessions.get(socket.data.session)) === null) socket.disconnect(true);
        for (const project of projectsOf(socket)) {
          if (!(await settle(socket, project)))
            socket.emit('ended', { project, reason: 'removed' });
        }
      }
    },
    attach(server) {
      io.attach(server);
    },
    count: () => io.of('/').sockets.size,
    close() {
      closed = true;
      // The lines alone: a client that is told that its socket is over does not come back by itself.
      // The http server is its owner's to close.
      io.engine.close();
      return Promise.resolve();
    },
  };
}

function projectsOf(socket: EventSocket): readonly string[] {
  const tail = `/account/${socket.data.account}`;
  return [...socket.rooms]
    .filter((room) => room.endsWith(tail))
    .map((room) => room.slice(0, -tail.length));
}

/** As socket.io sends it to a client: `data` of its `connect_error`. */
function refusalOf(code: EventRefusal['code'], most: number): Error & { data: EventRefusal } {
  const data = { code, message: MESSAGES[code](most) };
  return Object.assign(new Error(code), { data });
}
