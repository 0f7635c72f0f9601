import type { DocumentName, LayerSummary } from '@triad/collab';
import type { DocumentLog } from '@triad/storage';
import type { Folder } from './folder.ts';
import { logName } from './heads.ts';
import type { DocumentHead } from './host.ts';
import type { ResidentDocument } from './resident-document.ts';

const MAX_KEPT = 10_000;

/** Counts of layers, kept until the layer changes. */
export class Summaries {
  readonly #store: DocumentLog;
  readonly #resident: (name: string) => ResidentDocument | null;
  readonly #folder: Folder;
  /** The last that was begun: one after the other, so that a long list holds one in memory. */
  #last: Promise<unknown> = Promise.resolve();
  readonly #kept = new Map<string, Promise<LayerSummary>>();

  constructor(
    store: DocumentLog,
    folder: Folder,
    resident: (name: string) => ResidentDocument | null,
  ) {
    this.#store = store;
    this.#folder = folder;
    this.#resident = resident;
  }

  /** `head` null: a layer that was not begun. */
  async of(name: DocumentName, head: DocumentHead | null): Promise<LayerSummary> {
    if (name.kind !== 'layer' || head === null) return { spans: 0, sketches: 0 };
    const document = this.#resident(head.name);
    if (document !== null) return document.summary();
    const kept = this.#kept.get(head.name);
    if (kept !== undefined) return kept;
    const summary = this.#last.then(() => this.#read(head));
    this.#last = summary.catch(() => undefined);
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
    const updates = entries.map(({ bytes }) => bytes);
    const { summary } = await this.#folder.fold(updates, 'layer');
    return summary ?? { spans: 0, sketches: 0 };
  }
}
