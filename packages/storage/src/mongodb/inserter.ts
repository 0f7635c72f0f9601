import type { Collections, EntryDocument } from './collections.ts';
import { failuresIn, toStorageError } from './failures.ts';

/** Entries and bytes of one message: well under the 48 MB that MongoDB takes. */
const MAX_ENTRIES = 1_000;
const MAX_BYTES = 8 * 1024 * 1024;

type Waiting = {
  readonly document: EntryDocument;
  readonly bytes: number;
  resolve(): void;
  reject(error: Error): void;
};

/**
 * Writes small entries of all documents: what gathers while one message is on its way is the next.
 * No waiting window, which would only add itself; unordered, so that one that is refused leaves its
 * neighbours untouched [ST4].
 */
export class Inserter {
  readonly #store: Collections;
  #waiting: Waiting[] = [];
  #running = false;

  constructor(store: Collections) {
    this.#store = store;
  }

  insert(document: EntryDocument, bytes: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiting.push({ document, bytes, resolve, reject });
    if (!this.#running) {
      this.#running = true;
      // Not at once: what is asked in the same turn of the event loop goes together.
      queueMicrotask(() => void this.#run());
    }
    return promise;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#takeBatch();
      try {
        await this.#store.entries.insertMany(
          batch.map(({ document }) => document),
          { ordered: false },
        );
        for (const { resolve } of batch) resolve();
      } catch (error) {
        const failures = failuresIn(error);
        const whole = toStorageError(error);
        for (const [index, { resolve, reject }] of batch.entries()) {
          const failure = failures === null ? whole : failures.get(index);
          if (failure === undefined) resolve();
          else reject(failure);
        }
      }
    }
    this.#running = false;
  }

  #takeBatch(): Waiting[] {
    let count = 0;
    let bytes = 0;
    while (count < this.#waiting.length && count < MAX_ENTRIES) {
      bytes += this.#waiting[count]?.bytes ?? 0;
      if (count > 0 && bytes > MAX_BYTES) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }
}
