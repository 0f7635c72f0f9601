import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { StorageError } from '../errors.ts';
import { isDamage } from './failures.ts';
import { countIn } from './opening.ts';
import type { CounterReading } from './outside-counter.ts';

/**
 * What SQLite cannot know of a damaged write-ahead log. It reads the log up to the first frame
 * whose checksum is wrong and lays those pages over the database file. Where the checkpoint thread
 * had copied more than that into the file, older pages would be laid over newer ones: a mixture of
 * two commits. Each of the two has the count of its last commit, so this is seen before anything is
 * written:
 *
 * - the file is ahead: its own pages are one whole commit, and the log is put aside;
 * - the file is a mixture itself, of a copy that was not ended, and the log ends before what was
 *   copied: nothing puts that right, so the store refuses to open.
 *
 * Answers with the name under which the log was put aside, or null. Throws `storage/damaged`.
 */
export function settleLog(file: string, counter: CounterReading): string | null {
  const log = `${file}-wal`;
  const { mixedUpTo } = counter;
  const logBytes = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (logBytes === 0 && mixedUpTo === null) return null;
  if (!existsSync(file) || statSync(file).size === 0) return null;
  const inFile = commitsIn(file, true);
  const inBoth = commitsIn(file, false);
  if (inBoth === null && mixedUpTo === null) return null;
  const there = inBoth ?? -1;
  // Of a copy that was not ended nobody knows how far it came: at most to the last commit.
  const needed =
    mixedUpTo === Number.POSITIVE_INFINITY ? (counter.count?.commits ?? -1) : (mixedUpTo ?? -1);
  if (there < needed || (mixedUpTo !== null && there < (inFile ?? -1))) {
    throw new StorageError(
      'storage/damaged',
      `${log} is damaged, and only part of it had been copied into ${file} when the server ended: what is left is a mixture of several moments, which cannot be put right. Restore a backup; keep both files until then.`,
    );
  }
  if (inFile === null || there >= inFile) return null;
  const aside = `${log}.damaged`;
  renameSync(log, aside);
  rmSync(`${file}-shm`, { force: true });
  return aside;
}

/** The number of the last commit, in the file alone or with the log over it; null where none can be read. */
function commitsIn(file: string, alone: boolean): number | null {
  const url = pathToFileURL(file);
  // 'Immutable' has SQLite look at nothing but the file; only reading never copies the log on closing.
  if (alone) url.search = '?immutable=1';
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(url, { readOnly: true });
    return countIn(db)?.commits ?? null;
  } catch (error) {
    // A mixture has no count of its own. With the log, whatever is no damage (a lock of others) must
    // not be taken for it; without, that there is no count is all that is asked.
    if (alone) return null;
    if (!isDamage(error)) throw error;
    return -1;
  } finally {
    db?.close();
  }
}
