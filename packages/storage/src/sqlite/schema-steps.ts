/*
 * From one version of the tables to the next, and back, so that an earlier release opens what a later
 * one wrote. May be lost: nothing. A file is at one version or at another, never between two: all steps
 * of an opening are one transaction, and so are all that lead back.
 */
import type { DatabaseSync } from 'node:sqlite';
import { StorageError } from '../errors.ts';

/**
 * Statements of SQL, each run by itself. `down` gives the earlier version everything that it knew, and
 * may drop only what it has no place for. Neither touches the tables `commits` and `meta`. A step that
 * was released is never changed.
 */
export type SqliteStep = { readonly up: readonly string[]; readonly down: readonly string[] };

/** The version of the tables in schema.ts, to which nothing leads. */
export const FIRST_VERSION = 1;

/** The first leads from version 1 to 2. */
export const SQLITE_STEPS: readonly SqliteStep[] = [];

/** The version to which these lead. */
export function lastVersion(steps: readonly unknown[]): number {
  return FIRST_VERSION + steps.length;
}

/** Raised with every change of the tables; a file says which it has (`meta`). */
export const SCHEMA_VERSION = lastVersion(SQLITE_STEPS);

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
  if (!Number.isInteger(to) || to < FIRST_VERSION || to > lastVersion(steps)) {
    throw new StorageError(
      'storage/invalid',
      `no step leads to data version ${to}; there are ${FIRST_VERSION} to ${lastVersion(steps)}`,
    );
  }
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
