/**
 * The checkpoint thread: copies committed pages from the log into the database file, so that no
 * commit ever has to. PASSIVE waits for nobody; TRUNCATE holds the writer for a moment and comes
 * only when readers or load have let the log outgrow its bound.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { workerData } from 'node:worker_threads';
import { makeCopyLog } from './copy-log.ts';
import { damaged, isFatal, toFailure } from './failures.ts';
import { OutsideCounter } from './outside-counter.ts';
import { DATABASE_FILE } from './protocol.ts';
import type { CheckpointerData, ToWorker } from './protocol.ts';
import { port, post, startThread } from './worker-side.ts';

const { folder, commits, everyMs, truncateAtBytes, checkAfterMs } = workerData as CheckpointerData;

function start(): void {
  const file = join(folder, DATABASE_FILE);
  const db = new DatabaseSync(file, { timeout: 1_000 });
  db.exec('pragma synchronous = full; pragma fullfsync = 1; pragma wal_autocheckpoint = 0');
  const counter = new OutsideCounter(folder);
  const copy = makeCopyLog(db, counter);
  let seen = -1;

  function logBytes(): number {
    return statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  }

  function checkpoint(): void {
    const now = Atomics.load(commits, 0);
    if (now === seen) return;
    try {
      // Not everything was copied (a reader still looks at older pages): come again though nothing grows.
      seen = copy('passive').whole ? now : -1;
      if (logBytes() > truncateAtBytes) copy('truncate');
    } catch (error) {
      if (!isFatal(error)) return;
      post({ fatal: toFailure(error) });
      process.exit(1);
    }
  }

  /**
   * Reads every page once, here because nothing may be copied while a reader looks back, and not at
   * once, since it takes a second for 500 MB. What it does not find are flipped bits inside a value:
   * SQLite keeps no checksums of them.
   */
  function check(): void {
    try {
      const said = db.prepare('pragma integrity_check(1)').get()?.['integrity_check'];
      if (said === 'ok') return;
      post({ fatal: { code: 'storage/damaged', message: damaged(String(said)) } });
    } catch (error) {
      if (!isFatal(error)) return;
      post({ fatal: toFailure(error) });
    }
    process.exit(1);
  }

  const timer = setInterval(checkpoint, everyMs);
  const checker = setTimeout(check, checkAfterMs);
  port.on('message', (message: ToWorker) => {
    if (!('close' in message)) return;
    clearInterval(timer);
    clearTimeout(checker);
    try {
      copy('truncate');
    } catch {
      // Nothing is lost: the log stays, and is copied when the last connection closes or at the next opening.
    } finally {
      db.close();
      counter.close();
      port.close();
    }
  });
  post({ ready: null });
}

startThread(start);
