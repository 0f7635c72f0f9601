import { copyFile, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openSqlite } from '../src/index.ts';
import { makeCopyLog } from '../src/sqlite/copy-log.ts';
import { OutsideCounter } from '../src/sqlite/outside-counter.ts';
import { SqliteStore } from '../src/sqlite/store.ts';
import { makeFolder, openStore } from './sqlite-folder.ts';

/*
 * The files of a store whose process ended are copied, the copy's write-ahead log is damaged, and
 * the copy is opened: whatever the damage, what is there is the first n commits and nothing else,
 * and the opening says how many more there were.
 */

const FILES = ['triad.sqlite', 'triad.sqlite-wal', 'triad.commits'];
const LOG = 'triad.sqlite-wal';
const DOCUMENTS = ['d0@1', 'd1@1', 'd2@1'];

/** The files as they are on disk at this moment, as after a SIGKILL; nothing may be running. */
async function copyOf(folder: string): Promise<string> {
  const copy = await makeFolder();
  for (const file of FILES) {
    if (existsSync(join(folder, file))) await copyFile(join(folder, file), join(copy, file));
  }
  return copy;
}

/** Numbers of the commits that are there, in ascending order. */
async function commitsOf(store: SqliteStore): Promise<readonly number[]> {
  const found: number[] = [];
  for (const document of DOCUMENTS) {
    for (const { bytes } of await store.log.read(document)) {
      found.push(Number(new TextDecoder().decode(bytes).split(' ', 1)[0]));
    }
  }
  return found.sort((a, b) => a - b);
}

type Step =
  | { readonly kind: 'write'; readonly times: number; readonly bytes: number }
  | { readonly kind: 'copy into the file' }
  | { readonly kind: 'a reader holds back' }
  | { readonly kind: 'the reader ends' };

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('write' as const),
        times: fc.integer({ min: 1, max: 6 }),
        bytes: fc.constantFrom(10, 300, 9_000),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.constantFrom<Step>(
        { kind: 'copy into the file' },
        { kind: 'a reader holds back' },
        { kind: 'the reader ends' },
      ),
    },
  ),
  { minLength: 1, maxLength: 10 },
);

type Lived = {
  readonly written: number;
  /** So many commits must be there, or the store refuses to open. */
  readonly mixedUpTo: number;
  readonly copy: string;
};

/** Writes as the steps say, one commit an entry, then copies the files. */
async function live(folder: string, history: readonly Step[]): Promise<Lived> {
  const store = await openSqlite({ folder, checkpointEveryMs: 3_600_000 });
  const other = new DatabaseSync(join(folder, 'triad.sqlite'));
  const counter = new OutsideCounter(folder);
  const copyLog = makeCopyLog(other, counter);
  let reader: DatabaseSync | null = null;
  let written = 0;
  try {
    for (const step of history) {
      if (step.kind === 'write') {
        for (let n = 0; n < step.times; n += 1) {
          const bytes = new TextEncoder().encode(`${written} ${'x'.repeat(step.bytes)}`);
          await store.log.append(DOCUMENTS[written % 3] ?? '', bytes, '');
          written += 1;
        }
      } else if (step.kind === 'copy into the file') {
        copyLog('passive');
      } else {
        reader?.close();
        reader = null;
        if (step.kind === 'a reader holds back') {
          reader = new DatabaseSync(join(folder, 'triad.sqlite'), { readOnly: true });
          reader.exec('begin');
          reader.prepare('select count(*) from entries').get();
        }
      }
    }
    return { written, mixedUpTo: counter.read().mixedUpTo ?? 0, copy: await copyOf(folder) };
  } finally {
    reader?.close();
    other.close();
    counter.close();
    await store.close();
  }
}

/** `at` and `from` are shares of the file's length, so that they shrink with it. */
type Damage =
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'flip'; readonly at: readonly number[]; readonly bit: number }
  | { readonly kind: 'flip in the head'; readonly byte: number; readonly bit: number }
  | { readonly kind: 'zeros'; readonly from: number; readonly bytes: number }
  | { readonly kind: 'gone' }
  | { readonly kind: 'none' };

const share = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const bit = fc.integer({ min: 0, max: 7 });
const damages: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: share }),
  fc.record({
    kind: fc.constant('flip' as const),
    at: fc.array(share, { minLength: 1, maxLength: 4 }),
    bit,
  }),
  fc.record({
    kind: fc.constant('flip in the head' as const),
    byte: fc.integer({ min: 0, max: 31 }),
    bit,
  }),
  fc.record({
    kind: fc.constant('zeros' as const),
    from: share,
    bytes: fc.integer({ min: 1, max: 9_000 }),
  }),
  fc.constantFrom<Damage>({ kind: 'gone' }, { kind: 'none' }),
);

async function damage(folder: string, how: Damage): Promise<void> {
  const log = join(folder, LOG);
  if (!existsSync(log) || how.kind === 'none') return;
  const { size } = await stat(log);
  if (size === 0) return;
  if (how.kind === 'gone') return rm(log);
  if (how.kind === 'cut') return truncate(log, Math.floor(how.at * size));
  const bytes = await readFile(log);
  if (how.kind === 'zeros') {
    const from = Math.floor(how.from * size);
    bytes.fill(0, from, Math.min(size, from + how.bytes));
  } else {
    const places = how.kind === 'flip' ? how.at.map((at) => Math.floor(at * size)) : [how.byte];
    // The same place twice would flip it back.
    for (const at of new Set(places)) bytes[at] = (bytes[at] ?? 0) ^ (1 << how.bit);
  }
  await writeFile(log, bytes);
}

/** The reader keeps the log from beginning anew behind what was copied. */
const EIGHT_AND_FOUR: readonly Step[] = [
  { kind: 'write', times: 8, bytes: 10 },
  { kind: 'a reader holds back' },
  { kind: 'copy into the file' },
  { kind: 'write', times: 4, bytes: 10 },
];
/** Four of the twelve were passed over. */
const MIXED: readonly Step[] = [
  { kind: 'write', times: 8, bytes: 10 },
  { kind: 'a reader holds back' },
  { kind: 'write', times: 4, bytes: 10 },
  { kind: 'copy into the file' },
];
const MIXED_FROM_THE_FIRST: readonly Step[] = [
  { kind: 'a reader holds back' },
  { kind: 'write', times: 4, bytes: 10 },
  { kind: 'copy into the file' },
];
const EXAMPLES: [readonly Step[], Damage][] = [
  [EIGHT_AND_FOUR, { kind: 'none' }],
  [EIGHT_AND_FOUR, { kind: 'cut', at: 0.3 }],
  [EIGHT_AND_FOUR, { kind: 'cut', at: 0.5 }],
  [EIGHT_AND_FOUR, { kind: 'flip', at: [0.97], bit: 0 }],
  [EIGHT_AND_FOUR, { kind: 'flip in the head', byte: 3, bit: 0 }],
  [MIXED, { kind: 'none' }],
  [MIXED, { kind: 'cut', at: 0.3 }],
  // Found by a run: the file alone has no count at all.
  [MIXED_FROM_THE_FIRST, { kind: 'flip in the head', byte: 0, bit: 0 }],
];

/** Each opens a store three times. */
const RUNS = Number(process.env['TRIAD_DAMAGE_RUNS'] ?? 12);

/** How often each case came, so that a run that tried nothing fails. */
const seen = { whole: 0, missing: 0, setAside: 0, refused: 0 };

describe('a damaged write-ahead log', { timeout: 120_000 + RUNS * 5_000 }, () => {
  test('[ST20] whatever its damage, the first commits are there and the rest is counted', async () => {
    await fc.assert(
      fc.asyncProperty(steps, damages, async (history, how) => {
        const { written, mixedUpTo, copy } = await live(await makeFolder(), history);
        await damage(copy, how);
        const store = await openSqlite({ folder: copy }).catch((error: unknown) => error);
        if (!(store instanceof SqliteStore)) {
          expect(store).toMatchObject({ code: 'storage/damaged' });
          expect(mixedUpTo).toBeGreaterThan(0);
          expect(how).not.toEqual({ kind: 'none' });
          seen.refused += 1;
          return;
        }
        try {
          const there = await commitsOf(store);
          expect(there).toEqual(there.map((_, n) => n));
          expect(there.length).toBeGreaterThanOrEqual(mixedUpTo);
          const missing = written - there.length;
          const { loss, logSetAside } = store.opening;
          expect(loss?.commits ?? 0).toBe(missing);
          expect(loss?.updates ?? 0).toBe(missing);
          const named = new Map(loss?.documents.map(({ name, updates }) => [name, updates]));
          for (const [index, name] of DOCUMENTS.entries()) {
            const lost = Array.from({ length: written }, (_, n) => n).slice(there.length);
            expect(named.get(name) ?? 0).toBe(lost.filter((n) => n % 3 === index).length);
          }
          if (missing === 0) seen.whole += 1;
          else seen.missing += 1;
          if (logSetAside !== null) seen.setAside += 1;
          // And it goes on from there.
          await store.log.append(
            DOCUMENTS[there.length % 3] ?? '',
            new TextEncoder().encode(`${there.length} `),
            '',
          );
        } finally {
          await store.close();
        }
        const db = new DatabaseSync(join(copy, 'triad.sqlite'));
        expect(db.prepare('pragma integrity_check').get()).toMatchObject({ integrity_check: 'ok' });
        db.close();
        const again = await openSqlite({ folder: copy });
        const all = await commitsOf(again);
        expect(all).toEqual(all.map((_, n) => n));
        expect(again.opening).toMatchObject({
          loss: null,
          earlier: store.opening.loss === null ? [] : [store.opening.loss],
        });
        await again.close();
      }),
      { numRuns: RUNS, examples: EXAMPLES },
    );
    expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(0);
  });

  /** Twelve commits, of which the file itself has eight. */
  async function twelve(): Promise<string> {
    return (await live(await makeFolder(), EIGHT_AND_FOUR)).copy;
  }

  test('[ST20] pages older than the file are never laid over it', async () => {
    const copy = await twelve();
    await truncate(join(copy, LOG), 32 + 30 * (24 + 4_096));
    const store = await openStore({ folder: copy });
    expect(await commitsOf(store)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(store.opening).toMatchObject({
      loss: { commits: 4 },
      logSetAside: 'triad.sqlite-wal.damaged',
    });
    expect(existsSync(join(copy, 'triad.sqlite-wal.damaged'))).toBe(true);
  });

  test('[ST20] a damaged log that was being copied is refused, a whole one is not', async () => {
    const copy = await twelve();
    const counter = new OutsideCounter(copy);
    counter.setMixed(Number.POSITIVE_INFINITY);
    counter.close();
    const whole = await copyOf(copy);
    const store = await openStore({ folder: whole });
    expect(store.opening.loss).toBeNull();
    const log = await open(join(copy, LOG), 'r+');
    const { size } = await log.stat();
    await log.truncate(size - 5_000);
    await log.close();
    const before = await readFile(join(copy, 'triad.sqlite'));
    await expect(openSqlite({ folder: copy })).rejects.toMatchObject({
      code: 'storage/damaged',
      message: expect.stringMatching(/Restore a backup/),
    });
    expect((await readFile(join(copy, 'triad.sqlite'))).equals(before)).toBe(true);
  });

  test('[ST20] a loss stands between the last commit there and the last missing', async () => {
    const copy = await twelve();
    await rm(join(copy, LOG));
    const store = await openStore({ folder: copy });
    const { loss } = store.opening;
    expect(loss).toMatchObject({ commits: 4, updates: 4, changes: 0 });
    const instants = [loss?.since ?? '', loss?.until ?? '', loss?.foundAt ?? ''];
    expect(instants).toEqual(instants.toSorted());
    expect(instants.every((instant) => !Number.isNaN(Date.parse(instant)))).toBe(true);
  });

  test('[ST20] a counter that is behind or gone claims nothing', async () => {
    const copy = await twelve();
    const behind = await copyOf(copy);
    const counter = new OutsideCounter(behind);
    counter.restart({ commits: 3, updates: 3, changes: 0, atMs: 1 });
    counter.close();
    const store = await openStore({ folder: behind });
    expect(store.opening).toMatchObject({ counter: 'kept', loss: null });
    expect(await commitsOf(store)).toHaveLength(12);

    const gone = await copyOf(copy);
    await rm(join(gone, 'triad.commits'));
    expect((await openStore({ folder: gone })).opening).toMatchObject({ counter: 'gone' });

    await writeFile(join(copy, 'triad.commits'), 'x'.repeat(10_000));
    expect((await openStore({ folder: copy })).opening).toMatchObject({ counter: 'unreadable' });
  });

  test('[ST21] a database file that is gone is not made anew', async () => {
    const copy = await twelve();
    await rm(join(copy, 'triad.sqlite'));
    await rm(join(copy, LOG));
    await expect(openStore({ folder: copy })).rejects.toMatchObject({ code: 'storage/damaged' });
    expect(existsSync(join(copy, 'triad.sqlite'))).toBe(false);
  });
});
