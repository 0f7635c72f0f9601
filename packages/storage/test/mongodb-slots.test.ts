import { describe, expect, test } from 'vitest';
import type { Collection } from '../src/index.ts';
import { entryId, keyOf, pieceId, within } from '../src/mongodb/names.ts';
import { planIndexes } from '../src/mongodb/slots.ts';

const members = (indexes: Record<string, boolean>): Collection => ({
  name: 'members',
  indexes: Object.fromEntries(Object.entries(indexes).map(([n, unique]) => [n, { unique }])),
});

describe('slots of unique values', () => {
  test('each unique index has a slot of its own', () => {
    const { indexes, madeUnique } = planIndexes(members({ b: true, a: true, c: false }), []);
    expect(indexes).toEqual([
      { n: 'a', u: true, s: 0 },
      { n: 'b', u: true, s: 1 },
      { n: 'c', u: false, s: null },
    ]);
    expect(madeUnique).toEqual([
      { index: 'a', slot: 0 },
      { index: 'b', slot: 1 },
    ]);
  });

  test('an index keeps its slot whatever comes and goes', () => {
    const first = planIndexes(members({ b: true }), []).indexes;
    const second = planIndexes(members({ a: true, b: false }), first).indexes;
    expect(planIndexes(members({ b: true }), second)).toEqual({
      indexes: [
        { n: 'b', u: true, s: 0 },
        { n: 'a', u: true, s: 1 },
      ],
      changed: true,
      madeUnique: [{ index: 'b', slot: 0 }],
    });
  });

  test('the same declaration changes nothing', () => {
    const kept = planIndexes(members({ a: true, b: false }), []).indexes;
    expect(planIndexes(members({ b: false, a: true }), kept)).toMatchObject({
      changed: false,
      madeUnique: [],
    });
  });
});

describe('names of entries and pieces', () => {
  test('[ST5] ids sort as their keys do', () => {
    const keys = [1, 9, 10, 99, 1_000_000, Number.MAX_SAFE_INTEGER];
    const ids = keys.map((key) => entryId('s', key));
    expect(ids.toSorted()).toEqual(ids);
    expect(ids.map(keyOf)).toEqual(keys);
  });

  test('a stream holds its own entries and pieces alone', () => {
    const { $gt, $lt } = within('a1');
    const isIn = (id: string): boolean => id > $gt && id < $lt;
    expect(isIn(entryId('a1', 1))).toBe(true);
    expect(isIn(pieceId(entryId('a1', Number.MAX_SAFE_INTEGER), 31))).toBe(true);
    for (const stream of ['a', 'a0', 'a11', 'a2']) expect(isIn(entryId(stream, 1))).toBe(false);
  });
});
