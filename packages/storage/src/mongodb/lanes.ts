import { StorageError } from '../errors.ts';
import type { Collections } from './collections.ts';
import { deleteStream, isSmall, writeEntry } from './entries.ts';
import type { NewEntry } from './entries.ts';
import { toStorageError } from './failures.ts';
import { abandonBeginning, finishBeginning, takeKeys, takeKeysOrBegin } from './heads.ts';
import type { Place } from './heads.ts';
import { Inserter } from './inserter.ts';
import { entryId } from './names.ts';

/** Where an entry came to stand. */
export type Written = { readonly stream: string; readonly key: number };

type Item = NewEntry & {
  /** The stream in which it must stand, or any. */
  readonly stream: string | null;
  resolve(written: Written): void;
  reject(error: Error): void;
};

/** Entries that take their keys together. */
const MAX_ITEMS = 1_000;

/**
 * One lane for each document with something to write: keys are taken for all that has gathered, in
 * the order of the calls [ST5], with one command; the entries then go into the messages that all
 * documents share. A lane ends when it is empty.
 */
export class Lanes {
  readonly #store: Collections;
  readonly #inserter: Inserter;
  readonly #lanes = new Map<string, Item[]>();

  constructor(store: Collections) {
    this.#store = store;
    this.#inserter = new Inserter(store);
  }

  /**
   * Appends; `bytes` must not change any more. With a `stream` the entry stands there or rejects with
   * `storage/conflict`.
   */
  append(document: string, entry: NewEntry, stream: string | null): Promise<Written> {
    const { promise, resolve, reject } = Promise.withResolvers<Written>();
    const item = { ...entry, stream, resolve, reject };
    const lane = this.#lanes.get(document);
    if (lane !== undefined) lane.push(item);
    else {
      const items = [item];
      this.#lanes.set(document, items);
      queueMicrotask(() => void this.#run(document, items));
    }
    return promise;
  }

  async #run(document: string, items: Item[]): Promise<void> {
    while (items.length > 0) {
      const batch = takeBatch(items);
      try {
        await this.#write(document, batch);
      } catch (error) {
        const failure = toStorageError(error);
        for (const { reject } of batch) reject(failure);
      }
    }
    this.#lanes.delete(document);
  }

  async #write(document: string, batch: readonly Item[]): Promise<void> {
    for (;;) {
      const place = await this.#take(document, batch);
      if (place.begun) {
        await this.#writeInto(place, batch);
        return;
      }
      if (await this.#begin(document, place, batch)) return;
    }
  }

  async #take(document: string, batch: readonly Item[]): Promise<Place> {
    const stream = batch[0]?.stream ?? null;
    if (stream === null) return takeKeysOrBegin(this.#store, document, batch.length);
    const place = await takeKeys(this.#store, document, batch.length, stream);
    if (place !== null) return place;
    throw new StorageError('storage/conflict', `the log of ${document} was removed meanwhile`);
  }

  /** Each settles by itself; a large one keeps nobody behind it waiting. */
  async #writeInto({ stream, firstKey }: Place, batch: readonly Item[]): Promise<void> {
    const small: Promise<void>[] = [];
    for (const [index, item] of batch.entries()) {
      const key = firstKey + index;
      const settled = this.#writeOne(stream, key, item).then(
        () => item.resolve({ stream, key }),
        (error: unknown) => item.reject(toStorageError(error)),
      );
      if (isSmall(item.bytes.byteLength)) small.push(settled);
    }
    await Promise.all(small);
  }

  /** All or none: a log must not begin with its second entry. False if it has to be done again. */
  async #begin(document: string, place: Place, batch: readonly Item[]): Promise<boolean> {
    const { stream, firstKey } = place;
    const outcomes = await Promise.allSettled(
      batch.map((item, index) => this.#writeOne(stream, firstKey + index, item)),
    );
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined) {
      await abandonBeginning(this.#store, document, place).catch(() => {});
      throw failed.reason;
    }
    if (await finishBeginning(this.#store, document, stream)) {
      for (const [index, { resolve }] of batch.entries())
        resolve({ stream, key: firstKey + index });
      return true;
    }
    await deleteStream(this.#store, stream);
    return false;
  }

  #writeOne(stream: string, key: number, entry: NewEntry): Promise<void> {
    return writeEntry(this.#store, this.#inserter, entryId(stream, key), entry);
  }
}

/** As many as may take their keys together: one that is bound to a stream takes its own. */
function takeBatch(items: Item[]): Item[] {
  if (items[0]?.stream !== null) return items.splice(0, 1);
  const bound = items.findIndex(({ stream }) => stream !== null);
  return items.splice(0, Math.min(MAX_ITEMS, bound === -1 ? items.length : bound));
}
