import { StorageError } from './errors.ts';

/**
 * The calls of a store from its opening to its closing: refused once it is closing, and waited for
 * before anything is released [ST18].
 */
export class OpenCalls {
  readonly #running = new Set<Promise<boolean>>();
  readonly #release: () => Promise<void>;
  #closed: Promise<void> | null = null;

  /** `release` frees what is underneath; called once, when no call is left. */
  constructor(release: () => Promise<void>) {
    this.#release = release;
  }

  /** Every call of the port goes through here; rejects with `storage/closed` after closing. */
  whole<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed !== null)
      return Promise.reject(new StorageError('storage/closed', 'the store is closed'));
    const promise = work();
    const settled: Promise<boolean> = promise.then(
      () => this.#running.delete(settled),
      () => this.#running.delete(settled),
    );
    this.#running.add(settled);
    return promise;
  }

  /** The same promise however often it is called. */
  close(): Promise<void> {
    this.#closed ??= Promise.all(this.#running).then(this.#release);
    return this.#closed;
  }
}
