import type { DocumentName } from '@triad/collab';
import type { DocumentLog } from '@triad/storage';
import type { DocumentHead } from './host.ts';
import type { DocumentOptions } from './resident-document.ts';
import { ResidentDocument } from './resident-document.ts';

/**
 * The documents in memory. Loads of one document at the same time share one; a document leaves
 * only when its last append is on disk, nothing compacts it and nobody has been connected for a
 * while.
 */
export class Residents {
  readonly #store: DocumentLog;
  readonly #options: DocumentOptions;
  readonly #loading = new Map<string, Promise<ResidentDocument>>();
  readonly #documents = new Map<string, ResidentDocument>();
  readonly #timers = new Map<ResidentDocument, NodeJS.Timeout>();

  constructor(store: DocumentLog, options: DocumentOptions) {
    this.#store = store;
    this.#options = options;
  }

  get(name: string): ResidentDocument | null {
    return this.#documents.get(name) ?? null;
  }

  all(): Iterable<ResidentDocument> {
    return this.#documents.values();
  }

  get count(): number {
    return this.#documents.size;
  }

  /** Of what they hold in memory. */
  get bytes(): number {
    let bytes = 0;
    for (const document of this.#documents.values()) bytes += document.bytes;
    return bytes;
  }

  /**
   * From memory, or loaded. The caller joins it in the turn in which this resolves; who does not
   * says {@link Residents.left}.
   */
  acquire(name: DocumentName, head: DocumentHead, counted = false): Promise<ResidentDocument> {
    const resident = this.#documents.get(head.name);
    if (resident?.live === true && resident.head.generation === head.generation) {
      return Promise.resolve(resident);
    }
    const running = this.#loading.get(head.name);
    if (running !== undefined) return running;
    const loading = ResidentDocument.load(name, head, this.#store, this.#options, counted)
      .then((document) => {
        this.#documents.set(head.name, document);
        this.left(document);
        return document;
      })
      .finally(() => this.#loading.delete(head.name));
    this.#loading.set(head.name, loading);
    return loading;
  }

  /** Of this name now being loaded, if any; never rejects. */
  async loaded(name: string): Promise<ResidentDocument | null> {
    await this.#loading.get(name)?.catch(() => null);
    return this.get(name);
  }

  /** Somebody joined: it stays. */
  joined(document: ResidentDocument): void {
    clearTimeout(this.#timers.get(document));
    this.#timers.delete(document);
  }

  /** Somebody left, or nobody came: it goes after a while if nobody joins. */
  left(document: ResidentDocument): void {
    if (document.readers.size > 0 || this.#timers.has(document)) return;
    const timer = setTimeout(() => {
      this.#timers.delete(document);
      void this.#unload(document);
    }, this.#options.limits.idleMs);
    timer.unref();
    this.#timers.set(document, timer);
  }

  /** Forgets it at once, whatever is going on. */
  drop(document: ResidentDocument): void {
    this.joined(document);
    document.room.close();
    if (this.#documents.get(document.head.name) === document) {
      this.#documents.delete(document.head.name);
    }
  }

  async #unload(document: ResidentDocument): Promise<void> {
    await document.tidy();
    if (document.readers.size > 0) return;
    if (document.idle) this.drop(document);
    else this.left(document);
  }
}
