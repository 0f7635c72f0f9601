import { pathToFileURL } from 'node:url';
import { DatabaseSync } from 'node:sqlite';
import { StorageError } from '../errors.ts';
import type { LogEntry } from '../port.ts';
import { ofStream } from './entry-id.ts';
import { toFailure } from './failures.ts';
import { bytes, integer, text } from './rows.ts';
import { readVersion } from './schema-steps.ts';
import { checkSchema, readId } from './schema.ts';

/** How much a store holds. */
export type StoreCounts = {
  /** Of each collection that has any. */
  readonly records: Readonly<Record<string, number>>;
  readonly documents: number;
  readonly entries: number;
  readonly blobs: number;
};

/** A store's file at rest, read in place; every method blocks its thread. */
export type SqliteCopy = {
  /** Version of the tables. */
  readonly schema: number;
  /** Of the store that it is a copy of; null where that had none yet. */
  readonly id: string | null;
  counts(): StoreCounts;
  /** What SQLite, and the counts that the tables keep of one another, find wrong; at most 100 sentences without values. */
  faults(): readonly string[];
  documents(): Iterable<string>;
  /** As `DocumentLog.read` gives them, one at a time. */
  entries(document: string): Iterable<LogEntry>;
  records(collection: string): Iterable<{ readonly id: string; readonly body: string }>;
  /** One whole blob at a time. */
  blobs(): Iterable<{ readonly id: string; readonly bytes: Uint8Array; readonly keyName: string }>;
  close(): void;
};

/**
 * Opens a store's file that nothing else has open, without a lock and without a byte written: it
 * may stand on a medium that cannot be written. Throws `storage/unavailable` if it is no store,
 * `storage/newer` if a newer version wrote it.
 */
export function readSqliteCopy(file: string): SqliteCopy {
  const url = pathToFileURL(file);
  url.searchParams.set('immutable', '1');
  const db = guarded(file, () => new DatabaseSync(url, { readOnly: true }));
  try {
    const isEmpty = guarded(file, () => checkSchema(db, file));
    if (isEmpty) throw new StorageError('storage/unavailable', `${file} holds no tables`);
    return makeCopy(db, file);
  } catch (error) {
    db.close();
    throw error;
  }
}

const MOST_FAULTS = 100;

function makeCopy(db: DatabaseSync, file: string): SqliteCopy {
  const number = (sql: string): number => {
    const row = db.prepare(sql).get();
    return row === undefined ? 0 : integer(row, 'n');
  };
  return {
    schema: number(`select cast(value as integer) as n from meta where name = 'schema'`),
    id: readId(db),
    counts: () =>
      guarded(file, () => ({
        records: Object.fromEntries(
          db
            .prepare(
              'select collection, count(*) as n from records group by collection order by collection',
            )
            .all()
            .map((row) => [text(row, 'collection'), integer(row, 'n')]),
        ),
        documents: number('select count(*) as n from documents where entries > 0'),
        entries: number('select coalesce(sum(entries), 0) as n from documents'),
        blobs: number('select count(*) as n from blobs'),
      })),
    faults: () => guarded(file, () => findFaults(db)),
    *documents() {
      const names = db.prepare('select name from documents where entries > 0 order by name');
      for (const row of names.iterate()) yield text(row, 'name');
    },
    *entries(document) {
      // A copy may be of before the entries had their number.
      const isEarlier = readVersion(db) === 1;
      const those = isEarlier ? 'e.stream = d.stream' : ofStream('e.id', 'd.stream');
      const found = db.prepare(
        `select e.key, e.key_name, e.bytes from documents d join entries e on ${those}
         where d.name = ? order by ${isEarlier ? 'e.key' : 'e.id'}`,
      );
      for (const row of found.iterate(document)) {
        yield {
          key: integer(row, 'key'),
          keyName: text(row, 'key_name'),
          bytes: bytes(row, 'bytes'),
        };
      }
    },
    *records(collection) {
      const found = db.prepare('select id, body from records where collection = ? order by id');
      for (const row of found.iterate(collection)) {
        yield { id: text(row, 'id'), body: text(row, 'body') };
      }
    },
    *blobs() {
      const pieces = db.prepare('select bytes from blob_pieces where upload = ? order by piece');
      for (const row of db
        .prepare('select id, upload, key_name from blobs order by id')
        .iterate()) {
        const parts = pieces.all(text(row, 'upload')).map((piece) => bytes(piece, 'bytes'));
        yield { id: text(row, 'id'), bytes: Buffer.concat(parts), keyName: text(row, 'key_name') };
      }
    },
    close: () => db.close(),
  };
}

function findFaults(db: DatabaseSync): readonly string[] {
  const faults = db
    .prepare(`pragma integrity_check(${MOST_FAULTS})`)
    .all()
    .map((row) => text(row, 'integrity_check'))
    .filter((sentence) => sentence !== 'ok');
  // In a file that is broken as such the rest would only say so again.
  if (faults.length > 0) return faults;
  const wrong = (sql: string, what: string): void => {
    const row = db.prepare(sql).get();
    const count = row === undefined ? 0 : integer(row, 'n');
    if (count > 0) faults.push(`${count} ${what}`);
  };
  wrong(
    `select count(*) as n from documents d left join
       (select stream, count(*) as entries, sum(length(bytes)) as bytes, max(key) as last from entries group by stream) e
       on e.stream = d.stream
     where d.entries <> coalesce(e.entries, 0) or d.bytes <> coalesce(e.bytes, 0) or d.next_key <= coalesce(e.last, 0)`,
    'document logs do not have the entries that are counted of them',
  );
  wrong(
    `select count(*) as n from blobs b left join
       (select upload, count(*) as pieces, max(piece) as last, sum(length(bytes)) as bytes from blob_pieces group by upload) p
       on p.upload = b.upload
     where b.size <> coalesce(p.bytes, 0) or coalesce(p.last + 1, 0) <> coalesce(p.pieces, 0)`,
    'blobs do not have all their pieces',
  );
  wrong(
    `select count(*) as n from record_keys k left join records r on r.collection = k.collection and r.id = k.id
     where r.id is null`,
    'index entries name a record that is not there',
  );
  return faults;
}

/** SQLite's own words about a file that it cannot read become the store's. */
function guarded<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof StorageError) throw error;
    throw new StorageError(
      'storage/unavailable',
      `${file} cannot be read: ${toFailure(error).message}`,
      { cause: error },
    );
  }
}
