/** The reader thread: one read-only connection, one question after the other, so that no event loop waits for the disk. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { workerData } from 'node:worker_threads';
import { ofStream } from './entry-id.ts';
import { isFatal, toFailure } from './failures.ts';
import { DATABASE_FILE } from './protocol.ts';
import type {
  Answer,
  PackedLog,
  ReadOp,
  ReaderData,
  ReadResults,
  RecordRow,
  ToWorker,
} from './protocol.ts';
import { bytes, integer, text } from './rows.ts';
import type { Row } from './rows.ts';
import { port, post, startThread } from './worker-side.ts';

const { folder } = workerData as ReaderData;

function toRecord(row: Row): RecordRow {
  return {
    id: text(row, 'id'),
    version: integer(row, 'version'),
    body: text(row, 'body'),
    keys: text(row, 'keys'),
  };
}

type Reads = { [K in ReadOp['kind']]: (op: Extract<ReadOp, { kind: K }>) => ReadResults[K] };

function makeReads(db: DatabaseSync): Reads {
  const get = db.prepare(
    'select id, version, body, keys from records where collection = ? and id = ?',
  );
  const all = db.prepare(
    'select id, version, body, keys from records where collection = ? and id > ? order by id limit ?',
  );
  const where = db.prepare(`
    select r.id, r.version, r.body, r.keys from record_keys k join records r on r.collection = k.collection and r.id = k.id
    where k.collection = ? and k.field = ? and k.value = ? and k.id > ? order by k.id limit ?`);
  const countAll = db.prepare('select count(*) as n from records where collection = ?');
  const countWhere = db.prepare(
    'select count(*) as n from record_keys where collection = ? and field = ? and value = ?',
  );
  // One statement is one view of the database: a compaction cannot come between its rows.
  const entries = db.prepare(`
    select e.key, e.key_name, e.bytes from documents d join entries e on ${ofStream('e.id', 'd.stream')} where d.name = ? order by e.id`);
  const names = db.prepare(
    'select name from documents where name >= ? and name > ? and entries > 0 order by name',
  );
  const extent = db.prepare(
    'select entries, next_key - 1 as last_key from documents where name = ? and entries > 0',
  );
  const blob = db.prepare('select upload, size, key_name from blobs where id = ?');
  const piece = db.prepare('select bytes from blob_pieces where upload = ? and piece = ?');
  const any = db.prepare(`
    select exists(select 1 from records) or exists(select 1 from documents) or exists(select 1 from blobs) as n`);
  const blobIds = db.prepare('select id from blobs where id > ? order by id limit ?');

  return {
    get(op) {
      const row = get.get(op.collection, op.id);
      return row === undefined ? null : toRecord(row);
    },
    find(op) {
      const rows =
        op.where === null
          ? all.all(op.collection, op.after ?? '', op.limit)
          : where.all(op.collection, op.where.index, op.where.value, op.after ?? '', op.limit);
      return rows.map(toRecord);
    },
    count(op) {
      const row =
        op.where === null
          ? countAll.get(op.collection)
          : countWhere.get(op.collection, op.where.index, op.where.value);
      return row === undefined ? 0 : integer(row, 'n');
    },
    read: (op) => pack(entries.all(op.document)),
    documents(op) {
      const found: string[] = [];
      // Names with one prefix stand together in the order of bytes.
      for (const row of names.iterate(op.prefix, op.after ?? '')) {
        const name = text(row, 'name');
        if (!name.startsWith(op.prefix)) break;
        found.push(name);
        if (found.length === op.limit) break;
      }
      return found;
    },
    extent(op) {
      const row = extent.get(op.document);
      return row === undefined
        ? { entries: 0, lastKey: 0 }
        : { entries: integer(row, 'entries'), lastKey: integer(row, 'last_key') };
    },
    blob(op) {
      const row = blob.get(op.id);
      return row === undefined
        ? null
        : {
            upload: text(row, 'upload'),
            size: integer(row, 'size'),
            keyName: text(row, 'key_name'),
          };
    },
    piece(op) {
      const row = piece.get(op.upload, op.piece);
      return row === undefined ? null : bytes(row, 'bytes');
    },
    'is-empty': () => any.get()?.['n'] === 0,
    blobs: (op) => blobIds.all(op.after ?? '', op.limit).map((row) => text(row, 'id')),
  };
}

function pack(rows: readonly Row[]): PackedLog {
  const keys = new Float64Array(rows.length);
  const sizes = new Float64Array(rows.length);
  const keyNames: [string, number][] = [];
  let total = 0;
  rows.forEach((row, index) => {
    keys[index] = integer(row, 'key');
    const length = bytes(row, 'bytes').byteLength;
    sizes[index] = length;
    total += length;
    const name = text(row, 'key_name');
    const last = keyNames.at(-1);
    if (last !== undefined && last[0] === name) last[1] += 1;
    else keyNames.push([name, 1]);
  });
  const packed = new Uint8Array(total);
  let at = 0;
  for (const row of rows) {
    const entry = bytes(row, 'bytes');
    packed.set(entry, at);
    at += entry.byteLength;
  }
  return { keys, sizes, keyNames, bytes: packed };
}

function start(): void {
  const db = new DatabaseSync(join(folder, DATABASE_FILE), { readOnly: true, timeout: 30_000 });
  const reads = makeReads(db);

  function answer(op: ReadOp, transfer: ArrayBuffer[]): unknown {
    const value = (reads[op.kind] as (op: ReadOp) => unknown)(op);
    if (op.kind === 'read') {
      const packed = value as PackedLog;
      transfer.push(
        packed.bytes.buffer as ArrayBuffer,
        packed.keys.buffer as ArrayBuffer,
        packed.sizes.buffer as ArrayBuffer,
      );
    } else if (op.kind === 'piece' && value instanceof Uint8Array)
      transfer.push(value.buffer as ArrayBuffer);
    return value;
  }

  port.on('message', (message: ToWorker<ReadOp>) => {
    if ('close' in message) {
      db.close();
      port.close();
      return;
    }
    for (const { seq, op } of message.ops) {
      const transfer: ArrayBuffer[] = [];
      let reply: Answer;
      try {
        reply = { seq, value: answer(op, transfer) };
      } catch (error) {
        reply = { seq, failure: toFailure(error) };
        if (isFatal(error)) {
          post({ answers: [reply] });
          post({ fatal: toFailure(error) });
          process.exit(1);
        }
      }
      post({ answers: [reply] }, transfer);
    }
  });
  post({ ready: null });
}

startThread(start);
