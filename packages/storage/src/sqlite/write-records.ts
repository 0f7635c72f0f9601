import type { DatabaseSync } from 'node:sqlite';
import { StorageError } from '../errors.ts';
import type { Collection, IndexValues } from '../port.ts';
import { sqliteCode } from './failures.ts';
import type { WriteOp } from './protocol.ts';
import { integer, text } from './rows.ts';

type Op<K extends WriteOp['kind']> = Extract<WriteOp, { kind: K }>;

export type RecordWriter = {
  define(op: Op<'define'>): null;
  insert(op: Op<'insert'>): null;
  update(op: Op<'update'>): null;
  /** Of a record that was copied from another store. */
  setVersion(op: Op<'set-version'>): null;
  remove(op: Op<'remove'>): boolean;
};

/** Writes to records; each call runs inside a savepoint of the writer. */
export function makeRecordWriter(db: DatabaseSync): RecordWriter {
  const version = db.prepare('select version, keys from records where collection = ? and id = ?');
  const insert = db.prepare(
    'insert into records (collection, id, version, body, keys) values (?, ?, 1, ?, ?)',
  );
  const update = db.prepare(
    'update records set version = version + 1, body = ?, keys = ? where collection = ? and id = ?',
  );
  const setVersion = db.prepare('update records set version = ? where collection = ? and id = ?');
  const remove = db.prepare('delete from records where collection = ? and id = ?');
  const holder = db.prepare(
    'select id from record_keys where collection = ? and field = ? and value = ? and is_unique = 1',
  );
  const addKey = db.prepare(
    'insert into record_keys (collection, field, value, id, is_unique) values (?, ?, ?, ?, ?)',
  );
  const dropKey = db.prepare(
    'delete from record_keys where collection = ? and field = ? and value = ? and id = ?',
  );
  const indexes = db.prepare('select field, is_unique from record_indexes where collection = ?');
  const addIndex = db.prepare(
    'insert into record_indexes (collection, field, is_unique) values (?, ?, ?)',
  );
  const dropIndex = db.prepare('delete from record_indexes where collection = ? and field = ?');
  const dropIndexKeys = db.prepare('delete from record_keys where collection = ? and field = ?');
  const setIndex = db.prepare(
    'update record_indexes set is_unique = ? where collection = ? and field = ?',
  );
  const setIndexKeys = db.prepare(
    'update record_keys set is_unique = ? where collection = ? and field = ?',
  );
  const restoreKeys = db.prepare(`
    insert into record_keys (collection, field, value, id, is_unique)
    select r.collection, k.key, k.value, r.id, ? from records r, json_each(r.keys) k
    where r.collection = ? and k.key = ? and k.type = 'text'`);

  const defined = new Map<string, Collection>();

  function indexesOf(name: string): [string, { readonly unique: boolean }][] {
    return Object.entries(defined.get(name)?.indexes ?? {});
  }

  function claim(
    collection: string,
    id: string,
    field: string,
    value: string,
    unique: boolean,
  ): void {
    if (unique && holder.get(collection, field, value) !== undefined) {
      throw new StorageError(
        'storage/not-unique',
        `record ${id} of '${collection}': its value of '${field}' belongs to another record`,
      );
    }
    addKey.run(collection, field, value, id, unique ? 1 : 0);
  }

  function release(collection: string, id: string, keys: IndexValues): void {
    for (const [field, value] of Object.entries(keys))
      if (value !== null) dropKey.run(collection, field, value, id);
  }

  function defineOne(collection: Collection): void {
    const there = new Map(
      indexes
        .all(collection.name)
        .map((row) => [text(row, 'field'), integer(row, 'is_unique') === 1]),
    );
    for (const field of there.keys()) {
      if (Object.hasOwn(collection.indexes, field)) continue;
      dropIndexKeys.run(collection.name, field);
      dropIndex.run(collection.name, field);
    }
    for (const [field, { unique }] of Object.entries(collection.indexes)) {
      const before = there.get(field);
      if (before === unique) continue;
      try {
        if (before === undefined) {
          addIndex.run(collection.name, field, unique ? 1 : 0);
          restoreKeys.run(unique ? 1 : 0, collection.name, field);
        } else {
          setIndex.run(unique ? 1 : 0, collection.name, field);
          setIndexKeys.run(unique ? 1 : 0, collection.name, field);
        }
      } catch (error) {
        if (sqliteCode(error) !== SQLITE_CONSTRAINT) throw error;
        throw new StorageError(
          'storage/not-unique',
          `the index '${field}' of '${collection.name}' cannot be unique: records share a value`,
          { cause: error },
        );
      }
    }
  }

  return {
    define(op) {
      for (const collection of op.collections) defineOne(collection);
      defined.clear();
      for (const collection of op.collections) defined.set(collection.name, collection);
      return null;
    },

    insert(op) {
      if (version.get(op.collection, op.id) !== undefined) {
        throw new StorageError(
          'storage/exists',
          `record ${op.id} of '${op.collection}' exists already`,
        );
      }
      for (const [field, { unique }] of indexesOf(op.collection)) {
        const value = op.keys[field];
        if (typeof value === 'string') claim(op.collection, op.id, field, value, unique);
      }
      insert.run(op.collection, op.id, op.body, JSON.stringify(op.keys));
      return null;
    },

    setVersion({ collection, id, version: given }) {
      setVersion.run(given, collection, id);
      return null;
    },

    update(op) {
      const row = version.get(op.collection, op.id);
      if (row === undefined || integer(row, 'version') !== op.version) {
        throw new StorageError(
          'storage/conflict',
          `record ${op.id} of '${op.collection}' is no longer at version ${op.version}`,
        );
      }
      const before = text(row, 'keys');
      const after = JSON.stringify(op.keys);
      if (before !== after) {
        release(op.collection, op.id, JSON.parse(before) as IndexValues);
        for (const [field, { unique }] of indexesOf(op.collection)) {
          const value = op.keys[field];
          if (typeof value === 'string') claim(op.collection, op.id, field, value, unique);
        }
      }
      update.run(op.body, after, op.collection, op.id);
      return null;
    },

    remove(op) {
      const row = version.get(op.collection, op.id);
      if (row === undefined) return false;
      if (op.version !== null && integer(row, 'version') !== op.version) {
        throw new StorageError(
          'storage/conflict',
          `record ${op.id} of '${op.collection}' is no longer at version ${op.version}`,
        );
      }
      release(op.collection, op.id, JSON.parse(text(row, 'keys')) as IndexValues);
      remove.run(op.collection, op.id);
      return true;
    },
  };
}

const SQLITE_CONSTRAINT = 19;
