import { checkBody, checkKeys, checkName, checkText } from './checks.ts';
import { StorageError } from './errors.ts';
import { MAX_BODY_BYTES } from './port.ts';
import type { Collection, IndexValues, RecordStore, StoredRecord } from './port.ts';

type Where = Parameters<RecordStore['find']>[1];

/** The collections that were declared, and the checks against them that every adapter makes alike. */
export class DeclaredCollections {
  readonly #declared = new Map<string, Collection>();

  /** In place of what was declared before. */
  replace(collections: readonly Collection[]): void {
    this.#declared.clear();
    for (const collection of collections)
      this.#declared.set(collection.name, structuredClone(collection));
  }

  /** Throws `storage/unknown-collection`. */
  get(name: string): Collection {
    const collection = this.#declared.get(name);
    if (collection === undefined)
      throw new StorageError('storage/unknown-collection', `no collection '${name}' is defined`);
    return collection;
  }

  /** Throws `storage/unknown-collection`, or what {@link checkName} does. */
  checkId(name: string, id: string): Collection {
    const collection = this.get(name);
    checkName(`the id of a record of '${name}'`, id);
    return collection;
  }

  /** Throws `storage/unknown-collection`, `storage/unknown-index`, or what {@link checkText} does. */
  checkWhere(name: string, where: Where): Collection {
    const collection = this.get(name);
    if (where !== null) {
      if (!Object.hasOwn(collection.indexes, where.index)) {
        throw new StorageError(
          'storage/unknown-index',
          `the collection '${name}' has no index '${where.index}'`,
        );
      }
      checkText(`the value of index '${where.index}'`, where.value);
    }
    return collection;
  }

  /** The values of a record that may be written, in the order of the declaration. */
  checkRecord(name: string, record: Omit<StoredRecord, 'version'>): IndexValues {
    const collection = this.checkId(name, record.id);
    checkBody(record.id, record.body, MAX_BODY_BYTES);
    checkKeys(collection, record.id, record.keys);
    return valuesOf(collection, record.keys);
  }
}

/** A value for each declared index, and for no other: null where none was kept. */
export function valuesOf(collection: Collection, kept: IndexValues): IndexValues {
  return Object.fromEntries(
    Object.keys(collection.indexes).map((index) => [
      index,
      // 'constructor' is a name like any other.
      Object.hasOwn(kept, index) ? (kept[index] ?? null) : null,
    ]),
  );
}
