import type { DatabaseSync } from 'node:sqlite';
import { StorageError } from '../errors.ts';
import { entryId, LAST_KEY, ofStream } from './entry-id.ts';
import type { WriteOp } from './protocol.ts';
import { integer } from './rows.ts';
import type { Slices } from './slices.ts';

type Op<K extends WriteOp['kind']> = Extract<WriteOp, { kind: K }>;

export type LogWriter = {
  append(op: Op<'append'>): number;
  /** A whole log with the keys that it had in another store; the document has none here. */
  load(op: Op<'load-log'>): null;
  /** The merged entry, and the work that deletes what it replaces. */
  compact(op: Op<'compact'>): Slices<number>;
  removeLog(op: Op<'remove-log'>): Slices<null> | null;
  /** Deletes the entries of a stream that belongs to no document any more. */
  sweepStream(stream: number): Slices<null>;
};

/** Keys deleted in one commit: few enough that an append waits for it under a few milliseconds. */
const SLICE = 1_000;

/** Writes to document logs; each call runs inside a savepoint of the writer. */
export function makeLogWriter(db: DatabaseSync): LogWriter {
  const document = db.prepare('select stream, next_key from documents where name = ?');
  const bump = db.prepare(`
    update documents set next_key = next_key + 1, entries = entries + 1, bytes = bytes + ?
    where name = ? and stream is not null returning stream, next_key - 1 as key`);
  const create = db.prepare(`
    insert into documents (name, stream, next_key, entries, bytes) values (?, ?, 1, 0, 0)
    on conflict (name) do update set stream = excluded.stream`);
  const skipTo = db.prepare('update documents set next_key = ? where name = ?');
  const nextStream = db.prepare(
    `update counters set value = value + 1 where name = 'stream' returning value`,
  );
  const add = db.prepare(
    `insert into entries (id, key_name, bytes) values (${entryId('?', '?')}, ?, ?)`,
  );
  const within = `id between ${entryId('?1', '?2')} and ${entryId('?1', '?3')}`;
  const anyIn = db.prepare(`select 1 from entries where ${within} limit 1`);
  const measure = db.prepare(`
    select count(*) as entries, coalesce(sum(length(bytes)), 0) as bytes from entries where ${within}`);
  const drop = db.prepare(`delete from entries where ${within}`);
  const shrink = db.prepare(
    'update documents set entries = entries - ?, bytes = bytes - ? where stream = ?',
  );
  const detach = db.prepare(
    'update documents set stream = null, entries = 0, bytes = 0 where name = ?',
  );
  const dropSome = db.prepare(`
    delete from entries where id in (select id from entries where ${ofStream('id', '?1')} limit ${SLICE})`);
  const noteSweep = db.prepare(`insert into sweeps (kind, target) values ('stream', ?)`);
  const endSweep = db.prepare(`delete from sweeps where kind = 'stream' and target = ?`);

  function begin(name: string): void {
    const made = nextStream.get();
    if (made === undefined) throw new TypeError('the counter of streams is missing');
    create.run(name, integer(made, 'value'));
  }

  function append(
    name: string,
    bytes: Uint8Array,
    keyName: string,
  ): { stream: number; key: number } {
    let row = bump.get(bytes.byteLength, name);
    if (row === undefined) {
      begin(name);
      row = bump.get(bytes.byteLength, name);
      if (row === undefined) throw new TypeError('a document just made is missing');
    }
    const stream = integer(row, 'stream');
    const key = integer(row, 'key');
    if (key > LAST_KEY) {
      throw new StorageError(
        'storage/invalid',
        `${name} has had as many entries as a log may have`,
      );
    }
    add.run(stream, key, keyName, bytes);
    return { stream, key };
  }

  function sweepStream(stream: number): Slices<null> {
    return {
      value: null,
      step() {
        if (dropSome.run(stream).changes === SLICE) return this;
        endSweep.run(String(stream));
        return null;
      },
    };
  }

  return {
    append: (op) => append(op.document, op.bytes, op.keyName).key,

    load({ document: name, entries }) {
      if (document.get(name) !== undefined) {
        throw new StorageError('storage/exists', `there is a log of ${name} already`);
      }
      if (entries.length > 0) begin(name);
      for (const { key, bytes, keyName } of entries) {
        skipTo.run(key, name);
        append(name, bytes, keyName);
      }
      return null;
    },

    compact(op) {
      const runs = toRuns(op.replaced.filter((key) => key <= LAST_KEY));
      const row = document.get(op.document);
      const before = row?.['stream'];
      const someLeft =
        typeof before === 'number' &&
        runs.some(([from, to]) => anyIn.get(before, from, to) !== undefined);
      if (runs.length > 0 && !someLeft) {
        throw new StorageError(
          'storage/conflict',
          `none of the ${op.replaced.length} entries to be replaced is there any more in ${op.document}`,
        );
      }
      const { stream, key } = append(op.document, op.bytes, op.keyName);
      const older = runs
        .filter(([from]) => from < key)
        .map(([from, to]) => [from, Math.min(to, key - 1)] as const);
      return { value: key, step: () => dropRuns(stream, older, 0) };

      function dropRuns(
        target: number,
        left: readonly Run[],
        start: number,
      ): ReturnType<Slices<number>['step']> {
        let room = SLICE;
        let next = start;
        let entries = 0;
        let bytes = 0;
        let rest: Run | null = null;
        while (room > 0 && next < left.length && rest === null) {
          const run = left[next];
          if (run === undefined) break;
          const to = Math.min(run[1], run[0] + room - 1);
          const size = measure.get(target, run[0], to);
          if (size !== undefined) {
            entries += integer(size, 'entries');
            bytes += integer(size, 'bytes');
          }
          drop.run(target, run[0], to);
          room -= to - run[0] + 1;
          if (to < run[1]) rest = [to + 1, run[1]];
          else next += 1;
        }
        shrink.run(entries, bytes, target);
        if (rest === null && next >= left.length) return null;
        const remaining = rest === null ? left : left.with(next, rest);
        const from = next;
        return { value: key, step: () => dropRuns(target, remaining, from) };
      }
    },

    removeLog(op) {
      const stream = document.get(op.document)?.['stream'];
      if (typeof stream !== 'number') return null;
      detach.run(op.document);
      noteSweep.run(String(stream));
      return sweepStream(stream);
    },

    sweepStream,
  };
}

type Run = readonly [from: number, to: number];

/** Neighbouring keys as runs: between them no key can be, so that a range deletes exactly those named. */
function toRuns(keys: readonly number[]): Run[] {
  const runs: [number, number][] = [];
  for (const key of keys.toSorted((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && key <= last[1] + 1) last[1] = Math.max(last[1], key);
    else runs.push([key, key]);
  }
  return runs;
}
