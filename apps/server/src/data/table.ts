import type { Collection, IndexValues, RecordStore, StoredRecord } from '@triad/storage';
import { eachRecord, StorageError } from '@triad/storage';
import { NOTHING_LEFT } from '../sealing/seal-records.ts';

/** A record with its body read. */
export type Row<Body> = { readonly id: string; readonly version: number; readonly body: Body };

/** A collection, with the way from a body to the values of its indexes. */
export type TableDefinition<Body> = {
  readonly name: string;
  readonly indexes: Readonly<
    Record<string, { readonly unique: boolean; readonly of: (body: Body) => string | null }>
  >;
};

/**
 * Typed records of one collection. Errors are those of the storage port. A record whose key was
 * destroyed has no body any more: only {@link Table.ids} tells of it, so that it can be removed.
 */
export class Table<Body> {
  readonly collection: Collection;
  readonly #records: RecordStore;
  readonly #definition: TableDefinition<Body>;
  readonly #listeners: ((id: string, body: Body | null) => void)[] = [];

  constructor(records: RecordStore, definition: TableDefinition<Body>) {
    this.#records = records;
    this.#definition = definition;
    this.collection = {
      name: definition.name,
      indexes: Object.fromEntries(
        Object.entries(definition.indexes).map(([name, { unique }]) => [name, { unique }]),
      ),
    };
  }

  async get(id: string): Promise<Row<Body> | null> {
    const record = await this.#records.get(this.#definition.name, id);
    return record === null ? null : read<Body>(record);
  }

  /** Every record with this value, ascending by id. */
  async find(index: string, value: string): Promise<readonly Row<Body>[]> {
    return this.#read({ index, value });
  }

  /** The ids of every record with this value, also of those without a body, ascending. */
  async ids(index: string, value: string): Promise<readonly string[]> {
    const ids: string[] = [];
    for await (const { id } of this.#stored({ index, value })) ids.push(id);
    return ids;
  }

  /** Every record of the collection, ascending by id. */
  async all(): Promise<readonly Row<Body>[]> {
    return this.#read(null);
  }

  /** The first record with this value: on a unique index the only one. */
  async one(index: string, value: string): Promise<Row<Body> | null> {
    const [record] = await this.#records.find(
      this.#definition.name,
      { index, value },
      { limit: 1 },
    );
    return record === undefined ? null : read<Body>(record);
  }

  count(index: string, value: string): Promise<number> {
    return this.#records.count(this.#definition.name, { index, value });
  }

  async insert(id: string, body: Body): Promise<Row<Body>> {
    const record = await this.#records.insert(this.#definition.name, {
      id,
      body: JSON.stringify(body),
      keys: this.#keys(body),
    });
    this.#tell(id, body);
    return toRow(record);
  }

  /** Rejects with `storage/conflict` if somebody else was first. */
  async update(row: Row<unknown>, body: Body): Promise<Row<Body>> {
    const record = await this.#records.update(this.#definition.name, {
      id: row.id,
      version: row.version,
      body: JSON.stringify(body),
      keys: this.#keys(body),
    });
    this.#tell(row.id, body);
    return toRow(record);
  }

  async remove(id: string, version?: number): Promise<boolean> {
    const wasThere = await this.#records.remove(this.#definition.name, id, version);
    if (wasThere) this.#tell(id, null);
    return wasThere;
  }

  /**
   * Calls after each write through this table, when it is on disk and before whoever wrote is told:
   * with the body, or null where the record was removed.
   */
  onWritten(listener: (id: string, body: Body | null) => void): void {
    this.#listeners.push(listener);
  }

  #tell(id: string, body: Body | null): void {
    for (const listener of this.#listeners) listener(id, body);
  }

  async #read(where: Where) {
    const rows: Row<Body>[] = [];
    for await (const record of this.#stored(where)) {
      const row = read<Body>(record);
      if (row !== null) rows.push(row);
    }
    return rows;
  }

  #stored(where: Where): AsyncGenerator<StoredRecord> {
    return eachRecord(this.#records, this.#definition.name, where);
  }

  #keys(body: Body): IndexValues {
    return Object.fromEntries(
      Object.entries(this.#definition.indexes).map(([name, { of }]) => [name, of(body)]),
    );
  }
}

type Where = { readonly index: string; readonly value: string } | null;

function read<Body>(record: StoredRecord): Row<Body> | null {
  return record.body === NOTHING_LEFT ? null : toRow<Body>(record);
}

/**
 * The record, for somebody who changes it as they saw it. Their version alone would not do: by the time
 * of the write it may be right, and what is written rests on an older body.
 * @throws StorageError `storage/conflict` where they saw another version than this
 */
export function asSeen<Body>(row: Row<Body>, version: number): Row<Body> {
  if (row.version === version) return row;
  throw new StorageError('storage/conflict', `${row.id} was read as another version`);
}

function toRow<Body>({ id, version, body }: StoredRecord): Row<Body> {
  return { id, version, body: JSON.parse(body) as Body };
}
