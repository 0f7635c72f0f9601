import { EVENTS_PATH } from '@triad/collab';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { DocumentHost } from './documents/host.ts';

export type UpgradeOptions = {
  readonly documents: DocumentHost;
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
  { documents, isForeign = () => false }: UpgradeOptions,
): void {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const path = pathOf(request);
    if (path.startsWith(EVENTS_PATH) || isForeign(request)) return;
    if (!documents.handleUpgrade(request, socket, head)) socket.destroy();
  });
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}
