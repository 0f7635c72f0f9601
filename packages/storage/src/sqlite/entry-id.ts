import type { DatabaseSync } from 'node:sqlite';

/*
 * An entry is found by one number: that of its document's stream, and behind it in 32 bits its key.
 * All entries of a stream stand together, in the order of their keys.
 *
 * Stream and key as a primary key of two columns brought the bytes into the tree that is searched: an
 * append that was compared with a long entry read all of that.
 */

export const KEY_BITS = 32;
/** The highest key that an entry may have. */
export const LAST_KEY = 2 ** KEY_BITS - 1;

/** The number, as SQL over these expressions; numbers that are bound are made whole by it. */
export function entryId(stream: string, key: string): string {
  return `((${stream} << ${KEY_BITS}) | ${key})`;
}

/** All entries of a stream, as a condition in SQL. */
export function ofStream(id: string, stream: string): string {
  return `${id} between ${entryId(stream, '0')} and ${entryId(stream, String(LAST_KEY))}`;
}

export const ENTRIES = `
create table entries (
  id integer primary key,
  stream integer not null generated always as (id >> ${KEY_BITS}) virtual,
  key integer not null generated always as (id & ${LAST_KEY}) virtual,
  key_name text not null, bytes blob not null
) strict;
`;

/** False of a file of before 0.1.0 was out. */
export function haveIds(db: DatabaseSync): boolean {
  const column = db
    .prepare(`select count(*) as n from pragma_table_info('entries') where name = 'id'`)
    .get();
  return column?.['n'] === 1;
}

/** Gives the entries of such a file their ids, within a transaction of the caller's. */
export function giveIds(db: DatabaseSync): void {
  db.exec(`
    alter table entries rename to entries_without;
    ${ENTRIES}
    insert into entries (id, key_name, bytes)
      select ${entryId('stream', 'key')}, key_name, bytes from entries_without order by stream, key;
    drop table entries_without`);
}
