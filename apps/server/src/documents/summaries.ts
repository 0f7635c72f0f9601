import type { DocumentName, LayerSummary } from '@triad/collab';
import { parseDocumentName } from '@triad/collab';
import type { DocumentLog } from '@triad/storage';
import type { Folder } from './folder.ts';
import { logName } from './heads.ts';
import type { DocumentHead } from './host.ts';
import type { Residents } from './residents.ts';

const MAX_KEPT = 10_000;
/** What is read to be counted stays for whoever opens it next while no more than this is in memory. */
const STAY_BYTES = 32 * 1024 * 1024;
const STAY_DOCUMENTS = 200;

/** Counts of layers, kept until the layer changes. */
export class Summaries {
  readonly #store: DocumentLog;
  readonly #residents: Residents;
  readonly #folder: Folder;
  /** The last that was begun: one after the other, so that a long list holds one in memory. */
  #last: Promise<unknown> = Promise.resolve();
  readonly #kept = new Map<string, Promise<LayerSummary>>();

  constructor(store: DocumentLog, folder: Folder, residents: Residents) {
    this.#store = store;
    this.#folder = folder;
    this.#residents = residents;
  }

  /** `head` null: a layer that was not begun. */
  async of(name: DocumentName, head: DocumentHead | null): Promise<LayerSummary> {
    if (name.kind !== 'layer' || head === null) return { spans: 0, sketches: 0 };
    const document = this.#residents.get(head.name);
    if (document?.head.generation === head.generation) return document.summary();
    const kept = this.#kept.get(head.name);
    if (kept !== undefined) return kept;
    const summary = this.#known(head).then((known) => known ?? this.#inTurn(name, head));
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

  /** Of these layers it is not known any more whether they changed. */
  forgetAll(isConcerned: (name: DocumentName) => boolean): void {
    for (const id of this.#kept.keys()) {
      const name = parseDocumentName(id);
      if (name !== null && isConcerned(name)) this.#kept.delete(id);
    }
  }

  #inTurn(name: DocumentName, head: DocumentHead): Promise<LayerSummary> {
    const summary = this.#last.then(() => this.#read(name, head));
    this.#last = summary.catch(() => undefined);
    return summary;
  }

  /** What was counted of it, while it is still all of it. */
  async #known(head: DocumentHead): Promise<LayerSummary | null> {
    if (head.counted === undefined) return null;
    const { key, spans, sketches } = head.counted;
    const { entries, lastKey } = await this.#store.extent(logName(head));
    return entries === 1 && lastKey === key ? { spans, sketches } : null;
  }

  async #read(name: DocumentName, head: DocumentHead): Promise<LayerSummary> {
    if (this.#residents.count < STAY_DOCUMENTS && this.#residents.bytes < STAY_BYTES) {
      return (await this.#residents.acquire(name, head, true)).summary();
    }
    const entries = await this.#store.read(logName(head));
    const updates = entries.map(({ bytes }) => bytes);
    const { summary } = await this.#folder.fold(updates, 'layer', head.schema);
    if (summary === null) throw new Error('a layer was not counted');
    return summary;
  }
}
