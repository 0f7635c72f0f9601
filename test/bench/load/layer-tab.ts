import type { LayerEditor, TextIndex } from '@triad/collab';
import { addSpan, layerFields, makeAnchor } from '@triad/collab';
import type { Role } from '@triad/realist';
import { randomUUID } from 'node:crypto';
import * as Y from 'yjs';
import type { Random } from '../support/random.ts';
import type { Head, Opened, Way } from './open-layer.ts';
import { openDocument } from './open-layer.ts';

const ROLES: readonly Role[] = ['C', 'M', 'O', 'undecided'];

/** Instants of what one set of tabs did, on the one clock of their process. */
export type Measured = {
  /** When a span was added, by its id. */
  readonly addedAt: Map<string, number>;
  readonly acknowledgedMs: number[];
  readonly deliveredMs: number[];
  /** When each of these was delivered. */
  readonly deliveredAt: number[];
};

/** One tab on a layer: adds spans, and hears of those that its member's other tabs add. */
export class LayerTab {
  readonly doc = new Y.Doc();
  readonly #opened: Opened;
  readonly #editor: LayerEditor;
  readonly #index: TextIndex;
  readonly #random: Random;
  readonly #measured: Measured;
  /** When each counted frame left of which nothing was said yet. */
  readonly #waiting: number[] = [];
  #closed = false;
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
    this.#editor = {
      doc: this.doc,
      origin: this,
      now: () => new Date().toISOString(),
      newId: () => randomUUID(),
    };
    this.#opened = openDocument(way, head, this.doc, (frames) => {
      const now = performance.now();
      for (const at of this.#waiting.splice(0, frames)) {
        use.measured.acknowledgedMs.push(now - at);
      }
    });
    this.#opened.provider.awareness.setLocalState(null);
    layerFields(this.doc).spans.observe(({ keysChanged, transaction }) => {
      if (transaction.origin !== this.#opened.provider) return;
      const now = performance.now();
      for (const id of keysChanged) {
        const at = use.measured.addedAt.get(id);
        if (at === undefined) continue;
        use.measured.deliveredMs.push(now - at);
        use.measured.deliveredAt.push(now);
      }
    });
    this.#opened.provider.on('connection-close', () => {
      if (!this.#closed) this.lost += 1;
    });
  }

  connect(): void {
    this.#opened.provider.connect();
  }

  get synced(): boolean {
    return this.#opened.provider.synced;
  }

  /** Everything that was sent is on the server's disk; of a server that never says so, true. */
  get saved(): boolean {
    return this.#waiting.length === 0;
  }

  get spans(): number {
    return layerFields(this.doc).spans.size;
  }

  /** A span of a clause's length, somewhere in the text. */
  add(): void {
    const { text } = this.#index;
    const startUtf16 = this.#random.whole(0, text.length - 120);
    const range = { startUtf16, endUtf16: startUtf16 + this.#random.whole(20, 90) };
    const anchor = makeAnchor(this.#index, range);
    if (anchor === null) {
      this.add();
      return;
    }
    const before = this.#opened.sent();
    const at = performance.now();
    const id = addSpan(this.#editor, { role: this.#random.pick(ROLES), anchor });
    this.#measured.addedAt.set(id, at);
    if (this.#opened.acknowledges && this.#opened.sent() > before) this.#waiting.push(at);
  }

  close(): void {
    this.#closed = true;
    this.#opened.provider.destroy();
    this.doc.destroy();
  }
}
