import type { DatabaseSync } from 'node:sqlite';
import { StorageError } from '../errors.ts';
import { lastVersion } from '../layout-versions.ts';
import { toFailure } from './failures.ts';
import { countIn } from './opening.ts';
import { addTo, NO_COUNT } from './outside-counter.ts';
import type { Count } from './outside-counter.ts';
import { moveSchema, readVersion, SQLITE_STEPS } from './schema-steps.ts';

/**
 * Brings a file of an earlier version to the last one, counted as a commit: by the count an opening
 * knows whether the log goes with the file (damaged-log.ts). Answers the new count; null where there
 * was nothing to do.
 */
export function raiseSchema(db: DatabaseSync, steps = SQLITE_STEPS): Count | null {
  const last = lastVersion(steps);
  if (readVersion(db) === last) return null;
  const count = addTo(countIn(db) ?? NO_COUNT, { updates: 0, changes: 1 });
  try {
    db.exec('begin immediate');
    moveSchema(db, last, steps);
    const { commits, changes, atMs } = count;
    db.exec(`update commits set number = ${commits}, changes = ${changes}, at_ms = ${atMs}`);
    db.exec('commit');
    return count;
  } catch (error) {
    if (db.isTransaction) db.exec('rollback');
    const { code, message } = toFailure(error);
    throw new StorageError(
      code,
      `the data could not be brought to data version ${last}, and are as they were: ${message}`,
      { cause: error },
    );
  }
}
