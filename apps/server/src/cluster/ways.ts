import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Context } from '../context.ts';
import { parseTarget } from '../documents/target.ts';
import { makeApp } from '../http/app.ts';
import type { AppOptions } from '../http/app.ts';
import type { PassOn } from '../http/mount-routes.ts';
import type { Cluster } from './cluster.ts';
import type { PeerAddress } from './cluster-choice.ts';
import { makeRequestForwarder } from './forward-request.ts';
import { makeSocketForwarder } from './forward-socket.ts';
import { makeArrive, makePassOn } from './pass-on.ts';
import type { PeerServer } from './peer-server.ts';
import { servePeers } from './peer-server.ts';

/** How requests and sockets get from server to server. */
export type Ways = {
  readonly passOn: PassOn;
  /** True: the socket was passed on, or put off. */
  passOnSocket(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<boolean>;
  /** How much was passed on since the start. */
  passedOn(): Readonly<Record<'request' | 'socket', number>>;
  /** Answers the other servers from now on. Rejects where it cannot listen there. */
  listen(address: PeerAddress): Promise<void>;
  close(): Promise<void>;
};

/** Sockets passed on whole at once: as many as a server has itself. */
const MOST_SOCKETS = 20_000;

/** `options` are those of the app that people reach. */
export function makeWays(cluster: Cluster, context: Context, options: AppOptions): Ways {
  const { homes, projectOf } = cluster;
  const forwarder = makeRequestForwarder(homes, context.log);
  const sockets = makeSocketForwarder(MOST_SOCKETS);
  const app = makeApp(context, {
    ...options,
    // Whoever passed it on is one more of those whose word counts for the sender's address.
    proxies: options.proxies + 1,
    passOn: makeArrive(cluster),
    isPeer: true,
    web: null,
  });
  let peerServer: PeerServer | null = null;

  return {
    passOn: makePassOn(cluster, forwarder),
    async passOnSocket(request, socket, head) {
      const target = parseTarget(request.url ?? '');
      if (target === null) return false;
      try {
        const project = await projectOf.document(target.name);
        const home = project === null ? null : await homes.find(project);
        if (home === null) return false;
        sockets.forward(request, socket, head, home, () => homes.forget(project ?? ''));
      } catch {
        sockets.putOff(request, socket, head);
      }
      return true;
    },
    passedOn: () => ({ request: forwarder.count(), socket: sockets.count() }),
    async listen(address) {
      peerServer = await servePeers(address, {
        app,
        hear: (message) => cluster.hear(message),
        upgrade(request, socket, head) {
          if (!context.documents.handleUpgrade(request, socket, head, true)) socket.destroy();
        },
      });
    },
    async close() {
      sockets.close();
      forwarder.close();
      await peerServer?.close();
    },
  };
}
