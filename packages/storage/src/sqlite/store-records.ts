import {
  checkBody,
  checkCollections,
  checkKeys,
  checkName,
  checkPage,
  checkText,
} from '../checks.ts';
import { StorageError } from '../errors.ts';
import { MAX_BODY_BYTES } from '../port.ts';
import type { Collection, IndexValues, RecordStore, StoredRecord } from '../port.ts';
import type { Calls } from './calls.ts';
import type { RecordRow } from './protocol.ts';

/** Records as the port has them: checks here, on the caller's thread, so that a mistake costs no round trip. */
export function makeRecords(calls: Calls): RecordStore {
  const defined = new Map<string, Collection>();

  function collectionOf(name: string): Collection {
    const collection = defined.get(name);
    if (collection === undefined)
      throw new StorageError('storage/unknown-collection', `no collection '${name}' is defined`);
    return collection;
  }

  function checkWhere(
    name: string,
    where: { readonly index: string; readonly value: string } | null,
  ): Collection {
    const collection = collectionOf(name);
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

  function checkRecord(name: string, record: Omit<StoredRecord, 'version'>): IndexValues {
    const collection = collectionOf(name);
    checkName(`the id of a record of '${name}'`, record.id);
    checkBody(record.id, record.body, MAX_BODY_BYTES);
    checkKeys(collection, record.id, record.keys);
    // In one order, so that the writer can compare old and new keys as strings.
    return Object.fromEntries(
      Object.keys(collection.indexes).map((index) => [index, record.keys[index] ?? null]),
    );
  }

  function toStored(collection: Collection, row: RecordRow): StoredRecord {
    const kept = JSON.parse(row.keys) as Record<string, string | null>;
    const keys = Object.fromEntries(
      Object.keys(collection.indexes).map((index) => [index, kept[index] ?? null]),
    );
    return { id: row.id, version: row.version, body: row.body, keys };
  }

  return {
    define: (collections) =>
      calls.whole(async () => {
        checkCollections(collections);
        await calls.write({ kind: 'define', collections }, 0);
        defined.clear();
        for (const collection of collections)
          defined.set(collection.name, structuredClone(collection));
      }),

    get: (name, id) =>
      calls.whole(async () => {
        const collection = collectionOf(name);
        checkName(`the id of a record of '${name}'`, id);
        const row = await calls.read({ kind: 'get', collection: name, id });
        return row === null ? null : toStored(collection, row);
      }),

    find: (name, where, page) =>
      calls.whole(async () => {
        const collection = checkWhere(name, where);
        const rows = await calls.read({
          kind: 'find',
          collection: name,
          where,
          ...checkPage(page),
        });
        return rows.map((row) => toStored(collection, row));
      }),

    count: (name, where) =>
      calls.whole(async () => {
        checkWhere(name, where);
        return calls.read({ kind: 'count', collection: name, where });
      }),

    insert: (name, record) =>
      calls.whole(async () => {
        const keys = checkRecord(name, record);
        const { id, body } = record;
        await calls.write({ kind: 'insert', collection: name, id, body, keys }, body.length);
        return { id, version: 1, body, keys };
      }),

    update: (name, record) =>
      calls.whole(async () => {
        const keys = checkRecord(name, record);
        const { id, body, version } = record;
        await calls.write(
          { kind: 'update', collection: name, id, version, body, keys },
          body.length,
        );
        return { id, version: version + 1, body, keys };
      }),

    remove: (name, id, version) =>
      calls.whole(async () => {
        collectionOf(name);
        checkName(`the id of a record of '${name}'`, id);
        return calls.write({ kind: 'remove', collection: name, id, version: version ?? null }, 0);
      }),
  };
}
