import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * How many records of each collection, logs and blobs a data folder holds; the server may run on.
 * Without the notes of when projects changed, which are written from time to time, and of sealing.
 */
export function countAll(folder: string): Readonly<Record<string, number>> {
  const database = new DatabaseSync(join(folder, 'triad.sqlite'), { readOnly: true });
  try {
    const counts: Record<string, number> = {};
    const count = (name: string, sql: string) => {
      for (const row of database.prepare(sql).all()) {
        counts[String(row['name'] ?? name)] = Number(row['n']);
      }
    };
    count(
      '',
      `select collection as name, count(*) as n from records
       where collection not in ('activity', 'sealing') group by collection`,
    );
    count('logs', 'select count(*) as n from documents where stream is not null');
    count('blobs', 'select count(*) as n from blobs');
    return counts;
  } finally {
    database.close();
  }
}
