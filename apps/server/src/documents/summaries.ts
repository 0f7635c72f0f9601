import type { DocumentName, LayerSummary } from '@triad/collab';
import { summariseLayer } from '@triad/collab';
import type { DocumentLog } from '@triad/storage';
import { fold } from './fold.ts';
import { logName } from './heads.ts';
import type { DocumentHead } from './host.ts';
import type { ResidentDocument } from './resident-document.ts';

const MAX_KEPT = 10_000;

/** Counts of layers, kept until the layer changes. */
export class Summaries {
  readonly #store: DocumentLog;
  readonly #resident: (name: string) => ResidentDocument | null;
  readonly #kept = new Map<string, Promise<LayerSummary>>();

  constructor(store: DocumentLog, resident: (name: string) => ResidentDocument | null) {
    this.#store = store;
    this.#resident = resident;
  }

  /** `head` null: a layer that was not begun. */
  async of(name: DocumentName, head: DocumentHead | null): Promise<LayerSummary> {
    if (name.kind !== 'layer' || head === null) return { spans: 0, sketches: 0 };
    const document = this.#resident(head.name);
    if (document !== null) return document.summary();
    const kept = this.#kept.get(head.name);
    if (kept !== undefined) return kept;
    const summary = this.#read(head);
    if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
    this.#kept.set(head.name, summary);
    // A failure is not kept, nor what a change has overtaken.
    summary.catch(() => {
      if (this.#kept.get(head.name) === summary) this.#kept.delete(head.name);
    });
    return summary;
  }

  /** The layer changed, or is gone. */
  forget(name: string): void {
    this.#kept.delete(name);
  }

  async #read(head: DocumentHead): Promise<LayerSummary> {
    const entries = await this.#store.read(logName(head));
    let summary: LayerSummary = { spans: 0, sketches: 0 };
    fold(
      entries.map(({ bytes }) => bytes),
      (doc) => {
        summary = summariseLayer(doc);
      },
    );
    return summary;
  }
}
