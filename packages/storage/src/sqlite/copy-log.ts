import type { DatabaseSync } from 'node:sqlite';
import { countIn } from './opening.ts';
import type { OutsideCounter } from './outside-counter.ts';

export type CopyLog = (how: 'passive' | 'truncate') => {
  /** Nothing was left to be copied when it ended. */
  readonly whole: boolean;
};

/**
 * Copies the write-ahead log into the database file, and says beside it from which commit on the
 * file needs the log: while it runs the file is no whole commit, nor when it passed over pages for
 * a reader that still looks at older ones. See damaged-log.ts.
 */
export function makeCopyLog(db: DatabaseSync, counter: OutsideCounter): CopyLog {
  const statements = {
    passive: db.prepare('pragma wal_checkpoint(passive)'),
    truncate: db.prepare('pragma wal_checkpoint(truncate)'),
  };
  return (how) => {
    counter.setMixed(Number.POSITIVE_INFINITY);
    const row = statements[how].get();
    const whole = row?.['busy'] === 0 && row['log'] === row['checkpointed'];
    counter.setMixed(whole ? null : (countIn(db)?.commits ?? Number.POSITIVE_INFINITY));
    return { whole };
  };
}
