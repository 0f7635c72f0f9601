import { openSqlite, readSqliteCopy, SQLITE_FILE } from '@triad/storage';
import * as fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { measureFile } from '../src/backup/files.ts';
import { makeBackup } from '../src/backup/make-backup.ts';
import type { MadeBackup } from '../src/backup/make-backup.ts';
import { formatManifest, parseManifest } from '../src/backup/manifest.ts';
import { verifyBackup } from '../src/backup/verify-backup.ts';
import { Heads } from '../src/documents/heads.ts';
import { openTables } from '../src/data/tables.ts';
import { Refusal } from '../src/refusal.ts';
import { makeFolder } from './http-harness.ts';

const AT = new Date('2026-11-26T10:00:00.123Z');

/** A small store with records, documents of many entries and a blob, and a backup of it. */
async function makeSmall(
  more: (
    store: Awaited<ReturnType<typeof openSqlite>>,
    heads: Heads,
  ) => Promise<unknown> = async () => undefined,
): Promise<MadeBackup> {
  const dataFolder = await makeFolder();
  const store = await openSqlite({ folder: dataFolder });
  const tables = await openTables(store.records);
  await tables.activity.insert('a project', { at: AT.toISOString() });
  const heads = new Heads(store);
  const head = await heads.create({ kind: 'theory', project: randomUUID() }, null);
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (let n = 0; n < 5; n += 1) doc.getMap('statements').set(`s${n}`, { order: n });
  for (const update of updates)
    await store.log.append(`${head.name}@${head.generation}`, update, '');
  await store.blobs.put('a blob', new Uint8Array(3_000).fill(7), '');
  await more(store, heads);
  await store.close();
  return makeBackup({ dataFolder, to: await makeFolder(), at: AT, cause: 'asked' });
}

test('a flipped bit anywhere in a backup is found', async () => {
  const { folder } = await makeSmall();
  const verified = verifyBackup(folder);
  expect(verified.documents).toEqual({ read: 1, sealed: 0, unreadable: [] });
  const files = readdirSync(folder).map((name) => {
    const path = join(folder, name);
    return { path, bytes: readFileSync(path) };
  });
  expect(files).toHaveLength(2);
  fc.assert(
    fc.property(
      fc.constantFrom(...files),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.integer({ min: 0, max: 7 }),
      ({ path, bytes }, share, bit) => {
        const at = Math.floor(share * bytes.length);
        const flipped = Buffer.from(bytes);
        flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
        writeFileSync(path, flipped);
        try {
          expect(() => verifyBackup(folder)).toThrow(Refusal);
        } finally {
          writeFileSync(path, bytes);
        }
      },
    ),
    { numRuns: 200 },
  );
  expect(verifyBackup(folder)).toEqual(verified);
});

test('every single bit of a manifest counts, and every cut', async () => {
  const { folder } = await makeSmall();
  const text = readFileSync(join(folder, 'manifest.json'), 'utf8');
  expect(parseManifest(text)).toMatchObject({ format: 2, cause: 'asked' });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 1) {
    expect(parseManifest(bytes.subarray(0, at).toString('utf8'))).toBe('damaged');
    for (let bit = 0; bit < 8; bit += 1) {
      bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
      expect(parseManifest(bytes.toString('utf8'))).toBe('damaged');
      bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
    }
  }
});

test('a cut or lengthened store is found', async () => {
  const { folder } = await makeSmall();
  const path = join(folder, SQLITE_FILE);
  const bytes = readFileSync(path);
  for (const other of [
    bytes.subarray(0, -1),
    bytes.subarray(0, 4_096),
    Buffer.alloc(0),
    Buffer.concat([bytes, Buffer.alloc(1)]),
  ]) {
    writeFileSync(path, other);
    expect(() => verifyBackup(folder)).toThrow(/instead of/);
  }
});

test('a store that is not what its manifest counts is found, though its checksum is right', async () => {
  const changes: readonly (readonly [string, RegExp])[] = [
    [`delete from records where id = 'a project'`, /does not hold what its manifest counts/],
    [`delete from entries where key = 3`, /1 document logs do not have the entries/],
    [`update documents set bytes = bytes + 1`, /1 document logs do not have the entries/],
    [`update documents set next_key = 2`, /1 document logs do not have the entries/],
    [`update blob_pieces set bytes = x'00'`, /1 blobs do not have all their pieces/],
    [`delete from blob_pieces`, /1 blobs do not have all their pieces/],
    [`update meta set value = '0'`, /not one of Triad's/],
    [`delete from sqlite_schema where name = 'record_keys_unique'`, /is broken/],
  ];
  for (const [change, says] of changes) {
    const { folder, manifest } = await makeSmall();
    const path = join(folder, SQLITE_FILE);
    const db = new DatabaseSync(path);
    db.enableDefensive(false);
    db.exec(`pragma writable_schema = on; ${change}`);
    db.close();
    const files = [{ name: SQLITE_FILE, ...measureFile(path) }];
    writeFileSync(join(folder, 'manifest.json'), formatManifest({ ...manifest, files }));
    expect(() => verifyBackup(folder), change).toThrow(says);
  }
});

test('documents that could not be read when the backup was made are named, sealed ones counted', async () => {
  let lost = '';
  const { folder } = await makeSmall(async (store, heads) => {
    const broken = await heads.create({ kind: 'theory', project: randomUUID() }, null);
    lost = broken.name;
    for (let n = 0; n < 40; n += 1) {
      await store.log.append(`${broken.name}@${broken.generation}`, Uint8Array.of(9, 9, n), '');
    }
    const sealed = await heads.create({ kind: 'theory', project: randomUUID() }, null);
    await store.log.append(`${sealed.name}@${sealed.generation}`, Uint8Array.of(1, 2, 3), 'a key');
    // Nothing was written to this one.
    await heads.create({ kind: 'theory', project: randomUUID() }, null);
  });
  expect(verifyBackup(folder).documents).toEqual({ read: 2, sealed: 1, unreadable: [lost] });
});

test('nothing is written over a backup, and what a crash left goes after a day', async () => {
  const { folder, manifest } = await makeSmall();
  const to = join(folder, '..');
  const dataFolder = await makeFolder();
  const store = await openSqlite({ folder: dataFolder });
  await store.close();
  const before = readFileSync(join(folder, SQLITE_FILE));
  expect(() => makeBackup({ dataFolder, to, at: AT, cause: 'asked' })).toThrow(/already/);
  expect(readFileSync(join(folder, SQLITE_FILE)).equals(before)).toBe(true);

  for (const name of ['.triad-20261101T000000000Z.partial', '.triad-20261126T090000000Z.partial']) {
    mkdirSync(join(to, name));
  }
  const dayBefore = new Date(AT.getTime() - 25 * 3_600_000);
  utimesSync(join(to, '.triad-20261101T000000000Z.partial'), dayBefore, dayBefore);
  utimesSync(join(to, '.triad-20261126T090000000Z.partial'), AT, AT);
  const later = new Date(AT.getTime() + 1_000);
  const second = makeBackup({ dataFolder, to, at: later, cause: 'schedule' });
  expect(readdirSync(to).sort()).toEqual([
    '.triad-20261126T090000000Z.partial',
    'triad-20261126T100000123Z',
    'triad-20261126T100001123Z',
  ]);
  expect(verifyBackup(second.folder).manifest).toEqual(second.manifest);
  expect(verifyBackup(folder).manifest).toEqual(manifest);
});

test('what was deleted is not in a backup', async () => {
  const { folder } = await makeSmall(async (store) => {
    const gone = new TextEncoder().encode('words that were taken away');
    await store.log.append('gone', gone, '');
    await store.blobs.put('gone', gone, '');
    await store.log.remove('gone');
    await store.blobs.remove('gone');
  });
  expect(readFileSync(join(folder, SQLITE_FILE)).includes('words that were taken away')).toBe(
    false,
  );
  const copy = readSqliteCopy(join(folder, SQLITE_FILE));
  expect([...copy.documents()]).toHaveLength(1);
  copy.close();
});
