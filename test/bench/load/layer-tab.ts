import type { LayerEditor, TextIndex } from '@triad/collab';
import { addMemo, addSpan, layerFields, makeAnchor } from '@triad/collab';
import type { Role } from '@triad/realist';
import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import * as Y from 'yjs';
import type { Random } from '../support/random.ts';
import type { Head, Opened, Way } from './open-layer.ts';
import { openDocument } from './open-layer.ts';

const ROLES: readonly Role[] = ['C', 'M', 'O', 'undecided'];

/** Instants of what one set of tabs did, on the one clock of their process. */
export type Measured = {
  /** When a span was added, by its id. */
  readonly addedAt: Map<string, number>;
  /** Spans of which the server said that it has them, in the order of its saying. */
  readonly acknowledged: string[];
  readonly acknowledgedMs: number[];
  readonly deliveredMs: number[];
  /** When each of these was delivered. */
  readonly deliveredAt: number[];
};

export function nothingMeasured(): Measured {
  return {
    addedAt: new Map(),
    acknowledged: [],
    acknowledgedMs: [],
    deliveredMs: [],
    deliveredAt: [],
  };
}

type Added = { readonly id: string; readonly at: number };

/** One tab on a layer: adds spans, and hears of those that its member's other tabs add. */
export class LayerTab {
  readonly doc = new Y.Doc();
  /** Called for each span that comes from the server, and for each that it said it has. */
  onSeen: ((id: string) => void) | null = null;
  onAcknowledged: ((id: string) => void) | null = null;
  /** When it was told for the first time that it has everything, and how many spans that was. */
  firstSynced: { readonly at: number; readonly spans: number } | null = null;
  readonly #opened: Opened;
  readonly #index: TextIndex;
  readonly #random: Random;
  readonly #measured: Measured;
  /** Of each counted frame of which nothing was said yet: the span in it, if it was one that was added. */
  readonly #waiting: (Added | null)[] = [];
  #adding: Added | null = null;
  #closed = false;
  /** It reads nothing any more. */
  stopped = false;
  /** Connections that ended before the tab was closed. */
  lost = 0;

  constructor(
    way: Way,
    head: Head,
    use: { readonly index: TextIndex; readonly random: Random; readonly measured: Measured },
  ) {
    this.#index = use.index;
    this.#random = use.random;
    this.#measured = use.measured;
    this.#opened = openDocument(way, head, this.doc, {
      counted: () => this.#waiting.push(this.#adding),
      acknowledged: (frames) => this.#acknowledge(frames),
    });
    const { provider } = this.#opened;
    provider.awareness.setLocalState(null);
    layerFields(this.doc).spans.observe(({ keysChanged, transaction }) => {
      if (transaction.origin !== provider) return;
      const now = performance.now();
      for (const id of keysChanged) {
        this.onSeen?.(id);
        const at = use.measured.addedAt.get(id);
        if (at === undefined) continue;
        use.measured.deliveredMs.push(now - at);
        use.measured.deliveredAt.push(now);
      }
    });
    provider.on('sync', (synced: boolean) => {
      if (synced) this.firstSynced ??= { at: performance.now(), spans: this.spans };
    });
    provider.on('connection-close', () => {
      // Nothing is said of these any more: what the server lacks it is sent anew.
      this.#waiting.length = 0;
      if (!this.#closed) this.lost += 1;
    });
  }

  connect(): void {
    this.#opened.provider.connect();
  }

  get synced(): boolean {
    return this.#opened.provider.synced;
  }

  /** The server said of everything sent that it has it; of a server that never says so, true. */
  get saved(): boolean {
    return this.#waiting.length === 0;
  }

  get spans(): number {
    return layerFields(this.doc).spans.size;
  }

  has(id: string): boolean {
    return layerFields(this.doc).spans.has(id);
  }

  /** A span of a clause's length, somewhere in the text. */
  add(): string {
    const { text } = this.#index;
    const startUtf16 = this.#random.whole(0, text.length - 120);
    const range = { startUtf16, endUtf16: startUtf16 + this.#random.whole(20, 90) };
    const anchor = makeAnchor(this.#index, range);
    if (anchor === null) return this.add();
    const added = { id: randomUUID(), at: performance.now() };
    this.#measured.addedAt.set(added.id, added.at);
    this.#adding = added;
    addSpan(this.#editor(added.id), { role: this.#random.pick(ROLES), anchor });
    this.#adding = null;
    return added.id;
  }

  /** A memo of so many UTF-16 units, which does not count among what is measured. */
  addMemo(units: number): void {
    addMemo(this.#editor(randomUUID()), [], 'w'.repeat(units));
  }

  /** As a tab that hangs: its socket stays, and nothing is taken from it any more. */
  stopReading(): void {
    this.stopped = true;
    (this.#opened.provider.ws as unknown as WebSocket | null)?.pause();
  }

  close(): void {
    this.#closed = true;
    this.#opened.provider.destroy();
    this.doc.destroy();
  }

  #editor(id: string): LayerEditor {
    return { doc: this.doc, origin: this, now: () => new Date().toISOString(), newId: () => id };
  }

  #acknowledge(frames: number): void {
    const now = performance.now();
    for (const added of this.#waiting.splice(0, frames)) {
      if (added === null) continue;
      this.#measured.acknowledgedMs.push(now - added.at);
      this.#measured.acknowledged.push(added.id);
      this.onAcknowledged?.(added.id);
    }
  }
}
