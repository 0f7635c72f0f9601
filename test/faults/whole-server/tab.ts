import type { DocumentAnswer } from '@triad/collab';
import {
  COLLAB_PATH,
  DOCUMENT_SCHEMA,
  isCountedFrame,
  MESSAGE_ACKNOWLEDGEMENT,
  readAcknowledgement,
} from '@triad/collab';
import { setMaxListeners } from 'node:events';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import { forgetOthers } from '../../../apps/web/src/collab/forget-others.ts';
import * as Y from 'yjs';
import { channelSocketClass } from '../../../apps/web/src/collab/channel-socket.ts';
import type { Tunnel } from '../../../apps/web/src/collab/tunnel.ts';
import type { Caller } from './caller.ts';
import { waitUntil } from './wait-until.ts';

// Each provider listens for the end of the process.
setMaxListeners(0, process);
process.setMaxListeners(0);

/** Acts that wait for their acknowledgement at most; a person is slower, a bad line is not. */
const WINDOW = 24;

/** A socket class is given to a provider, which knows the browser's alone. */
type SocketClass = typeof globalThis.WebSocket;

/**
 * Somebody's tab on one document: the unmodified provider, over a socket of its own or a channel of
 * the web app's tunnel, counting what the server says is on its disk as the web app does. Keeps every
 * act as the update that it made, so that the test knows by its own log what the server must have.
 */
export class Tab {
  readonly caller: Caller;
  readonly head: DocumentAnswer;
  readonly doc = new Y.Doc();
  readonly provider: WebsocketProvider;
  /** One an act, in order. */
  protected readonly updates: Uint8Array[] = [];
  /** For each counted frame of this connection: so many acts are on disk once it is. */
  #frames: number[] = [];
  #wholeSent = false;
  #acknowledged = 0;
  #saved = 0;
  #lastClose = 'never closed';
  #closes = 0;

  /** It acts with itself as the origin of its transactions; `tunnel` null: over a socket of its own. */
  constructor(caller: Caller, head: DocumentAnswer, tunnel: Tunnel | null = null) {
    this.caller = caller;
    this.head = head;
    // Before the provider's own listener, so that a frame counts the act that it carries.
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === this) this.updates.push(update);
    });
    this.provider = provide(caller, head, this.doc, tunnel, {
      connecting: () => {
        this.#frames = [];
        this.#saved = 0;
        this.#wholeSent = false;
      },
      sent: (frame, times) => this.#count(frame, times),
    });
    this.provider.messageHandlers[MESSAGE_ACKNOWLEDGEMENT] = (_encoder, decoder) => {
      this.#saved = readAcknowledgement(decoder);
      this.#acknowledged = Math.max(
        this.#acknowledged,
        this.#frames.slice(0, this.#saved).findLast((acts) => acts > 0) ?? 0,
      );
    };
    this.provider.on('connection-close', (event: { code: number; reason: string } | null) => {
      this.#closes += 1;
      if (event !== null) this.#lastClose = `closed with ${event.code} ${event.reason}`;
    });
    this.provider.connect();
  }

  /** The server ended it for good: it does not come back by itself. */
  get ended(): boolean {
    return !this.provider.shouldConnect;
  }

  /** How often a connection ended. */
  get closes(): number {
    return this.#closes;
  }

  /** How the connection is, for the message of a test. */
  get condition(): string {
    const { synced, wsconnected } = this.provider;
    const now = synced ? 'in sync' : wsconnected ? 'connected' : this.ended ? 'ended' : 'away';
    const saved = `${this.#saved} of ${this.#frames.length} saved`;
    return `${this.head.name}: ${now}, ${saved}, ${this.#lastClose}`;
  }

  /** Acts, each one update. */
  get made(): number {
    return this.updates.length;
  }

  /** Acts of which the server said that they are on its disk. */
  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** Everything made is on the server's disk, by what it said over this connection. */
  get saved(): boolean {
    return this.#wholeSent && this.#saved >= this.#frames.length && this.provider.synced;
  }

  untilSaved(): Promise<void> {
    return waitUntil(`everything of ${this.head.name} is saved`, () => this.saved);
  }

  /** Acts again and again, with such pauses in ms between, until told to stop. */
  keepActing(act: () => void, pauseMs: () => number): () => void {
    let stopped = false;
    const step = (): void => {
      if (stopped) return;
      if (this.made - this.#acknowledged < WINDOW) act();
      setTimeout(step, pauseMs());
    };
    step();
    return () => {
      stopped = true;
    };
  }

  /** Away from the network; what is made meanwhile waits. */
  disconnect(): void {
    this.provider.disconnect();
  }

  connect(): void {
    this.provider.connect();
  }

  /** The tab is closed: nobody holds the document any more. */
  close(): void {
    this.provider.destroy();
    this.doc.destroy();
  }

  #count(frame: Uint8Array, times: number): void {
    if (times === 0) return;
    // A SyncStep2 carries everything made so far; an update before it, only itself.
    if (frame[1] === 1) this.#wholeSent = true;
    for (let piece = 1; piece < times; piece += 1) this.#frames.push(0);
    this.#frames.push(this.#wholeSent ? this.made : 0);
  }
}

/** What a document holds for whoever opens it now, over the unmodified provider. */
export async function readDocument(caller: Caller, head: DocumentAnswer): Promise<Y.Doc> {
  const doc = new Y.Doc();
  const provider = provide(caller, head, doc, null, {});
  provider.messageHandlers[MESSAGE_ACKNOWLEDGEMENT] = () => undefined;
  let refused: string | null = null;
  provider.on('closed', ({ code, reason }: { code: number; reason: string }) => {
    refused = `${code} ${reason}`;
  });
  provider.connect();
  try {
    await waitUntil(`${head.name} is opened`, () => {
      if (refused !== null) throw new Error(`${head.name} is refused: ${refused}`);
      return provider.synced;
    });
    return doc;
  } finally {
    provider.destroy();
  }
}

type Hooks = {
  connecting?(): void;
  /** As so many counted frames: a tunnel divides what is too long for one. */
  sent?(frame: Uint8Array, times: number): void;
};

function provide(
  caller: Caller,
  head: DocumentAnswer,
  doc: Y.Doc,
  tunnel: Tunnel | null,
  hooks: Hooks,
): WebsocketProvider {
  const provider = new WebsocketProvider(
    caller.server.origin.replace('http', 'ws') + COLLAB_PATH,
    head.name,
    doc,
    {
      WebSocketPolyfill: tunnel === null ? ownSocket(caller, hooks) : channel(tunnel, hooks),
      params: {
        generation: head.generation,
        schema: String(DOCUMENT_SCHEMA[head.kind]),
        ack: '1',
      },
      disableBc: true,
      connect: false,
      maxBackoffTime: 200,
    },
  );
  provider.awareness.setLocalState(null);
  // As the page does: the clock of the server may have been set back meanwhile.
  provider.on('status', ({ status }) => {
    if (status === 'disconnected') forgetOthers(provider.awareness);
  });
  return provider;
}

function ownSocket({ cookie }: Caller, hooks: Hooks): SocketClass {
  class OwnSocket extends WebSocket {
    constructor(url: string | URL) {
      super(url, { headers: { cookie } });
      hooks.connecting?.();
    }
    override send(frame: never): void {
      hooks.sent?.(frame, isCountedFrame(frame) ? 1 : 0);
      super.send(frame);
    }
  }
  return OwnSocket as unknown as SocketClass;
}

function channel(tunnel: Tunnel, hooks: Hooks): SocketClass {
  let times = 0;
  const Channel = channelSocketClass(tunnel, {
    onConnecting: () => hooks.connecting?.(),
    onCounted: () => {
      times += 1;
    },
  });
  return class CountingChannel extends Channel {
    override send(frame: never): void {
      times = 0;
      super.send(frame);
      hooks.sent?.(frame, times);
    }
  };
}
