import { StorageError } from '../errors.ts';
import type { OpenCalls } from '../open-calls.ts';
import { toStorageError } from './failures.ts';

/** What a call weighs besides its bytes. */
const CALL_BYTES = 512;

/** How the parts of the store take calls: bounded [ST19], waited for by closing [ST18], errors translated. */
export class Calls {
  readonly #open: OpenCalls;
  readonly #maxPendingBytes: number;
  #pendingBytes = 0;
  #mayWrite: () => boolean = () => true;

  constructor(open: OpenCalls, maxPendingBytes: number) {
    this.#open = open;
    this.#maxPendingBytes = maxPendingBytes;
  }

  /** From now on nothing is written while this is false: others may have taken over. */
  guard(mayWrite: () => boolean): void {
    this.#mayWrite = mayWrite;
  }

  read<T>(work: () => Promise<T>): Promise<T> {
    return this.#open.whole(() => translated(work));
  }

  /** `bytes` count until the write is answered; one that is larger than the bound passes alone. */
  write<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    return this.#open.whole(async () => {
      if (!this.#mayWrite()) {
        throw new StorageError(
          'storage/unavailable',
          'this server could not say for seconds that it is there, and writes nothing until it has',
        );
      }
      const cost = bytes + CALL_BYTES;
      if (this.#pendingBytes > 0 && this.#pendingBytes + cost > this.#maxPendingBytes) {
        throw new StorageError(
          'storage/unavailable',
          `${this.#pendingBytes} bytes wait for MongoDB; try again later`,
        );
      }
      this.#pendingBytes += cost;
      try {
        return await translated(work);
      } finally {
        this.#pendingBytes -= cost;
      }
    });
  }
}

async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toStorageError(error);
  }
}
