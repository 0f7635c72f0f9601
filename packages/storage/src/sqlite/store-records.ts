import { checkCollections, checkPage } from '../checks.ts';
import { DeclaredCollections, valuesOf } from '../declared-collections.ts';
import type { Collection, IndexValues, RecordStore, StoredRecord } from '../port.ts';
import type { Calls } from './calls.ts';
import type { RecordRow } from './protocol.ts';

/** Records as the port has them: checks here, on the caller's thread, so that a mistake costs no round trip. */
export function makeRecords(calls: Calls): RecordStore {
  const declared = new DeclaredCollections();

  return {
    define: (collections) =>
      calls.whole(async () => {
        checkCollections(collections);
        await calls.write({ kind: 'define', collections }, 0);
        declared.replace(collections);
      }),

    get: (name, id) =>
      calls.whole(async () => {
        const collection = declared.checkId(name, id);
        const row = await calls.read({ kind: 'get', collection: name, id });
        return row === null ? null : toStored(collection, row);
      }),

    find: (name, where, page) =>
      calls.whole(async () => {
        const collection = declared.checkWhere(name, where);
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
        declared.checkWhere(name, where);
        return calls.read({ kind: 'count', collection: name, where });
      }),

    insert: (name, record) =>
      calls.whole(async () => {
        const keys = declared.checkRecord(name, record);
        const { id, body } = record;
        await calls.write({ kind: 'insert', collection: name, id, body, keys }, body.length);
        return { id, version: 1, body, keys };
      }),

    update: (name, record) =>
      calls.whole(async () => {
        const keys = declared.checkRecord(name, record);
        const { id, body, version } = record;
        await calls.write(
          { kind: 'update', collection: name, id, version, body, keys },
          body.length,
        );
        return { id, version: version + 1, body, keys };
      }),

    remove: (name, id, version) =>
      calls.whole(async () => {
        declared.checkId(name, id);
        return calls.write({ kind: 'remove', collection: name, id, version: version ?? null }, 0);
      }),
  };
}

function toStored(collection: Collection, row: RecordRow): StoredRecord {
  const keys = valuesOf(collection, JSON.parse(row.keys) as IndexValues);
  return { id: row.id, version: row.version, body: row.body, keys };
}
