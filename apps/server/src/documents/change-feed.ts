import type { DocumentName } from '@triad/collab';
import { formatDocumentName } from '@triad/collab';
import type { HostLog } from './host-log.ts';
import { sentenceOf } from './host-log.ts';

export type ChangeListener = (name: DocumentName, change: 'begun' | 'content') => void;

/**
 * Tells of layers that came to be, and of those whose content changed: of the latter the first
 * change at once and then, while there are more, one notice in each interval.
 */
export class ChangeFeed {
  readonly #listeners = new Set<ChangeListener>();
  readonly #everyMs: number;
  readonly #log: HostLog;
  /** Layers told of within the last interval, and whether they changed since. */
  readonly #recent = new Map<string, { readonly timer: NodeJS.Timeout; again: boolean }>();

  constructor(everyMs: number, log: HostLog) {
    this.#everyMs = everyMs;
    this.#log = log;
  }

  listen(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  begun(name: DocumentName): void {
    if (name.kind === 'layer') this.#tell(name, 'begun');
  }

  content(name: DocumentName): void {
    if (name.kind !== 'layer' || this.#listeners.size === 0) return;
    const id = formatDocumentName(name);
    const recent = this.#recent.get(id);
    if (recent !== undefined) {
      recent.again = true;
      return;
    }
    const timer = setTimeout(() => {
      const again = this.#recent.get(id)?.again === true;
      this.#recent.delete(id);
      if (again) this.content(name);
    }, this.#everyMs);
    timer.unref();
    this.#recent.set(id, { timer, again: false });
    this.#tell(name, 'content');
  }

  close(): void {
    for (const { timer } of this.#recent.values()) clearTimeout(timer);
    this.#recent.clear();
    this.#listeners.clear();
  }

  #tell(name: DocumentName, change: 'begun' | 'content'): void {
    for (const listener of this.#listeners) {
      try {
        listener(name, change);
      } catch (error) {
        // What others make of the news must not reach those who write.
        this.#log.error({ reason: sentenceOf(error) }, 'a listener of layers failed');
      }
    }
  }
}
