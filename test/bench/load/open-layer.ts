import {
  COLLAB_PATH,
  DOCUMENT_SCHEMA,
  isCountedFrame,
  MESSAGE_ACKNOWLEDGEMENT,
  readAcknowledgement,
} from '@triad/collab';
import type { DocumentAnswer } from '@triad/collab';
import { WebsocketProvider } from 'y-websocket';
import type * as Y from 'yjs';
import { channelSocketClass } from '../../../apps/web/src/collab/channel-socket.ts';
import type { Tunnel } from '../../../apps/web/src/collab/tunnel.ts';
import { HOCUSPOCUS_SYNC_STATUS, HocuspocusSocket } from './hocuspocus-socket.ts';
import { SignedInSocket } from './signed-in-socket.ts';

export type Head = Pick<DocumentAnswer, 'name' | 'kind' | 'generation'>;

/**
 * How a document is reached: at Triad by a socket of its own or by a channel of the app's own
 * tunnel, at `@y/websocket-server`, which acknowledges nothing, or at Hocuspocus.
 */
export type Way = { readonly socketOrigin: string } & (
  | { readonly kind: 'collab' | 'plain' | 'hocuspocus' }
  | { readonly kind: 'tunnel'; readonly tunnel: Tunnel }
);

export type Opened = { readonly provider: WebsocketProvider };

/** What is told of frames with updates, where the server says which of them it has. */
export type Hooks = {
  /** One is being sent. */
  counted(): void;
  /** The server has so many more. */
  acknowledged(frames: number): void;
};

/** The unmodified provider on a document, counting what the server says that it has. */
export function openDocument(
  way: Way,
  { name, kind, generation }: Head,
  doc: Y.Doc,
  hooks: Hooks = { counted: () => undefined, acknowledged: () => undefined },
): Opened {
  const isTriad = way.kind === 'collab' || way.kind === 'tunnel';
  let saved = 0;
  const events = {
    onConnecting: () => {
      saved = 0;
    },
    onCounted: () => {
      if (way.kind !== 'plain') hooks.counted();
    },
  };
  const SocketClass = way.kind === 'hocuspocus' ? HocuspocusSocket : SignedInSocket;
  class OwnSocket extends SocketClass {
    constructor(url: string | URL) {
      super(url);
      events.onConnecting();
    }
    override send(frame: never): void {
      if (isCountedFrame(frame)) events.onCounted();
      super.send(frame);
    }
  }
  const provider = new WebsocketProvider(
    isTriad ? way.socketOrigin + COLLAB_PATH : way.socketOrigin,
    name,
    doc,
    {
      WebSocketPolyfill:
        way.kind === 'tunnel'
          ? channelSocketClass(way.tunnel, events)
          : (OwnSocket as unknown as typeof globalThis.WebSocket),
      params: isTriad ? { generation, schema: String(DOCUMENT_SCHEMA[kind]), ack: '1' } : {},
      disableBc: true,
      connect: false,
    },
  );
  provider.messageHandlers[MESSAGE_ACKNOWLEDGEMENT] = (_encoder, decoder) => {
    const before = saved;
    saved = readAcknowledgement(decoder);
    hooks.acknowledged(saved - before);
  };
  provider.messageHandlers[HOCUSPOCUS_SYNC_STATUS] = () => hooks.acknowledged(1);
  return { provider };
}
