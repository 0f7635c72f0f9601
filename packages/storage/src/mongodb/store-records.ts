import type { Filter } from 'mongodb';
import { checkCollections, checkPage } from '../checks.ts';
import { DeclaredCollections, valuesOf } from '../declared-collections.ts';
import { StorageError } from '../errors.ts';
import type { Collection, IndexValues, RecordStore, StoredRecord } from '../port.ts';
import type { Calls } from './calls.ts';
import type { Collections, RecordDocument } from './collections.ts';
import { defineCollections } from './define.ts';
import type { SlotsInForce } from './define.ts';
import { isDuplicate, isRefusal } from './failures.ts';
import { recordId, recordsAfter, tokenOf } from './names.ts';
import { slotField } from './slots.ts';

/**
 * Records as the port has them. Each write is one command on one document that names the version it
 * is from, which MongoDB carries out whole and alone: of many updates from one version one finds its
 * record [ST8], and what another record already has refuses it there and then [ST9] (slots.ts).
 */
export function makeRecords(calls: Calls, store: Collections): RecordStore {
  const { records } = store;
  const declared = new DeclaredCollections();
  let slots: SlotsInForce = new Map();

  function filterOf(
    name: string,
    where: { readonly index: string; readonly value: string } | null,
    after: string,
  ): Filter<RecordDocument> {
    if (where === null) return { _id: recordsAfter(name, after) };
    return { x: tokenOf(name, where.index, where.value), i: { $gt: after } };
  }

  function toDocument(name: string, record: StoredRecord, keys: IndexValues): RecordDocument {
    const given = Object.entries(keys).flatMap(([n, v]) => (v === null ? [] : [{ n, v }]));
    const unique = slots.get(name);
    return {
      _id: recordId(name, record.id),
      i: record.id,
      v: record.version,
      b: record.body,
      k: given,
      x: given.map(({ n, v }) => tokenOf(name, n, v)),
      ...Object.fromEntries(
        given.flatMap(({ n, v }) => {
          const slot = unique?.get(n);
          return slot === undefined ? [] : [[slotField(slot), tokenOf(name, n, v)]];
        }),
      ),
    };
  }

  /** Whether another record has a value that this one may have alone. */
  async function isTaken(document: RecordDocument): Promise<boolean> {
    const held = Object.entries(document)
      .filter(([field]) => /^u\d+$/.test(field))
      .map(([field, token]) => ({ [field]: token as string }));
    if (held.length === 0) return false;
    const holder = await records.findOne(
      { $or: held, _id: { $ne: document._id } },
      { projection: { _id: 1 } },
    );
    return holder !== null;
  }

  function notUnique(name: string, id: string): StorageError {
    return new StorageError(
      'storage/not-unique',
      `record ${id} of '${name}': a value that must be its own belongs to another record`,
    );
  }

  return {
    define: (collections) =>
      calls.write(0, async () => {
        checkCollections(collections);
        const own = structuredClone(collections);
        slots = await defineCollections(store, own);
        declared.replace(own);
      }),

    get: (name, id) =>
      calls.read(async () => {
        const collection = declared.checkId(name, id);
        const document = await records.findOne({ _id: recordId(name, id) });
        return document === null ? null : toStored(collection, document);
      }),

    find: (name, where, page) =>
      calls.read(async () => {
        const collection = declared.checkWhere(name, where);
        const { after, limit } = checkPage(page);
        const documents = await records
          .find(filterOf(name, where, after ?? ''))
          .sort(where === null ? { _id: 1 } : { i: 1 })
          .limit(limit)
          .toArray();
        return documents.map((document) => toStored(collection, document));
      }),

    count: (name, where) =>
      calls.read(async () => {
        declared.checkWhere(name, where);
        return records.countDocuments(filterOf(name, where, ''));
      }),

    insert: (name, record) =>
      calls.write(record.body.length, async () => {
        const keys = declared.checkRecord(name, record);
        const stored = { id: record.id, version: 1, body: record.body, keys };
        const document = toDocument(name, stored, keys);
        for (;;) {
          try {
            await records.insertOne(document);
            return stored;
          } catch (error) {
            // Another answer says nothing of what is there: the record may be the one just sent.
            if (!isDuplicate(error)) throw error;
            const there = await records.findOne({ _id: document._id }, { projection: { _id: 1 } });
            if (there !== null) {
              throw new StorageError(
                'storage/exists',
                `record ${record.id} of '${name}' exists already`,
              );
            }
            if (await isTaken(document)) throw notUnique(name, record.id);
            // Whatever stood in the way is gone, or no majority has it yet: try again.
          }
        }
      }),

    update: (name, record) =>
      calls.write(record.body.length, async () => {
        const keys = declared.checkRecord(name, record);
        const stored = { id: record.id, version: record.version + 1, body: record.body, keys };
        const document = toDocument(name, stored, keys);
        for (;;) {
          try {
            const { matchedCount } = await records.replaceOne(
              { _id: document._id, v: record.version },
              document,
            );
            if (matchedCount === 1) return stored;
            throw conflict(name, record.id, record.version);
          } catch (error) {
            if (!isRefusal(error)) throw error;
            if (await isTaken(document)) throw notUnique(name, record.id);
            if (!isDuplicate(error)) throw error;
          }
        }
      }),

    remove: (name, id, version) =>
      calls.write(0, async () => {
        declared.checkId(name, id);
        const _id = recordId(name, id);
        for (;;) {
          const { deletedCount } = await records.deleteOne(
            version === undefined ? { _id } : { _id, v: version },
          );
          if (deletedCount === 1) return true;
          const there = await records.findOne({ _id }, { projection: { v: 1 } });
          if (there === null) return false;
          // The same version again is another record, made since: it goes like any other.
          if (version !== undefined && there.v !== version) throw conflict(name, id, version);
        }
      }),
  };
}

function toStored(collection: Collection, { i, v, b, k }: RecordDocument): StoredRecord {
  const kept = Object.fromEntries(k.map((key) => [key.n, key.v]));
  return { id: i, version: v, body: b, keys: valuesOf(collection, kept) };
}

function conflict(name: string, id: string, version: number): StorageError {
  return new StorageError(
    'storage/conflict',
    `record ${id} of '${name}' is no longer at version ${version}`,
  );
}
