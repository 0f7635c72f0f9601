/**
 * The writer thread: the only one that changes the database. It commits in one transaction what
 * gathered while the last commit ran, each operation in a savepoint of its own, and answers only
 * after COMMIT returned, which with `synchronous=FULL` is after the flush.
 *
 * May be lost: what was not answered. Never: what was.
 */
import { closeSync, existsSync, fsyncSync, openSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { workerData } from 'node:worker_threads';
import { StorageError } from '../errors.ts';
import { clearBut } from './clear.ts';
import { settleLog } from './damaged-log.ts';
import { isFatal, toFailure } from './failures.ts';
import { takeLock } from './lock.ts';
import { compareCounts, countIn } from './opening.ts';
import { addTo, COUNTER_FILE, NO_COUNT, OutsideCounter } from './outside-counter.ts';
import type { Count, CounterReading } from './outside-counter.ts';
import { DATABASE_FILE } from './protocol.ts';
import type { Answer, Numbered, ToWorker, Settings, WriteOp, WriterData } from './protocol.ts';
import { raiseSchema } from './raise-schema.ts';
import { text } from './rows.ts';
import type { Row } from './rows.ts';
import { moveSchema } from './schema-steps.ts';
import { checkSchema, createTables, ensureId, replaceId } from './schema.ts';
import type { Slices } from './slices.ts';
import { port, post, startThread } from './worker-side.ts';
import { makeBlobWriter } from './write-blobs.ts';
import { makeLogWriter } from './write-log.ts';
import { makeRecordWriter } from './write-records.ts';

const { folder, commits, faults, lockTimeoutMs, schemaSteps } = workerData as WriterData;
const walFile = `${join(folder, DATABASE_FILE)}-wal`;

/** Bounds of one transaction, so that a flood cannot keep the first of it waiting. */
const MAX_OPS = 2_000;
const MAX_BYTES = 8 * 1024 * 1024;

/** Sliced work: `seq` is answered at its end, null if it was answered at its beginning. */
type Task = { readonly seq: number | null; readonly work: Slices<unknown> };

function start(): void {
  const lock = takeLock(folder, lockTimeoutMs);
  try {
    open(lock);
  } catch (error) {
    lock.close();
    throw error;
  }
}

function open(lock: DatabaseSync): void {
  const file = join(folder, DATABASE_FILE);
  const counter = new OutsideCounter(folder);
  const seen = counter.read();
  refuseLost(file, seen);
  // Made before SQLite opens it: only the owner may read, and the -wal and -shm files inherit that.
  closeSync(openSync(file, 'a', 0o600));
  flushFolder(folder);
  flushFolder(dirname(resolve(folder)));
  const aside = settleLog(file, seen);
  const db = openDatabase(file);
  const { journal, synchronous } = readSettings(db);
  const opening = compareCounts(db, counter, seen, aside);
  // Only now: what is missing was told by the counts of before.
  const raised = raiseSchema(db, schemaSteps);
  if (raised !== null) quietly(() => counter.note(raised, new Map()));
  const id = ensureId(db);
  run(db, lock, counter);
  post({ ready: { journal, synchronous, opening, id } });
}

/** A file that is gone must not be taken for a first start: a new one would hide that, and be served. */
function refuseLost(file: string, { count }: CounterReading): void {
  if (count === null || count.commits === 0) return;
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0) return;
  throw new StorageError(
    'storage/damaged',
    `${file} is not there, or is empty, but ${join(folder, COUNTER_FILE)} has counted ${count.commits} commits to it. Restore a backup, or point TRIAD_DATA to where the data are. To begin anew on purpose, move all that is in ${folder} away. Nothing was changed.`,
  );
}

function openDatabase(file: string): DatabaseSync {
  try {
    const db = new DatabaseSync(file, { timeout: 30_000 });
    const isNew = checkSchema(db, file, schemaSteps);
    // `fullfsync` matters on macOS alone, where a plain flush stops at the disk's own cache.
    db.exec(`
      pragma journal_mode = wal;
      pragma synchronous = ${faults.synchronous};
      pragma fullfsync = 1;
      pragma wal_autocheckpoint = 0;
      pragma journal_size_limit = 16777216;
      pragma temp_store = memory;
    `);
    if (isNew) createTables(db, schemaSteps);
    return db;
  } catch (error) {
    if (error instanceof StorageError) throw error;
    const { code, message } = toFailure(error);
    throw new StorageError(code, `${file} cannot be opened: ${message}`, {
      cause: error,
    });
  }
}

/** What is in force, as the connection itself says; a promise rests on it, so it is not taken from what was asked. */
function readSettings(db: DatabaseSync): Omit<Settings, 'opening' | 'id'> {
  const settings = {
    journal: String(db.prepare('pragma journal_mode').get()?.['journal_mode']),
    synchronous:
      ['OFF', 'NORMAL', 'FULL', 'EXTRA'][
        Number(db.prepare('pragma synchronous').get()?.['synchronous'])
      ] ?? 'unknown',
  };
  if (settings.journal !== 'wal' || settings.synchronous !== faults.synchronous) {
    throw new StorageError(
      'storage/unavailable',
      `the folder ${folder} does not support what durability needs (journal ${settings.journal}, synchronous ${settings.synchronous}). Use a folder on a local disk.`,
    );
  }
  return settings;
}

/** The file's name in its folder is as much part of the first commit as its bytes. */
function flushFolder(path: string): void {
  if (process.platform === 'win32') return;
  let handle: number;
  try {
    handle = openSync(path, 'r');
  } catch {
    // A parent that this user may not list was not made by us just now either.
    return;
  }
  fsyncSync(handle);
  closeSync(handle);
}

function run(db: DatabaseSync, lock: DatabaseSync, counter: OutsideCounter): void {
  const records = makeRecordWriter(db);
  const log = makeLogWriter(db);
  const blobs = makeBlobWriter(db);
  const begin = db.prepare('begin immediate');
  const commit = db.prepare('commit');
  const savepoint = db.prepare('savepoint op');
  const release = db.prepare('release op');
  const undo = db.prepare('rollback to op');
  const raise = db.prepare('update commits set number = ?, updates = ?, changes = ?, at_ms = ?');
  const pause = new Int32Array(new SharedArrayBuffer(4));

  let count: Count = countIn(db) ?? NO_COUNT;
  const queue: Numbered<WriteOp>[] = [];
  let tasks: Task[] = db.prepare('select kind, target from sweeps').all().map(toSweep);
  let scheduled = false;
  let closing = false;
  /** The tables may be others than these statements are for: what is to be swept waits for an opening. */
  let isLowered = false;

  function toSweep(row: Row): Task {
    const target = text(row, 'target');
    return {
      seq: null,
      work: row['kind'] === 'stream' ? log.sweepStream(Number(target)) : blobs.sweepUpload(target),
    };
  }

  /** With `wait` the answer comes at the end of `work`; without, now, and nobody waits for what is left. */
  function apply(op: WriteOp): { value: unknown; work: Slices<unknown> | null; wait: boolean } {
    switch (op.kind) {
      case 'append':
        return { value: log.append(op), work: null, wait: false };
      case 'compact': {
        const work = log.compact(op);
        return { value: work.value, work: work.step(), wait: true };
      }
      case 'remove-log':
        return { value: null, work: log.removeLog(op), wait: false };
      case 'define':
        return { value: records.define(op), work: null, wait: false };
      case 'insert':
        return { value: records.insert(op), work: null, wait: false };
      case 'update':
        return { value: records.update(op), work: null, wait: false };
      case 'remove':
        return { value: records.remove(op), work: null, wait: false };
      case 'set-version':
        return { value: records.setVersion(op), work: null, wait: false };
      case 'take-id':
        return { value: replaceId(db, op.id), work: null, wait: false };
      case 'clear-but':
        return { value: clearBut(db, op.collection, op.id), work: null, wait: false };
      case 'lower-schema':
        return { value: lowerSchema(op.to), work: null, wait: false };
      case 'load-log':
        return { value: log.load(op), work: null, wait: false };
      case 'put-piece':
        return { value: blobs.putPiece(op), work: null, wait: false };
      case 'publish-blob':
        return { value: null, work: blobs.publishBlob(op), wait: false };
      case 'abandon-blob':
        return { value: null, work: blobs.abandonBlob(op), wait: false };
      case 'remove-blob': {
        const work = blobs.removeBlob(op);
        return { value: work !== null, work, wait: false };
      }
    }
  }

  function lowerSchema(to: number): null {
    moveSchema(db, to, schemaSteps);
    isLowered = true;
    return null;
  }

  /** Runs `what` in a savepoint; an error leaves nothing of it behind and is returned. */
  function guarded<T>(what: () => T): { value: T } | { error: unknown } {
    savepoint.run();
    try {
      const value = what();
      release.run();
      return { value };
    } catch (error) {
      // A full disk may have ended the whole transaction: then the batch has failed, not this one.
      if (!db.isTransaction) throw error;
      undo.run();
      release.run();
      return { error };
    }
  }

  function takeBatch(): Numbered<WriteOp>[] {
    let count = 0;
    let size = 0;
    while (count < queue.length && count < MAX_OPS && size < MAX_BYTES) {
      const op = queue[count]?.op;
      if (op !== undefined && 'bytes' in op) size += op.bytes.byteLength;
      count += 1;
    }
    return queue.splice(0, count);
  }

  function turn(): void {
    scheduled = false;
    const batch = takeBatch();
    const answers: Answer[] = [];
    const updated = new Map<string, number>();
    let updates = 0;
    let changes = 0;
    const added: Task[] = [];
    let left = tasks;
    let fatal: unknown = null;
    try {
      begin.run();
      for (const { seq, op } of batch) {
        const outcome = guarded(() => apply(op));
        if ('error' in outcome) {
          answers.push({ seq, failure: toFailure(outcome.error) });
          if (isFatal(outcome.error)) fatal = outcome.error;
        } else {
          const { value, work, wait } = outcome.value;
          if (op.kind === 'append') {
            updates += 1;
            updated.set(op.document, (updated.get(op.document) ?? 0) + 1);
          } else changes += 1;
          if (work !== null) added.push({ seq: wait ? seq : null, work });
          if (work === null || !wait) answers.push({ seq, value });
          // Of updates alone: what the start writes is no update, and would stand in for one's flush.
          if (faults.acknowledgeBeforeCommit && op.kind === 'append') {
            post({ answers: answers.splice(0) });
          }
        }
        if (faults.delayWriteMs > 0) Atomics.wait(pause, 0, 0, faults.delayWriteMs);
      }
      const [first, ...others] = isLowered ? [] : tasks;
      if (first !== undefined) {
        const outcome = guarded(() => first.work.step());
        if ('error' in outcome) {
          left = others;
          if (first.seq !== null)
            answers.push({ seq: first.seq, failure: toFailure(outcome.error) });
          if (isFatal(outcome.error)) fatal = outcome.error;
        } else if (outcome.value === null) {
          left = others;
          if (first.seq !== null) answers.push({ seq: first.seq, value: first.work.value });
        } else left = [...others, { seq: first.seq, work: outcome.value }];
      }
      const counted = addTo(count, { updates, changes });
      raise.run(counted.commits, counted.updates, counted.changes, counted.atMs);
      commit.run();
      count = counted;
      quietly(() => counter.note(counted, updated));
      Atomics.add(commits, 0, 1);
      tasks = isLowered ? [] : [...left, ...added];
      post({ answers });
    } catch (error) {
      if (db.isTransaction) db.exec('rollback');
      const failure = toFailure(error);
      // Sliced work that somebody waits for fails with its batch; the rest is found again in `sweeps`.
      const waiting = tasks.flatMap(({ seq }) => (seq === null ? [] : [seq]));
      tasks = [];
      post({
        answers: [...batch.map(({ seq }) => seq), ...waiting].map((seq) => ({ seq, failure })),
      });
      if (isFatal(error)) fatal = error;
    }
    if (fatal !== null) {
      post({ fatal: toFailure(fatal) });
      process.exit(1);
    }
    schedule();
  }

  function schedule(): void {
    if (scheduled) return;
    if (
      queue.length > 0 ||
      tasks.some(({ seq }) => seq !== null) ||
      (tasks.length > 0 && !closing)
    ) {
      scheduled = true;
      setImmediate(turn);
    } else if (closing) {
      // The last connection copies what is left of the log into the file, and takes the log away.
      const left = statSync(walFile, { throwIfNoEntry: false })?.size ?? 0;
      if (left > 0) quietly(() => counter.setMixed(Number.POSITIVE_INFINITY));
      db.close();
      if (!existsSync(walFile)) quietly(() => counter.setMixed(null));
      counter.close();
      lock.close();
      port.close();
    }
  }

  port.on('message', (message: ToWorker<WriteOp>) => {
    if ('close' in message) closing = true;
    else queue.push(...message.ops);
    schedule();
  });
  schedule();
}

/**
 * The counter beside the database is a second opinion: that it cannot be written stops nothing. It
 * stays behind then, as it always may be.
 */
function quietly(note: () => void): void {
  try {
    note();
  } catch {
    // A disk that refuses this refuses the next commit as well, and that is heard.
  }
}

startThread(start);
