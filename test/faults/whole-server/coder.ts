import type { DocumentAnswer } from '@triad/collab';
import {
  addMemo,
  addSketch,
  addSpan,
  changeSpan,
  COLLAB_PATH,
  DOCUMENT_SCHEMA,
  isCountedFrame,
  layerFields,
  MESSAGE_ACKNOWLEDGEMENT,
  ownSpan,
  quoted,
  readAcknowledgement,
  removeSpan,
} from '@triad/collab';
import type { LayerEditor } from '@triad/collab';
import type { Anchor, SpanId } from '@triad/realist';
import { setMaxListeners } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { Random } from '../../bench/support/random.ts';
import type { Caller } from './caller.ts';
import { waitUntil } from './wait-until.ts';

// Each provider listens for the end of the process.
setMaxListeners(0, process);
process.setMaxListeners(0);

/** Acts that wait for their acknowledgement at most; a person is slower, a bad line is not. */
const WINDOW = 24;

/**
 * A coder's tab: the unmodified provider on the coder's own layer, counting what the server says is
 * on its disk as the web app does. Keeps every act as the update that it made, so that the test
 * knows by its own log what the server must have.
 */
export class Coder {
  readonly caller: Caller;
  readonly head: DocumentAnswer;
  readonly doc = new Y.Doc();
  readonly #provider: WebsocketProvider;
  readonly #random: Random;
  readonly #editor: LayerEditor;
  /** One an act, in order. */
  readonly #updates: Uint8Array[] = [];
  /** For each counted frame of this connection: so many acts are on disk once it is. */
  #frames: number[] = [];
  #wholeSent = false;
  #acknowledged = 0;
  #saved = 0;
  /** What the server must at least have, built from the test's own log. */
  readonly #known = new Y.Doc();
  #knownActs = 0;

  constructor(caller: Caller, head: DocumentAnswer, random: Random) {
    this.caller = caller;
    this.head = head;
    this.#random = random;
    this.#editor = {
      doc: this.doc,
      origin: this,
      now: () => new Date().toISOString(),
      newId: () => random.uuid(),
    };
    // Before the provider's own listener, so that a frame counts the act that it carries.
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === this) this.#updates.push(update);
    });
    this.#provider = provide(caller, head, this.doc, {
      connecting: () => {
        this.#frames = [];
        this.#saved = 0;
        this.#wholeSent = false;
      },
      sending: (frame) => this.#count(frame),
    });
    this.#provider.messageHandlers[MESSAGE_ACKNOWLEDGEMENT] = (_encoder, decoder) => {
      this.#saved = readAcknowledgement(decoder);
      this.#acknowledged = Math.max(
        this.#acknowledged,
        this.#frames.slice(0, this.#saved).findLast((acts) => acts > 0) ?? 0,
      );
    };
    this.#provider.connect();
  }

  /** Acts, each one update. */
  get made(): number {
    return this.#updates.length;
  }

  /** Acts of which the server said that they are on its disk. */
  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** Spans in the layer now. */
  get spans(): number {
    return layerFields(this.doc).spans.size;
  }

  /** Everything made is on the server's disk, by what it said over this connection. */
  get saved(): boolean {
    return this.#wholeSent && this.#saved >= this.#frames.length && this.#provider.synced;
  }

  untilSaved(): Promise<void> {
    return waitUntil('everything of a coder is saved', () => this.saved);
  }

  /** Codes until told to stop, at a rate that the server allows. */
  keepCoding(): () => void {
    let stopped = false;
    const step = (): void => {
      if (stopped) return;
      if (this.#updates.length - this.#acknowledged < WINDOW) this.act();
      setTimeout(step, this.#random.whole(15, 45));
    };
    step();
    return () => {
      stopped = true;
    };
  }

  /** One act of coding; `words` makes it a memo of so many UTF-16 units. */
  act(words = 0): void {
    const { spans, memoTexts } = layerFields(this.doc);
    const kind = words > 0 ? 0 : this.#random.whole(1, 10);
    const some = this.#random.pick([...spans.keys(), '']) as SpanId | '';
    const memo = this.#random.pick([...memoTexts.keys(), '']);
    const number = this.made;
    if (kind === 0) addMemo(this.#editor, [], `${number} ${'w'.repeat(words)}`);
    else if (kind <= 4 || some === '') {
      addSpan(this.#editor, { role: 'C', anchor: anchorOf(number) });
    } else if (kind === 5) changeSpan(this.#editor, some, { role: 'M', anchor: anchorOf(number) });
    else if (kind === 6 && spans.size > 10) removeSpan(this.#editor, some);
    else if (kind === 7) {
      addSketch(this.#editor, {
        form: 'plain',
        restatement: `restated ${number}`,
        parts: [
          { role: 'C', filledBy: quoted([ownSpan(some)]) },
          { role: 'M', filledBy: { kind: 'inferred', words: `inferred ${number}` } },
        ],
      });
    } else if (kind === 8) addMemo(this.#editor, [{ kind: 'span', id: some }], `memo ${number}`);
    else if (memo !== '') {
      const text = memoTexts.get(memo);
      this.doc.transact(() => text?.insert(text.length, ` and ${number}`), this);
    } else addSpan(this.#editor, { role: 'O', anchor: anchorOf(number) });
  }

  /** Away from the network; what is made meanwhile waits. */
  disconnect(): void {
    this.#provider.disconnect();
  }

  connect(): void {
    this.#provider.connect();
  }

  /** The tab is closed: nobody holds the document any more. */
  close(): void {
    this.#provider.destroy();
    this.doc.destroy();
  }

  /**
   * What is wrong with what the server has, or null: it must be what this coder had made after some
   * act, not before the last that was acknowledged.
   */
  faultIn(stored: Y.Doc): string | null {
    const content = contentOf(stored);
    this.#knowUpTo(this.#acknowledged);
    for (let acts = this.#knownActs; ; acts += 1) {
      this.#knowUpTo(acts);
      if (isDeepStrictEqual(contentOf(this.#known), content)) return null;
      if (acts >= this.#updates.length) {
        return `${this.head.name} is none of the states after act ${this.#acknowledged} (acknowledged) to ${acts} (made)`;
      }
    }
  }

  /** What differs once everything is saved, or null. */
  differenceTo(stored: Y.Doc): string | null {
    return isDeepStrictEqual(contentOf(this.doc), contentOf(stored))
      ? null
      : `${this.head.name} differs from what its coder has after everything was saved`;
  }

  #knowUpTo(acts: number): void {
    for (; this.#knownActs < acts; this.#knownActs += 1) {
      Y.applyUpdate(this.#known, this.#updates[this.#knownActs] ?? Uint8Array.of(0, 0));
    }
  }

  #count(frame: Uint8Array): void {
    if (!isCountedFrame(frame)) return;
    // A SyncStep2 carries everything made so far; an update before it, only itself.
    if (frame[1] === 1) this.#wholeSent = true;
    this.#frames.push(this.#wholeSent ? this.made : 0);
  }
}

/** What a document holds for whoever opens it now, over the unmodified provider. */
export async function readDocument(caller: Caller, head: DocumentAnswer): Promise<Y.Doc> {
  const doc = new Y.Doc();
  const provider = provide(caller, head, doc, {});
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

type Hooks = { connecting?(): void; sending?(frame: Uint8Array): void };

function provide(
  { server, cookie }: Caller,
  head: DocumentAnswer,
  doc: Y.Doc,
  hooks: Hooks,
): WebsocketProvider {
  class CodersSocket extends WebSocket {
    constructor(url: string | URL) {
      super(url, { headers: { cookie } });
      hooks.connecting?.();
    }
    override send(frame: never): void {
      hooks.sending?.(frame);
      super.send(frame);
    }
  }
  const provider = new WebsocketProvider(
    server.origin.replace('http', 'ws') + COLLAB_PATH,
    head.name,
    doc,
    {
      WebSocketPolyfill: CodersSocket as unknown as typeof globalThis.WebSocket,
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
  return provider;
}

/** All that a layer holds, by field and id. */
export function contentOf(doc: Y.Doc): unknown {
  return Object.fromEntries(
    Object.entries(layerFields(doc)).map(([field, map]) => [field, map.toJSON() as unknown]),
  );
}

function anchorOf(number: number): Anchor {
  return {
    start: [1, number],
    end: [1, number + 9],
    turn: 't',
    quote: `words ${number}`,
    before: 'before',
    after: 'after',
  };
}
