import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Store } from '../port.ts';
import { toBytes, toWords } from './harness.ts';
import type { MakeStore } from './harness.ts';

/**
 * Random histories of two logs against a plain model in memory. Every update is a number of its
 * own, every entry the list of the updates in it, so 'nothing is lost' can be said exactly.
 */
type ModelEntry = { readonly key: number; readonly updates: readonly number[] };
type ModelLog = {
  entries: readonly ModelEntry[];
  highest: number;
  /** What a compaction has read and not yet written. */
  reading: readonly ModelEntry[] | null;
};
type Model = { readonly logs: Record<string, ModelLog>; updates: number };
type Real = { store: Store; reopen(): Promise<Store> };
type Command = fc.AsyncCommand<Model, Real>;

const encode = (updates: readonly number[]): Uint8Array => toBytes(JSON.stringify(updates));
const decode = (bytes: Uint8Array): number[] => JSON.parse(toWords(bytes)) as number[];

function logOf(model: Model, document: string): ModelLog {
  return (model.logs[document] ??= { entries: [], highest: 0, reading: null });
}

async function readAll(store: Store, document: string): Promise<ModelEntry[]> {
  return (await store.log.read(document)).map((entry) => ({
    key: entry.key,
    updates: decode(entry.bytes),
  }));
}

function note(log: ModelLog, key: number, updates: readonly number[]): void {
  expect(key).toBeGreaterThan(log.highest);
  log.highest = key;
  log.entries = [...log.entries, { key, updates }];
}

function union(entries: readonly ModelEntry[]): number[] {
  return [...new Set(entries.flatMap((entry) => entry.updates))].toSorted((a, b) => a - b);
}

function makeCommand(name: string, run: (model: Model, real: Real) => Promise<void>): Command {
  return { check: () => true, run, toString: () => name };
}

function append(document: string, count: number): Command {
  return makeCommand(`append ${count} to ${document}`, async (model, { store }) => {
    const log = logOf(model, document);
    const updates = Array.from({ length: count }, () => model.updates++);
    const keys = await Promise.all(
      updates.map((update) => store.log.append(document, encode([update]), '')),
    );
    updates.forEach((update, index) => note(log, keys[index] ?? 0, [update]));
  });
}

function beginCompaction(document: string): Command {
  return makeCommand(`begin to compact ${document}`, async (model, { store }) => {
    const log = logOf(model, document);
    log.reading = await readAll(store, document);
    expect(log.reading).toEqual(log.entries);
  });
}

function endCompaction(document: string): Command {
  return makeCommand(`end to compact ${document}`, async (model, { store }) => {
    const log = logOf(model, document);
    const { reading } = log;
    if (reading === null || reading.length === 0) return;
    log.reading = null;
    const replaced = new Set(reading.map((entry) => entry.key));
    const merged = union(reading);
    const writing = store.log.compact(document, encode(merged), '', [...replaced]);
    if (log.entries.some((entry) => replaced.has(entry.key))) {
      const key = await writing;
      log.entries = log.entries.filter((entry) => !replaced.has(entry.key));
      note(log, key, merged);
    } else await expect(writing).rejects.toMatchObject({ code: 'storage/conflict' });
  });
}

/** A compaction, appends and readers at the same time: no reader may miss what was acknowledged before it began. */
function race(document: string, appends: number, readers: number): Command {
  return makeCommand(
    `race ${appends} appends, ${readers} readers and a compaction of ${document}`,
    async (model, { store }) => {
      const log = logOf(model, document);
      const before = union(log.entries);
      const updates = Array.from({ length: appends }, () => model.updates++);
      const compaction = readAll(store, document).then(async (reading) => {
        if (reading.length === 0) return null;
        const keys = reading.map((entry) => entry.key);
        const key = await store.log.compact(document, encode(union(reading)), '', keys);
        return { key, keys: new Set(keys), merged: union(reading) };
      });
      const appending = Promise.all(
        updates.map((update) => store.log.append(document, encode([update]), '')),
      );
      const reading = Promise.all(Array.from({ length: readers }, () => readAll(store, document)));
      for (const entries of await reading) {
        expect(union(entries)).toEqual(expect.arrayContaining(before));
        const keys = entries.map((entry) => entry.key);
        expect(keys).toEqual([...new Set(keys)].toSorted((a, b) => a - b));
      }
      const appended = (await appending).map((key, index) => ({
        key,
        updates: [updates[index] ?? -1],
      }));
      const outcome = await compaction;
      const all = [...log.entries, ...appended].filter(
        (entry) => outcome?.keys.has(entry.key) !== true,
      );
      if (outcome !== null) all.push({ key: outcome.key, updates: outcome.merged });
      log.entries = all.toSorted((a, b) => a.key - b.key);
      const fresh = [
        ...appended.map((entry) => entry.key),
        ...(outcome === null ? [] : [outcome.key]),
      ];
      for (const key of fresh) expect(key).toBeGreaterThan(log.highest);
      expect(new Set(fresh).size).toBe(fresh.length);
      log.highest = Math.max(log.highest, ...fresh);
      expect(await readAll(store, document)).toEqual(log.entries);
    },
  );
}

function remove(document: string): Command {
  return makeCommand(`remove ${document}`, async (model, { store }) => {
    await store.log.remove(document);
    logOf(model, document).entries = [];
  });
}

async function lookAtEverything(model: Model, { store }: Real): Promise<void> {
  for (const [document, log] of Object.entries(model.logs)) {
    expect(await readAll(store, document)).toEqual(log.entries);
    expect(await store.log.extent(document)).toEqual({
      entries: log.entries.length,
      lastKey: log.entries.at(-1)?.key ?? 0,
    });
  }
  const there = Object.keys(model.logs).filter(
    (document) => logOf(model, document).entries.length > 0,
  );
  expect(await store.log.documents('')).toEqual(there.toSorted());
}

const reopen = makeCommand('reopen', async (_model, real) => {
  real.store = await real.reopen();
});

export function describeLogModel(makeStore: MakeStore, runs: number): void {
  const document = fc.constantFrom('d', 'd/1');
  const commands = [
    fc.tuple(document, fc.integer({ min: 1, max: 3 })).map(([name, count]) => append(name, count)),
    fc.tuple(document, fc.integer({ min: 1, max: 5 })).map(([name, count]) => append(name, count)),
    document.map(beginCompaction),
    document.map(endCompaction),
    fc
      .tuple(document, fc.nat(4), fc.nat(3))
      .map(([name, appends, readers]) => race(name, appends, readers)),
    document.map(remove),
    fc.constant(makeCommand('look at everything', lookAtEverything)),
    fc.constant(reopen),
  ];

  describe('logs against a model', () => {
    test('[ST5] [ST6] [ST7] any history of logs matches the model', async () => {
      const ran = new Set<string>();
      await fc.assert(
        fc.asyncProperty(fc.commands(commands, { maxCommands: 30, size: 'max' }), async (steps) => {
          const made = await makeStore();
          try {
            const real: Real = { store: made.store, reopen: made.reopen };
            const model: Model = { logs: {}, updates: 0 };
            await fc.asyncModelRun(() => ({ model, real }), steps);
            await lookAtEverything(model, real);
          } finally {
            await made.dispose();
          }
          for (const step of steps) ran.add(step.toString().split(' ')[0] ?? '');
        }),
        { numRuns: runs },
      );
      // A generator that tries nothing would pass everything.
      expect([...ran].toSorted()).toEqual([
        'append',
        'begin',
        'end',
        'look',
        'race',
        'remove',
        'reopen',
      ]);
    });
  });
}
