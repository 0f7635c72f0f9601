import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { CommandProblem, sentenceFor } from '../sentence-for.ts';
import type { PeerAddress } from './cluster-choice.ts';
import type { PeerMessage } from './peers.ts';
import { hearPeer } from './peers.ts';

export type PeerServer = { close(): Promise<void> };

/** As long as the server itself gives a request: the largest import over a slow line. */
const REQUEST_MS = 600_000;
/** Longer than others keep a connection that they do not use, so that none is ended as it is used again. */
const IDLE_MS = 30_000;

/**
 * Answers the other servers, on an address of its own: what they tell, and what they pass on. Rejects with
 * a {@link CommandProblem} where it cannot listen there.
 */
export async function servePeers(
  { host, port }: PeerAddress,
  answers: {
    readonly app: RequestListener;
    readonly hear: (message: PeerMessage) => Promise<void>;
    readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  },
): Promise<PeerServer> {
  const server = createServer({
    requestTimeout: REQUEST_MS,
    headersTimeout: 20_000,
    keepAliveTimeout: IDLE_MS,
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', (request, response) => {
    if (!hearPeer(request, response, answers.hear)) answers.app(request, response);
  });
  server.on('upgrade', answers.upgrade);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(new CommandProblem(`TRIAD_PEER is ${host}, port ${port}: ${sentenceFor(error)}`)),
    );
    server.listen(port, host, resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
