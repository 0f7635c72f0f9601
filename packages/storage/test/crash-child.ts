/**
 * A server that the crash tests kill: it writes without end and prints each write once its promise
 * has resolved, one JSON a line. Run as `node crash-child.ts FOLDER FAULTS`.
 */
import { writeSync } from 'node:fs';
import { openSqlite } from '../src/index.ts';
import type { SqliteFaults, Store } from '../src/index.ts';

/** What the child has been promised. */
export type Acknowledged =
  | { readonly kind: 'update'; readonly update: number }
  | { readonly kind: 'record'; readonly version: number }
  | { readonly kind: 'blob'; readonly id: string };

export const BLOB_BYTES = 1_200_000;
const PAUSE = new Int32Array(new SharedArrayBuffer(4));

function say(acknowledged: Acknowledged): void {
  // Synchronous, so that what was said is in the pipe when the signal comes.
  let rest = Buffer.from(`${JSON.stringify(acknowledged)}\n`);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      // Full: whoever reads it is slower than the store.
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      Atomics.wait(PAUSE, 0, 0, 1);
    }
  }
}

async function appendForEver(store: Store, next: () => number): Promise<never> {
  for (;;) {
    const update = next();
    await store.log.append('d', Buffer.from(JSON.stringify([update])), '');
    say({ kind: 'update', update });
  }
}

async function compactForEver(store: Store): Promise<never> {
  for (;;) {
    const entries = await store.log.read('d');
    const updates = entries.flatMap(
      (entry) => JSON.parse(Buffer.from(entry.bytes).toString()) as number[],
    );
    const keys = entries.map((entry) => entry.key);
    await store.log.compact('d', Buffer.from(JSON.stringify([...new Set(updates)])), '', keys);
  }
}

async function updateForEver(store: Store): Promise<never> {
  let record = await store.records.insert('things', { id: 'i', body: '', keys: {} });
  for (;;) {
    record = await store.records.update('things', { ...record, body: String(record.version + 1) });
    say({ kind: 'record', version: record.version });
  }
}

async function putForEver(store: Store): Promise<never> {
  for (let n = 1; ; n += 1) {
    await store.blobs.put(`b${n % 7}`, new Uint8Array(BLOB_BYTES).fill(n % 7), '');
    say({ kind: 'blob', id: `b${n % 7}` });
  }
}

const [folder, faults] = process.argv.slice(2);
if (folder !== undefined && faults !== undefined && process.argv[1] === import.meta.filename) {
  const store = await openSqlite({ folder, faults: JSON.parse(faults) as SqliteFaults });
  await store.records.define([{ name: 'things', indexes: {} }]);
  let count = 0;
  const appenders = Array.from({ length: 10 }, () => appendForEver(store, () => ++count));
  await Promise.all([...appenders, compactForEver(store), updateForEver(store), putForEver(store)]);
}
