/*
 * From one version of the tables to the next, and back, so that an earlier release opens what a later
 * one wrote. May be lost: nothing. A file is at one version or at another, never between two: all steps
 * of an opening are one transaction, and so are all that lead back.
 */
import type { DatabaseSync } from 'node:sqlite';
import { FIRST_VERSION, refuseUnknownVersion } from '../layout-versions.ts';
import { entryId, KEY_BITS, LAST_KEY } from './entry-id.ts';

/**
 * Statements of SQL, each run by itself. `down` gives the earlier version everything that it knew, and
 * may drop only what it has no place for. Neither touches the tables `commits` and `meta`. A step that
 * was released is never changed.
 */
export type SqliteStep = { readonly up: readonly string[]; readonly down: readonly string[] };

/**
 * Stream and key together become the one number by which entries are found (entry-id.ts). As a primary
 * key of two columns they brought the bytes into the tree that is searched, and an append that was
 * compared with a long entry read all of that.
 */
const ENTRIES_BY_NUMBER: SqliteStep = {
  up: [
    'alter table entries rename to entries_1',
    `create table entries (
      id integer primary key,
      stream integer not null generated always as (id >> ${KEY_BITS}) virtual,
      key integer not null generated always as (id & ${LAST_KEY}) virtual,
      key_name text not null, bytes blob not null
    ) strict`,
    `insert into entries (id, key_name, bytes)
      select ${entryId('stream', 'key')}, key_name, bytes from entries_1 order by stream, key`,
    'drop table entries_1',
  ],
  down: [
    'alter table entries rename to entries_2',
    `create table entries (
      stream integer not null, key integer not null, key_name text not null, bytes blob not null,
      primary key (stream, key)
    ) strict`,
    `insert into entries (stream, key, key_name, bytes)
      select id >> ${KEY_BITS}, id & ${LAST_KEY}, key_name, bytes from entries_2 order by id`,
    'drop table entries_2',
  ],
};

/** The first leads from version 1 to 2. */
export const SQLITE_STEPS: readonly SqliteStep[] = [ENTRIES_BY_NUMBER];

/** Null where the file does not say it. */
export function readVersion(db: DatabaseSync): number | null {
  const value = db.prepare(`select value from meta where name = 'schema'`).get()?.['value'];
  const version = typeof value === 'string' ? Number(value) : Number.NaN;
  return Number.isInteger(version) && version >= FIRST_VERSION ? version : null;
}

/**
 * Brings the tables to another version, within a transaction of the caller's. Throws `storage/invalid`
 * for a version to which no step leads, before anything is changed.
 */
export function moveSchema(db: DatabaseSync, to: number, steps = SQLITE_STEPS): void {
  refuseUnknownVersion(to, steps);
  const from = readVersion(db) ?? FIRST_VERSION;
  const statements =
    to >= from
      ? steps.slice(from - FIRST_VERSION, to - FIRST_VERSION).flatMap(({ up }) => up)
      : steps
          .slice(to - FIRST_VERSION, from - FIRST_VERSION)
          .toReversed()
          .flatMap(({ down }) => down);
  for (const statement of statements) db.exec(statement);
  db.exec(`update meta set value = '${to}' where name = 'schema'`);
}
