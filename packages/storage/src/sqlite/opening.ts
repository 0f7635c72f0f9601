import { basename } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { NO_COUNT } from './outside-counter.ts';
import type { Count, CounterReading, OutsideCounter, Written } from './outside-counter.ts';
import { integer, text } from './rows.ts';
import { createCount } from './schema.ts';

/** What was acknowledged and is not there any more. */
export type StoreLoss = {
  /** When an opening found it; instants are UTC ISO 8601. */
  readonly foundAt: string;
  readonly commits: number;
  /** Updates of documents in these commits. */
  readonly updates: number;
  /** Everything else in them: records, blobs, removals, compactions. */
  readonly changes: number;
  /** The last commit that is there; null where none is. */
  readonly since: string | null;
  /** The last commit that is missing. */
  readonly until: string;
  /**
   * Documents (name and generation) that miss updates, by name, up to a thousand. The updates of
   * those that are not named are the rest of `updates`.
   */
  readonly documents: readonly { readonly name: string; readonly updates: number }[];
};

/** What the opening of a store found. */
export type StoreOpening = {
  /**
   * `gone` and `unreadable`: there was no count to compare with, so what is missing cannot be told.
   * `new`: nothing was counted yet, in a store just made or made before there was a counter.
   */
  readonly counter: 'kept' | 'new' | 'gone' | 'unreadable';
  /** Found by this opening. */
  readonly loss: StoreLoss | null;
  /** Found by earlier openings, the oldest first, up to a hundred. */
  readonly earlier: readonly StoreLoss[];
  /** The write-ahead log was older than the database file, and was put beside it under this name. */
  readonly logSetAside: string | null;
};

const MOST_DOCUMENTS = 1_000;
const MOST_LOSSES = 100;
const LOSS = 'loss/';

/** Null where the database has no count yet. */
export function countIn(db: DatabaseSync): Count | null {
  const table = db
    .prepare(`select count(*) as n from sqlite_schema where type = 'table' and name = 'commits'`)
    .get();
  if (table?.['n'] !== 1) return null;
  const row = db.prepare('select number, updates, changes, at_ms from commits').get();
  if (row === undefined) return null;
  return {
    commits: integer(row, 'number'),
    updates: integer(row, 'updates'),
    changes: integer(row, 'changes'),
    atMs: integer(row, 'at_ms'),
  };
}

/** What the opening of a database found; it and the counter outside count on from there. */
export function compareCounts(
  db: DatabaseSync,
  counter: OutsideCounter,
  seen: CounterReading,
  aside: string | null,
): StoreOpening {
  const isNew = (countIn(db)?.commits ?? 0) === 0;
  if (countIn(db) === null) createCount(db);
  const loss = lossOf(
    countIn(db) ?? NO_COUNT,
    seen,
    (after) => counter.writtenAfter(after),
    new Date(),
  );
  const earlier = earlierLosses(db);
  if (loss !== null) keepLoss(db, loss);
  const there = countIn(db) ?? NO_COUNT;
  if (there.commits !== seen.count?.commits) counter.restart(there);
  // Or a loss of power could have the same loss found again.
  if (loss !== null) counter.flush();
  return {
    counter: seen.count !== null ? 'kept' : seen.unreadable ? 'unreadable' : isNew ? 'new' : 'gone',
    loss,
    earlier,
    logSetAside: aside === null ? null : basename(aside),
  };
}

/** What the counter outside knows of and the database does not have; null where nothing is missing. */
function lossOf(
  there: Count,
  { count }: CounterReading,
  written: (after: number) => readonly Written[],
  foundAt: Date,
): StoreLoss | null {
  if (count === null || count.commits <= there.commits) return null;
  const updates = new Map<string, number>();
  for (const each of written(there.commits)) {
    if (each.commit > count.commits) continue;
    updates.set(each.document, (updates.get(each.document) ?? 0) + each.updates);
  }
  return {
    foundAt: foundAt.toISOString(),
    commits: count.commits - there.commits,
    updates: count.updates - there.updates,
    changes: count.changes - there.changes,
    since: there.commits === 0 ? null : new Date(there.atMs).toISOString(),
    until: new Date(count.atMs).toISOString(),
    documents: [...updates]
      .map(([name, missing]) => ({ name, updates: missing }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .slice(0, MOST_DOCUMENTS),
  };
}

/** The losses that were found before, the oldest first. */
function earlierLosses(db: DatabaseSync): readonly StoreLoss[] {
  return db
    .prepare(`select value from meta where name >= '${LOSS}' and name < 'loss0' order by name`)
    .all()
    .map((row) => JSON.parse(text(row, 'value')) as StoreLoss);
}

/** Keeps it in the database, so that no later start forgets it; a commit of its own, and counted. */
function keepLoss(db: DatabaseSync, loss: StoreLoss): void {
  db.exec('begin immediate');
  db.exec('update commits set number = number + 1, changes = changes + 1');
  db.prepare('insert or replace into meta values (?, ?)').run(
    LOSS + loss.foundAt,
    JSON.stringify(loss),
  );
  db.prepare(`
    delete from meta where name >= '${LOSS}' and name < 'loss0' and name not in
    (select name from meta where name >= '${LOSS}' and name < 'loss0' order by name desc limit ${MOST_LOSSES})`).run();
  db.exec('commit');
}
