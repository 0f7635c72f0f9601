import type { Difference } from '@triad/collab';
import { describe, expect, test } from 'vitest';
import type { Place } from '../src/pages/agreement/places.ts';
import {
  countKinds,
  isShown,
  NO_FILTER,
  placeAt,
  placesOf,
  placeWith,
  stepFrom,
} from '../src/pages/agreement/places.ts';
import { answerOf, groupOf, sketchOf, spanOf } from './agreement-made.ts';

const late = [spanOf('a1', 'ana', [50, 70], 'O'), spanOf('b1', 'ben', [55, 70], 'M')];
const early = [spanOf('a2', 'ana', [0, 20]), spanOf('b2', 'ben', [0, 22])];
const sketches = [
  sketchOf('ka', 'ana', [
    ['C', 'a2'],
    ['O', 'a1'],
  ]),
  sketchOf('kb', 'ben', [['C', 'b2']]),
];
const difference = (
  kind: Difference['kind'],
  coders: readonly string[],
  group: string | null,
  ids: readonly string[] = [],
): Difference => ({
  id: `${kind} of ${group ?? ids.join()}`,
  kind,
  coders,
  group,
  sketches: ids,
});
const answer = answerOf({
  spans: [...late, ...early],
  sketches,
  groups: [groupOf('g1', early, ['boundary']), groupOf('g2', late, ['boundary', 'role'], ['cy'])],
  differences: [
    difference('missed', ['cy'], 'g2'),
    difference('role', ['ana', 'ben'], 'g2'),
    difference('boundary', ['ana', 'ben'], 'g1'),
    difference('part-missing', ['ana', 'ben'], null, ['ka', 'kb']),
  ],
  flags: [
    {
      id: 'f1',
      version: 1,
      place: { kind: 'spans', span: 'a1' },
      by: 'ana',
      at: '',
      note: '',
      settledBy: null,
    },
    {
      id: 'f2',
      version: 1,
      place: { kind: 'sketches', sketches: ['kb', 'ka'] },
      by: 'ben',
      at: '',
      note: '',
      settledBy: 'ana',
    },
  ],
});
const places = placesOf(answer);
const [first, second, third] = places as [Place, Place, Place];

describe('the places of a transcript', () => {
  test('stand in the order of the text, each once, sketches behind', () => {
    expect(places.map(({ group, differences }) => [group?.id, differences.length])).toEqual([
      ['g1', 1],
      ['g2', 2],
      [undefined, 1],
    ]);
  });

  test('hold what is drawn and said of them', () => {
    expect([...second.roles]).toEqual(['O', 'M']);
    expect(second.ranges).toEqual([{ startUtf16: 50, endUtf16: 70 }]);
    expect(second.sketches.map(({ id }) => id)).toEqual(['ka']);
    expect(third.ranges.map(({ startUtf16 }) => startUtf16)).toEqual([0, 0, 50]);
    expect(second.flagPlace).toEqual({ kind: 'spans', span: 'a1' });
    expect(third.flagPlace).toEqual({ kind: 'sketches', sketches: ['ka', 'kb'] });
  });

  test('are found by any of their differences, and by a place in the text', () => {
    expect(placeWith(places, 'role of g2')).toBe(second);
    expect(placeWith(places, 'gone')).toBeNull();
    expect([placeAt(places, 21), placeAt(places, 60), placeAt(places, 30)]).toEqual([
      first,
      second,
      null,
    ]);
  });

  test('are found by what a link was of when that difference is settled', () => {
    expect(placeWith(places, 'coverage.b1')).toBe(second);
    expect(placeWith(places, 'role-of-part.kb.ka')).toBe(third);
    expect(placeWith(places, 'role-of-part.ka.kc')).toBeNull();
    expect(placeWith(places, 'coverage.b9')).toBeNull();
  });

  test('have the flags that name them', () => {
    expect(places.map(({ flags }) => flags.map(({ id }) => id))).toEqual([[], ['f1'], ['f2']]);
  });
});

describe('the filter', () => {
  const shown = (filter: Partial<typeof NO_FILTER>): readonly number[] =>
    places.flatMap((place, at) => (isShown(place, { ...NO_FILTER, ...filter }) ? [at] : []));

  test('takes kind and coder together, of one difference', () => {
    expect(shown({})).toEqual([0, 1, 2]);
    expect(shown({ kind: 'role' })).toEqual([1]);
    expect(shown({ coder: 'cy' })).toEqual([1]);
    expect(shown({ kind: 'role', coder: 'cy' })).toEqual([]);
  });

  test('wants all of its roles', () => {
    expect(shown({ roles: ['O'] })).toEqual([1, 2]);
    expect(shown({ roles: ['M', 'O'] })).toEqual([1]);
  });

  test('takes a flag that is settled for none', () => {
    expect(shown({ flagged: true })).toEqual([1]);
  });

  test('says what each kind would show', () => {
    expect([...countKinds(places, { ...NO_FILTER, coder: 'ana' })]).toEqual([
      ['boundary', 1],
      ['role', 1],
      ['part-missing', 1],
    ]);
  });
});

describe('a step', () => {
  test('goes along the list, and ends at its ends', () => {
    expect(stepFrom(places, places, first, 1)).toBe(second);
    expect(stepFrom(places, places, first, -1)).toBeNull();
    expect(stepFrom(places, places, third, 1)).toBeNull();
    expect(stepFrom(places, places, null, 1)).toBe(first);
  });

  test('goes on from a place that the filter leaves out', () => {
    expect(stepFrom([first, third], places, second, 1)).toBe(third);
    expect(stepFrom([first, third], places, second, -1)).toBe(first);
  });
});
