import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { StorageError } from '../errors.ts';
import { FIRST_VERSION, lastVersion } from '../layout-versions.ts';
import { moveSchema, readVersion, SQLITE_STEPS } from './schema-steps.ts';

/**
 * The tables of the first version; what changed since stands in schema-steps.ts alone, so that a new
 * file and one that was brought up are the same.
 *
 * Every table is STRICT: node:sqlite binds each number as REAL, and only a typed column makes it
 * an integer again. `record_keys` holds no row for null, and uniqueness is a partial index so that
 * one table serves every collection.
 *
 * Entries hang on a number (`stream`) instead of the document's name: removing a log takes the
 * number from the document in one small write, and the entries are swept away afterwards. What is
 * to be swept stands in `sweeps` from the same commit on, unfinished uploads of blobs too, so that
 * the next opening finishes what a crash interrupted.
 */
const TABLES = `
create table meta (name text primary key, value text not null) strict, without rowid;
create table records (
  collection text not null, id text not null, version integer not null, body text not null, keys text not null,
  primary key (collection, id)
) strict;
create table record_keys (
  collection text not null, field text not null, value text not null, id text not null, is_unique integer not null,
  primary key (collection, field, value, id)
) strict, without rowid;
create unique index record_keys_unique on record_keys (collection, field, value) where is_unique = 1;
create table record_indexes (
  collection text not null, field text not null, is_unique integer not null,
  primary key (collection, field)
) strict, without rowid;

create table documents (
  name text primary key, stream integer unique, next_key integer not null, entries integer not null, bytes integer not null
) strict, without rowid;
create table entries (
  stream integer not null, key integer not null, key_name text not null, bytes blob not null,
  primary key (stream, key)
) strict;

create table blobs (
  id text primary key, upload text not null unique, size integer not null, key_name text not null
) strict, without rowid;
create table blob_pieces (
  upload text not null, piece integer not null, bytes blob not null,
  primary key (upload, piece)
) strict;
create table counters (name text primary key, value integer not null) strict, without rowid;
create table sweeps (kind text not null, target text not null, primary key (kind, target)) strict, without rowid;
insert into counters values ('stream', 0);
insert into meta values ('schema', '${FIRST_VERSION}');
`;

/**
 * The count of commits, raised by every one. A file of before it had one gets it at its opening;
 * versions that do not know it leave it, and the counter beside the database, as they are.
 */
const COUNT = `
create table if not exists commits (
  id integer primary key check (id = 1), number integer not null, updates integer not null,
  changes integer not null, at_ms integer not null
) strict;
insert or ignore into commits values (1, 0, 0, 0, 0);
`;

/**
 * Refuses a file that this version cannot use, before anything in it is changed. True if it has
 * no tables yet.
 */
export function checkSchema(db: DatabaseSync, file: string, steps = SQLITE_STEPS): boolean {
  const tables = db.prepare(`select count(*) as n from sqlite_schema`).get();
  if (tables?.['n'] === 0) return true;
  const version = readSchemaVersion(db);
  if (version === null) {
    throw new StorageError(
      'storage/unavailable',
      `${file} is a database, but not one of Triad's. Move it away, or choose another data folder.`,
    );
  }
  if (version > lastVersion(steps)) {
    throw new StorageError(
      'storage/newer',
      `${file} was written by a newer Triad (data version ${version}; this one knows ${lastVersion(steps)}). Start that version, bring the data back with it ('pnpm triad migrate --down-to'), or restore a backup made before the upgrade.`,
    );
  }
  return false;
}

/** Makes the tables of a new file, all or none. */
export function createTables(db: DatabaseSync, steps = SQLITE_STEPS): void {
  db.exec(`begin immediate; ${TABLES} ${COUNT}`);
  moveSchema(db, lastVersion(steps), steps);
  db.exec('commit');
}

/** Makes the count of a file that has none. */
export function createCount(db: DatabaseSync): void {
  db.exec(`begin immediate; ${COUNT} commit`);
}

/** The store's own id, a UUID, which its copies keep; null in a file of before there was one. */
export function readId(db: DatabaseSync): string | null {
  const id = db.prepare(`select value from meta where name = 'id'`).get()?.['value'];
  return typeof id === 'string' ? id : null;
}

/** The same; a file that has none gets one. */
export function ensureId(db: DatabaseSync): string {
  const there = readId(db);
  if (there !== null) return there;
  const id = randomUUID();
  db.prepare(`insert into meta values ('id', ?)`).run(id);
  return id;
}

/** Of a copy: it goes by the id of what it is a copy of. */
export function replaceId(db: DatabaseSync, id: string): null {
  db.prepare(`update meta set value = ? where name = 'id'`).run(id);
  return null;
}

/** Null where the tables are none of a store. */
function readSchemaVersion(db: DatabaseSync): number | null {
  const meta = db
    .prepare(`select count(*) as n from sqlite_schema where type = 'table' and name = 'meta'`)
    .get();
  if (meta?.['n'] !== 1) return null;
  return readVersion(db);
}
