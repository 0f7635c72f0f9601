import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  allAllotted,
  giveRest,
  NOTHING_ALLOCATED,
  sentAllocation,
  toggle,
  toggleNone,
  undecided,
  withoutChild,
} from '../src/pages/cmocs/allocation.ts';
import type { Parent } from '../src/pages/cmocs/lineage-draft.ts';
import {
  firstChild,
  isLacking,
  lackingOf,
  sentChild,
  sharedQuotes,
  togglePart,
} from '../src/pages/cmocs/lineage-draft.ts';
import { content, part, piece } from './cmoc-made.ts';

const parent = (id: string, more: Partial<Parent> = {}): Parent => ({
  id,
  number: 1,
  title: id,
  group: null,
  version: 1,
  content: content({
    parts: [part(`${id}-c`, 'C', 'c'), part(`${id}-m`, 'M', 'm')],
    evidence: [piece(`${id}-1`, 'q1'), piece(`${id}-2`, 'q2'), piece(`${id}-3`, `${id}-own`)],
  }),
  ...more,
});
const all = allAllotted([parent('a'), parent('b')]);
const [first, second] = all;
if (first === undefined || second === undefined) throw new Error('no quotes');

describe('where each quote goes', () => {
  test('to one, several or none, and back to undecided', () => {
    let allocation = toggle(NOTHING_ALLOCATED, first, 1);
    allocation = toggle(allocation, first, 0);
    allocation = toggleNone(allocation, second);
    expect(undecided(all, allocation)).toHaveLength(4);
    expect(sentAllocation(all, allocation).slice(0, 2)).toEqual([
      { parent: 'a', evidence: 'a-1', children: [0, 1] },
      { parent: 'a', evidence: 'a-2', children: [] },
    ]);
    // Given to one after all, it is not left.
    allocation = toggle(allocation, second, 2);
    expect(sentAllocation(all, allocation)[1]?.children).toEqual([2]);
    expect(undecided([second], toggle(allocation, second, 2))).toEqual([second]);
    expect(undecided([second], toggleNone(toggleNone(allocation, second), second))).toEqual([
      second,
    ]);
  });

  test('what is decided stays when the rest is given', () => {
    const allocation = giveRest(toggleNone(NOTHING_ALLOCATED, first), all, 0);
    expect(undecided(all, allocation)).toEqual([]);
    expect(sentAllocation(all, allocation).map(({ children }) => children.length)).toEqual([
      0, 1, 1, 1, 1, 1,
    ]);
  });

  test('a child that is taken out asks again for what was its alone', () => {
    let allocation = toggle(NOTHING_ALLOCATED, first, 1);
    allocation = toggle(toggle(allocation, second, 1), second, 2);
    const left = withoutChild(allocation, 1);
    expect(undecided([first, second], left)).toEqual([first]);
    expect(sentAllocation([second], left)[0]?.children).toEqual([1]);
  });

  test('never names a child that is not there', () => {
    const acts = fc.array(fc.tuple(fc.nat(5), fc.nat(3), fc.constantFrom('give', 'none', 'out')), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(acts, (steps) => {
        let [allocation, children] = [NOTHING_ALLOCATED, 4];
        for (const [at, child, what] of steps) {
          const one = all[at];
          if (one === undefined) continue;
          if (what === 'none') allocation = toggleNone(allocation, one);
          else if (what === 'give' && child < children) allocation = toggle(allocation, one, child);
          else if (what === 'out' && children > 2 && child < children) {
            allocation = withoutChild(allocation, child);
            children -= 1;
          }
        }
        for (const { children: given } of sentAllocation(all, allocation)) {
          expect(given.every((child) => child < children)).toBe(true);
          expect([...new Set(given)].sort()).toEqual(given);
        }
      }),
    );
  });
});

describe('what is made of parents', () => {
  const parents = [parent('a', { group: 'hope' }), parent('b')];

  test('begins with the first one’s wording and all parts', () => {
    const child = firstChild(parents, 'Both ');
    expect(sentChild(child, parents)).toEqual({
      title: 'Both',
      group: 'hope',
      wording: 'a',
      parts: [
        { parent: 'a', part: 'a-c' },
        { parent: 'a', part: 'a-m' },
        { parent: 'b', part: 'b-c' },
        { parent: 'b', part: 'b-m' },
      ],
    });
    expect(sentChild(togglePart(child, 'a a-m'), parents).parts).toHaveLength(3);
  });

  test('is not sent while anything is lacking', () => {
    const child = firstChild(parents, 'Both');
    const given = { children: [child], all, allocation: NOTHING_ALLOCATED, memo: ' ' };
    expect(lackingOf(given)).toEqual({ quotes: 6, memo: true, title: false });
    const done = { ...given, allocation: giveRest(NOTHING_ALLOCATED, all, 0), memo: 'Alike.' };
    expect(isLacking(lackingOf(done))).toBe(false);
    expect(lackingOf({ ...done, children: [child, firstChild(parents, '')] }).title).toBe(true);
  });

  test('points out quotes that several have', () => {
    expect([...sharedQuotes(parents)].sort()).toEqual(['t q1', 't q2']);
    expect(sharedQuotes([parent('a')]).size).toBe(0);
  });
});
