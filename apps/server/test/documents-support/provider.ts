import { setMaxListeners } from 'node:events';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { DocumentHead } from '../../src/documents/index.ts';
import type { DocumentServer } from './document-server.ts';

// Each provider listens for the end of the process.
setMaxListeners(0, process);
process.setMaxListeners(0);

export type Client = {
  readonly doc: Y.Doc;
  readonly provider: WebsocketProvider;
};

/** A class of sockets that come with this session's cookie, as a browser's do. */
export function socketsOf(session: string): typeof globalThis.WebSocket {
  class SignedInSocket extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols, { headers: { cookie: `session=${session}` } });
    }
  }
  return SignedInSocket as unknown as typeof globalThis.WebSocket;
}

/** An unmodified provider on a document; gone when the test is over. */
export function connectProvider(
  server: Pick<DocumentServer, 'origin'>,
  head: DocumentHead,
  session: string,
  options: {
    readonly doc?: Y.Doc;
    readonly sockets?: typeof globalThis.WebSocket;
    readonly params?: Readonly<Record<string, string>>;
    readonly presence?: boolean;
  } = {},
): Client {
  const doc = options.doc ?? new Y.Doc();
  const provider = new WebsocketProvider(`${server.origin}/collab`, head.name, doc, {
    WebSocketPolyfill: options.sockets ?? socketsOf(session),
    params: { generation: head.generation, schema: String(head.schema), ...options.params },
    disableBc: true,
    connect: false,
  });
  if (options.presence !== true) provider.awareness.setLocalState(null);
  provider.connect();
  onTestFinished(() => {
    provider.destroy();
    doc.destroy();
  });
  return { doc, provider };
}

export function synced({ provider }: Client): Promise<void> {
  if (provider.synced) return Promise.resolve();
  return new Promise((resolve) => {
    const listen = (is: boolean): void => {
      if (!is) return;
      provider.off('sync', listen);
      resolve();
    };
    provider.on('sync', listen);
  });
}

/** Resolves with the code and reason with which the provider gave up. */
export function givenUp({ provider }: Client): Promise<{ code: number; reason: string }> {
  return new Promise((resolve) => provider.once('closed', resolve));
}
