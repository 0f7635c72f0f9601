import type { DocumentName } from '@triad/collab';
import { addMemo, DOCUMENT_SCHEMA, layerFields } from '@triad/collab';
import type { DocumentLog } from '@triad/storage';
import { openSqlite } from '@triad/storage';
import * as fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { fold, takeWhole } from '../src/documents/fold.ts';
import { Folder } from '../src/documents/folder.ts';
import { logName } from '../src/documents/heads.ts';
import type { Counted } from '../src/documents/host.ts';
import { HOST_LIMITS } from '../src/documents/host-limits.ts';
import { IdSet } from '../src/documents/id-set.ts';
import { digest } from '../src/documents/migrations.ts';
import { ResidentDocument } from '../src/documents/resident-document.ts';
import { checkUpdate, encodeDeletes } from '../src/documents/update.ts';
import type { CheckedUpdate } from '../src/documents/update.ts';
import { until } from './documents-support/condition.ts';
import { temporaryFolder } from './documents-support/document-server.ts';

const NOBODY = Uint8Array.of(0);
const QUIET = { warn: fail, error: fail };

function fail(fields: object, message: string): void {
  throw new Error(`${message} ${JSON.stringify(fields)}`);
}

/** Updates of a layer, each with one span more. */
function makeWriter(): () => CheckedUpdate {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  let count = 0;
  return () => {
    layerFields(doc).spans.set(`s${count}`, { id: `s${count}` });
    count += 1;
    return checked(updates.at(-1) ?? NOBODY);
  };
}

function checked(bytes: Uint8Array): CheckedUpdate {
  const update = checkUpdate(bytes, 'layer');
  if (update === null) throw new Error('no update');
  return update;
}

/** A deletion that no document holds: to tell so, everything must be folded at once. */
function unheard(): CheckedUpdate {
  const deletes = new IdSet();
  deletes.add(7, 0, 1);
  return checked(encodeDeletes(deletes));
}

function spansIn(...updates: readonly Uint8Array[]): number {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return layerFields(doc).spans.size;
}

/** Folds that end when they are told to. */
class HeldFolder {
  readonly #held: (() => void)[] = [];
  open = true;

  readonly takeWhole: Folder['takeWhole'] = (bytes) => Promise.resolve(takeWhole(bytes));

  readonly fold: Folder['fold'] = (updates, kind, schema) =>
    new Promise((resolve) => {
      const act = (): void => resolve(fold(updates, kind, schema));
      if (this.open) act();
      else this.#held.push(act);
    });

  release(): void {
    this.#held.shift()?.();
  }

  releaseAll(): void {
    this.open = true;
    while (this.#held.length > 0) this.release();
  }
}

test('whoever asks while a document is folded is told all that is on disk, and all of it stays there', async () => {
  const store = await openSqlite({ folder: await temporaryFolder() });
  const act = fc.constantFrom('append', 'append', 'durable', 'ask', 'count', 'release', 'at once');
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 40 }), async (acts) => {
      const name: DocumentName = {
        kind: 'layer',
        transcript: randomUUID(),
        round: randomUUID(),
        member: randomUUID(),
      };
      const head = {
        name: `layer/${randomUUID()}`,
        generation: randomUUID(),
        schema: DOCUMENT_SCHEMA.layer,
      };
      const folder = new HeldFolder();
      const told: Counted[] = [];
      const options = {
        limits: { ...HOST_LIMITS, compactEntries: 3 },
        log: QUIET,
        owner: {
          failed: fail.bind(null, {}, 'failed'),
          changed: () => undefined,
          counted: (_: ResidentDocument, counted: Counted) => told.push(counted),
        },
        folder,
      };
      const document = await ResidentDocument.load(name, head, store.log, options);
      folder.open = false;
      const next = makeWriter();
      let appended = 0;
      const asked: Promise<void>[] = [];
      const durable = () => until('it is on disk', () => document.durableSequence === appended);
      for (const what of acts) {
        if (what === 'append') {
          document.append(next(), null);
          appended += 1;
        } else if (what === 'durable') await durable();
        else if (what === 'ask') {
          const before = document.durableSequence;
          const answer = Promise.resolve(document.answer(NOBODY));
          asked.push(
            answer.then((bytes) => {
              expect(spansIn(bytes)).toBeGreaterThanOrEqual(before);
            }),
          );
        } else if (what === 'count') {
          const before = document.durableSequence;
          asked.push(
            document.summary().then(({ spans }) => {
              expect(spans).toBeGreaterThanOrEqual(before);
            }),
          );
        } else if (what === 'release') folder.release();
        else expect(document.holds(unheard(), true)).toBe(false);
      }
      await durable();
      folder.releaseAll();
      await Promise.all(asked);
      await document.quiet();
      expect(document.idle).toBe(true);
      expect(spansIn(await document.answer(NOBODY))).toBe(appended);
      const again = await ResidentDocument.load(name, head, store.log, options);
      expect(spansIn(await again.answer(NOBODY))).toBe(appended);
      expect(await again.summary()).toEqual({ spans: appended, sketches: 0 });
      // What was told of an entry is what it holds.
      for (const { key, bytes } of await store.log.read(logName(head))) {
        const counted = told.findLast((one) => one.key === key);
        if (counted !== undefined) expect(spansIn(bytes)).toBe(counted.spans);
      }
    }),
    { numRuns: 150 },
  );
  await store.close();
});

test('counts are told of what an entry holds, whenever the append ends', async () => {
  for (let turns = 0; turns < 12; turns += 1) {
    const told: Counted[] = [];
    const name: DocumentName = {
      kind: 'layer',
      transcript: randomUUID(),
      round: randomUUID(),
      member: randomUUID(),
    };
    const head = { name: 'layer/1', generation: randomUUID(), schema: DOCUMENT_SCHEMA.layer };
    // Appends end so many turns of the promises after they were asked for.
    const log: DocumentLog = {
      append: async () => {
        for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
        return 1;
      },
      read: () => Promise.resolve([]),
      compact: () => Promise.reject(new Error('not asked for')),
      documents: () => Promise.resolve([]),
      extent: () => Promise.resolve({ entries: 0, lastKey: 0 }),
      remove: () => Promise.resolve(),
    };
    const document = await ResidentDocument.load(name, head, log, {
      limits: HOST_LIMITS,
      log: QUIET,
      owner: {
        failed: fail.bind(null, {}, 'failed'),
        changed: () => undefined,
        counted: (_: ResidentDocument, counted: Counted) => told.push(counted),
      },
      folder: new HeldFolder(),
    });
    document.append(makeWriter()(), null);
    await document.summary();
    await document.quiet();
    await document.summary();
    expect(told).toEqual([{ key: 1, spans: 1, sketches: 0 }]);
  }
});

test('a long document is folded on another thread, with the same result', async () => {
  const doc = new Y.Doc();
  for (let index = 0; index < 3_000; index += 1) {
    const id = `s${index}`;
    layerFields(doc).spans.set(id, { id, words: `a span with some words to it, number ${index}` });
    if (index % 3 === 0) layerFields(doc).spans.delete(id);
  }
  const updates = [Y.encodeStateAsUpdate(doc)];
  expect(updates[0]?.length).toBeGreaterThan(64 * 1024);
  const folder = new Folder(QUIET);
  let turns = 0;
  const turning = setInterval(() => (turns += 1), 1);
  const there = await folder.fold(updates, 'layer', DOCUMENT_SCHEMA.layer);
  clearInterval(turning);
  const here = fold(updates, 'layer', DOCUMENT_SCHEMA.layer);
  expect(turns).toBeGreaterThan(0);
  expect(there.bytes).toEqual(here.bytes);
  expect(there.summary).toEqual({ spans: 2_000, sketches: 0 });
  expect(there.weight).toBe(here.weight);
  expect(there.broken).toEqual([]);
  expect(there.structs.entries()).toEqual(here.structs.entries());
  expect(there.deletes.entries()).toEqual(here.deletes.entries());
  await folder.close();
  await expect(folder.fold(updates, 'layer', DOCUMENT_SCHEMA.layer)).rejects.toThrow('closing');
});

test('what of a long layer later changes are found by is worked out on another thread', async () => {
  const doc = new Y.Doc();
  let made = 0;
  const editor = { doc, origin: null, now: () => '', newId: () => `id-${(made += 1)}` };
  const words = 'a memo with some words to it '.repeat(8);
  for (let index = 0; index < 500; index += 1) addMemo(editor, [], `${words}${index}`);
  const layer = { schema: DOCUMENT_SCHEMA.layer, bytes: Y.encodeStateAsUpdate(doc) };
  expect(layer.bytes.length).toBeGreaterThan(64 * 1024);
  const folder = new Folder(QUIET);
  let turns = 0;
  const turning = setInterval(() => (turns += 1), 1);
  const there = await folder.digest(layer);
  clearInterval(turning);
  expect(turns).toBeGreaterThan(0);
  expect(there).toEqual(digest(layer));
  expect(there.memos.size).toBe(made);
  await folder.close();
});
