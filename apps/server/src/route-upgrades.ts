import { COLLAB_PATH, EVENTS_PATH } from '@triad/collab';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { DocumentHost } from './documents/host.ts';

export type UpgradeOptions = {
  readonly documents: DocumentHost;
  /** Passes on sockets of one document that is at home with another server; true where it did. */
  readonly passOn?: (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<boolean>;
  /** Upgrades that somebody else on this server takes: the dev server's reload. */
  readonly isForeign?: (request: IncomingMessage) => boolean;
};

/**
 * The one router of upgrades on the port: events to socket.io, which listens itself, documents to
 * the document server (which
 * judges their origin itself, with a close code), and everything else is ended, since nobody else would.
 */
export function routeUpgrades(
  server: Server,
  { documents, passOn, isForeign = () => false }: UpgradeOptions,
): void {
  const serve = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (!documents.handleUpgrade(request, socket, head)) socket.destroy();
  };
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const path = pathOf(request);
    if (path.startsWith(EVENTS_PATH) || isForeign(request)) return;
    if (passOn === undefined || !path.startsWith(`${COLLAB_PATH}/`)) serve(request, socket, head);
    else {
      void passOn(request, socket, head).then((isPassedOn) => {
        if (!isPassedOn) serve(request, socket, head);
      });
    }
  });
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}
