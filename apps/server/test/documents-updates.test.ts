import * as fc from 'fast-check';
import { DOCUMENT_SCHEMA } from '@triad/collab';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { fold } from '../src/documents/fold.ts';
import { IdSet } from '../src/documents/id-set.ts';
import { packUpdates, unpackUpdates } from '../src/documents/packed-updates.ts';
import {
  checkUpdate,
  encodeClocks,
  encodeDeletes,
  isStateVector,
} from '../src/documents/update.ts';

/** A document with most kinds of content that Triad's documents hold. */
function sample(): readonly Uint8Array[] {
  const updates: Uint8Array[] = [];
  const doc = new Y.Doc();
  doc.clientID = 5;
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const text = new Y.Text();
  doc.getMap('spans').set('a', { role: 'C', anchor: { quote: 'words', start: [1, 2] } });
  doc.getMap('memoTexts').set('m', text);
  text.insert(0, 'a memo');
  text.insert(2, 'nother');
  text.delete(1, 3);
  doc.getMap('spans').set('a', { role: 'M' });
  doc.getMap('spans').delete('a');
  doc.getArray('list').insert(0, [1, 'two', new Uint8Array([3]), null]);
  return updates;
}

test('what the check lets through can be applied, however it was broken', () => {
  const updates = sample();
  const mutation = fc.record({
    update: fc.nat(updates.length - 1),
    changes: fc.array(fc.record({ at: fc.nat(400), byte: fc.nat(255) }), {
      minLength: 1,
      maxLength: 4,
    }),
    cut: fc.option(fc.nat(60), { nil: null, freq: 4 }),
  });
  let passed = 0;
  fc.assert(
    fc.property(mutation, ({ update, changes, cut }) => {
      const bytes = new Uint8Array(updates[update] ?? []);
      for (const { at, byte } of changes) bytes[at % bytes.length] = byte;
      const broken = cut === null ? bytes : bytes.slice(0, cut);
      if (checkUpdate(broken, 'layer') === null) return;
      passed += 1;
      const before = new Y.Doc();
      for (const earlier of updates.slice(0, update)) Y.applyUpdate(before, earlier);
      Y.applyUpdate(before, broken);
      for (const later of updates.slice(update)) Y.applyUpdate(before, later);
      Y.applyUpdate(new Y.Doc(), Y.encodeStateAsUpdate(before));
    }),
    { numRuns: 4_000 },
  );
  expect(passed).toBeGreaterThan(100);
});

test('a fold holds what its updates hold, and says so', () => {
  const updates = sample();
  const folded = fold(updates, 'theory', DOCUMENT_SCHEMA.theory);
  const whole = new Y.Doc();
  for (const update of updates) Y.applyUpdate(whole, update);
  const checked = checkUpdate(folded.bytes, 'layer');
  expect(checked?.structs.entries()).toEqual(folded.structs.entries());
  expect(checked?.deletes.entries()).toEqual(folded.deletes.entries());
  expect(encodeClocks(folded.structs.toStateVector().clocks)).toEqual(Y.encodeStateVector(whole));
  expect(encodeDeletes(folded.deletes)).toEqual(
    Y.encodeStateAsUpdate(whole, Y.encodeStateVector(whole)),
  );
  expect(isStateVector(Y.encodeStateVector(whole))).toBe(true);
});

test('a fold with a gap keeps what waits for it', () => {
  const updates = sample();
  const folded = fold(updates.toSpliced(2, 1), 'theory', DOCUMENT_SCHEMA.theory);
  expect(folded.structs.toStateVector().gaps).toBe(true);
  const healed = fold(
    [folded.bytes, updates[2] ?? new Uint8Array()],
    'theory',
    DOCUMENT_SCHEMA.theory,
  );
  expect(healed.bytes).toEqual(fold(updates, 'theory', DOCUMENT_SCHEMA.theory).bytes);
});

test('a fold of many steps is one of a single step', () => {
  const updates: Uint8Array[] = [];
  const doc = new Y.Doc();
  doc.clientID = 5;
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const [list, text] = [doc.getArray('list'), doc.getText('text')];
  for (let index = 0; index < 1_500; index += 1) {
    list.push([{ index, words: `number ${index}` }]);
    if (index % 3 === 0) text.insert(Math.min(text.length, index % 50), `${index} `);
    if (index % 5 === 0) list.delete(index % list.length);
  }
  const folded = fold(updates, 'theory', DOCUMENT_SCHEMA.theory);
  const whole = new Y.Doc();
  whole.transact(() => {
    for (const update of updates) Y.applyUpdate(whole, update);
  });
  expect(folded.bytes).toEqual(Y.encodeStateAsUpdate(whole));
  const broken = updates.with(1_100, Uint8Array.of(9));
  expect(fold(broken, 'theory', DOCUMENT_SCHEMA.theory).broken).toEqual([1_100]);
  const { bytes, sizes } = packUpdates(updates);
  expect(unpackUpdates({ bytes, sizes })).toEqual(updates);
});

test('a set of ids agrees with a set of numbers', () => {
  const range = fc.tuple(fc.nat(60), fc.nat(6)).map(([start, length]) => [start, start + length]);
  const ranges = fc.array(range, { maxLength: 12 });
  fc.assert(
    fc.property(ranges, ranges, ranges, (one, many, asked) => {
      const set = new IdSet();
      const model = new Set<number>();
      const note = ([start = 0, end = 0]: readonly number[]): void => {
        for (let clock = start; clock < end; clock += 1) model.add(clock);
      };
      for (const [start = 0, end = 0] of one) set.add(1, start, end);
      set.addMany(1, many.flat());
      [...one, ...many].forEach(note);
      const flat = set.entries()[0]?.[1] ?? [];
      const listed: number[] = [];
      for (let index = 0; index < flat.length; index += 2) {
        for (let clock = flat[index] ?? 0; clock < (flat[index + 1] ?? 0); clock += 1) {
          listed.push(clock);
        }
      }
      expect(listed).toEqual([...model].sort((a, b) => a - b));
      // Ranges stand apart, or a state vector would tell too little.
      for (let index = 2; index < flat.length; index += 2) {
        expect(flat[index]).toBeGreaterThan(flat[index - 1] ?? 0);
      }
      const question = new IdSet();
      question.addMany(1, asked.flat());
      const all = asked.every(([start = 0, end = 0]) =>
        Array.from({ length: end - start }, (_, index) => start + index).every((clock) =>
          model.has(clock),
        ),
      );
      expect(set.covers(question)).toBe(all);
    }),
    // Nothing is asked for, of a client that is not there.
    { examples: [[[], [], [[0, 0]]]] },
  );
});
