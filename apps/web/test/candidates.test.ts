import { describe, expect, test } from 'vitest';
import {
  countStates,
  isShown,
  missingRoles,
  nextAfter,
  OPEN_ONES,
  resembling,
  sharedPlaces,
  shownParts,
  stepFrom,
  undecidedPlaces,
} from '../src/pages/consolidate/candidates.ts';
import { filterOf, readCandidateSearch, searchOf } from '../src/pages/consolidate/search.ts';
import { whyWords } from '../src/pages/consolidate/why-words.ts';
import { candidate, quote } from './cmoc-made.ts';

const names: Readonly<Record<string, string>> = { ana: 'Ana', ben: 'Ben', cleo: 'Cleo' };
const nameOf = (member: string): string => names[member] ?? '–';

describe('why a candidate is proposed', () => {
  const sketches = { kind: 'sketches', sharedPlaces: 2, places: 3, byHand: false } as const;

  test('names who tied it and what they share', () => {
    const coders = [
      { member: 'ana', sketches: 1 },
      { member: 'ben', sketches: 2 },
    ];
    expect(whyWords({ ...sketches, coders }, nameOf)).toBe(
      'Ana and Ben (in 2 sketches) tied it. Two coders or more use 2 of its 3 places.',
    );
    expect(whyWords({ ...sketches, coders, sharedPlaces: 0, byHand: true }, nameOf)).toBe(
      'Ana and Ben (in 2 sketches) tied it. They use no place in common. A lead said that these sketches are one configuration.',
    );
  });

  test('says that one coder alone tied it', () => {
    const coders = [{ member: 'cleo', sketches: 1 }];
    expect(whyWords({ ...sketches, coders, sharedPlaces: 0 }, nameOf)).toBe(
      'Cleo tied it. Nobody else tied these places together.',
    );
  });

  test('says how close what nobody tied lies', () => {
    expect(whyWords({ kind: 'closeness', places: 3, lengthUtf16: 1240 }, nameOf)).toBe(
      'Nobody tied these 3 places. Two coders or more marked each, and they lie close together, within 1,240 characters.',
    );
  });
});

describe('which candidates are shown', () => {
  const whole = candidate('a', 'C:p1 M:p2 O:p3');
  const blind = candidate('b', 'C:p4 O:p5', { transcript: 'u', support: 3, from: 'closeness' });
  const inferred = candidate('c', 'C:p6 M~because O:p7', { state: 'accepted' });
  const aside = candidate('d', 'M:p8', { state: 'set-aside' });
  const all = [whole, blind, inferred, aside];
  const shown = (change: Partial<typeof OPEN_ONES>): readonly string[] =>
    all.filter((each) => isShown(each, { ...OPEN_ONES, ...change })).map(({ id }) => id);

  test('are those to look at to begin with', () => {
    expect(shown({})).toEqual(['a', 'b']);
    expect(shown({ state: null })).toEqual(['a', 'b', 'c', 'd']);
    expect(countStates(all)).toEqual({ all: 4, open: 2, accepted: 1, 'set-aside': 1 });
  });

  test('are narrowed by origin, transcript and support', () => {
    expect(shown({ from: 'closeness' })).toEqual(['b']);
    expect(shown({ transcript: 't', state: null })).toEqual(['a', 'c', 'd']);
    expect(shown({ support: 3 })).toEqual(['b']);
  });

  test('an inferred mechanism is a mechanism', () => {
    expect(shown({ missing: 'M', state: null })).toEqual(['b']);
    expect(missingRoles(inferred)).toEqual([]);
    expect(missingRoles(aside)).toEqual(['C', 'O']);
  });

  test('stand in the address and come back from it', () => {
    for (const filter of [
      OPEN_ONES,
      { ...OPEN_ONES, state: null },
      { state: 'accepted', from: 'sketches', transcript: 'u', support: 2, missing: 'M' } as const,
    ]) {
      expect(filterOf(readCandidateSearch(searchOf(filter)))).toEqual(filter);
    }
    expect(readCandidateSearch({ state: 'odd', support: 'x', missing: 'I', other: 1 })).toEqual({});
  });

  test('are stepped through, and gone on from', () => {
    expect(stepFrom(all, 'a', 1)?.id).toBe('b');
    expect(stepFrom(all, 'a', -1)).toBeNull();
    expect(stepFrom(all, 'not here', -1)?.id).toBe('d');
    expect(nextAfter(all, 'b')?.id).toBe('c');
    expect(nextAfter(all, 'd')?.id).toBe('c');
    expect(nextAfter([aside], 'd')).toBeNull();
  });
});

describe('candidates that resemble one another', () => {
  const here = candidate('a', 'C:p1 M:p2 O:p3');

  test('share places, the most alike first, whatever the roles', () => {
    const one = candidate('b', 'O:p3');
    const two = candidate('c', 'M:p1 O:p2 C:p9');
    expect(
      resembling(here, [here, one, two, candidate('d', 'C:p8')]).map(
        ({ candidate: { id }, shared }) => [id, shared],
      ),
    ).toEqual([
      ['c', 2],
      ['b', 1],
    ]);
    expect([...sharedPlaces(here, two)]).toEqual(['p1', 'p2']);
  });

  test('share quotes that lie elsewhere', () => {
    const elsewhere = [
      { member: 'ana', role: 'C', transcript: 'u', span: 's', quotes: [quote('q', '#2')] },
    ] as const;
    const [a, b] = [candidate('a', 'M:p1', { elsewhere }), candidate('b', 'M:p2', { elsewhere })];
    expect(resembling(a, [b])[0]?.shared).toBe(1);
  });
});

describe('parts of a candidate', () => {
  test('inferred in the same words stand once, with their coders', () => {
    const parts = [
      { kind: 'inferred', role: 'M', member: 'ben', words: 'trust' },
      { kind: 'inferred', role: 'M', member: 'ana', words: 'trust' },
      { kind: 'inferred', role: 'M', member: 'ana', words: 'hope' },
    ] as const;
    expect(shownParts(parts)).toEqual([
      { kind: 'inferred', words: 'trust', members: ['ben', 'ana'] },
      { kind: 'inferred', words: 'hope', members: ['ana'] },
    ]);
  });

  test('a place that is not decided counts once', () => {
    const { parts } = candidate('a', 'C:p1 O:p1 M:p2');
    const open = parts.map((part) =>
      part.kind === 'quoted' && part.place === 'p1' ? { ...part, decision: null } : part,
    );
    expect(undecidedPlaces({ parts: open })).toBe(1);
  });
});
