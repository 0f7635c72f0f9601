import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupPlacesOf } from '../src/pages/agreement/places.ts';
import {
  decisionFilterOf,
  decisionSearchOf,
  readDecisionSearch,
} from '../src/pages/adjudicate/decision-search.ts';
import { withPending } from '../src/pages/adjudicate/pending.ts';
import type { ShownState } from '../src/pages/adjudicate/standing.ts';
import {
  countStates,
  decisionsByPlace,
  EVERY_PLACE,
  isListed,
  nextOpen,
  SHOWN_STATES,
  stateOf,
  withoutPlace,
} from '../src/pages/adjudicate/standing.ts';
import { decisionOf, replyOf, rulingOf } from './adjudicate-made.ts';
import { answerOf, groupOf, spanOf } from './agreement-made.ts';

const spans = [
  spanOf('b1', 'ben', [0, 10]),
  spanOf('a1', 'ana', [0, 10]),
  spanOf('a2', 'ana', [20, 30], 'M'),
  spanOf('b2', 'ben', [22, 30], 'O'),
  spanOf('a3', 'ana', [40, 50]),
  spanOf('a4', 'ana', [60, 70]),
];
const at = (from: number, to: number) => spans.slice(from, to);
const places = groupPlacesOf(
  answerOf({
    spans,
    groups: [
      groupOf('g4', at(5, 6), ['missed'], ['ben']),
      groupOf('g1', at(0, 2), ['agree']),
      groupOf('g2', at(2, 4), ['boundary', 'role']),
      groupOf('g3', at(4, 5), ['missed'], ['ben']),
    ],
    differences: [
      { id: 'boundary.a2', kind: 'boundary', coders: ['ana', 'ben'], group: 'g2', sketches: [] },
      { id: 'role.a2', kind: 'role', coders: ['ana', 'ben'], group: 'g2', sketches: [] },
      { id: 'missed.a3', kind: 'missed', coders: ['ben'], group: 'g3', sketches: [] },
      { id: 'missed.a4', kind: 'missed', coders: ['ben'], group: 'g4', sketches: [] },
    ],
  }),
);
const decisions = decisionsByPlace([
  decisionOf('d2', { place: 'a2', touched: ['span-changed'], answers: [replyOf('ben', 1)] }),
  decisionOf('d3', { place: 'a3', ruling: null, earlier: [rulingOf({ kind: 'none' })] }),
]);
const shownIn = (state: ShownState) =>
  places
    .filter((place) => isListed(place, decisions.get(place.id), { ...EVERY_PLACE, state }))
    .map(({ id }) => id);

describe('places to be decided', () => {
  test('are all groups in the order of the text', () => {
    expect(places.map(({ id }) => id)).toEqual(['a1', 'a2', 'a3', 'a4']);
  });

  test('are open, agreed or decided, one that was taken back open', () => {
    expect(places.map((place) => stateOf(place, decisions.get(place.id)))).toEqual([
      'agreed',
      'decided',
      'open',
      'open',
    ]);
  });

  test('on which all agree are agreed again once taken back', () => {
    const [agreed] = places;
    if (agreed === undefined) throw new Error('no place');
    expect(stateOf(agreed, decisionOf('d', { ruling: null }))).toBe('agreed');
  });

  test.each([
    ['all', ['a1', 'a2', 'a3', 'a4']],
    ['open', ['a3', 'a4']],
    ['agreed', ['a1']],
    ['decided', ['a2']],
    ['touched', ['a2']],
    ['answered', ['a2']],
  ] as const)('are listed by state: %s', (state, ids) => {
    expect(shownIn(state)).toEqual(ids);
  });

  test('an answer to an earlier ruling is no answer now', () => {
    const [, place] = places;
    if (place === undefined) throw new Error('no place');
    const anew = decisionOf('d', {
      ruling: rulingOf(null, { number: 2 }),
      answers: [replyOf('b', 1)],
    });
    expect(isListed(place, anew, { ...EVERY_PLACE, state: 'answered' })).toBe(false);
  });

  test('are counted by state beside the rest of the filter', () => {
    expect(
      countStates(places, decisions, { ...EVERY_PLACE, state: 'agreed', kind: 'missed' }),
    ).toEqual({
      all: 2,
      open: 2,
      agreed: 0,
      decided: 0,
      touched: 0,
      answered: 0,
    });
  });

  test('a decision whose place is gone is kept apart', () => {
    const gone = decisionOf('d9', { place: null });
    const waits = decisionOf('d8', { place: null, ruling: null });
    expect(withoutPlace([gone, waits, decisionOf('d2', { place: 'a2' })], places)).toEqual([gone]);
  });
});

describe('the next open place', () => {
  const isOpen = ({ id }: { readonly id: string }): boolean => id === 'a1' || id === 'a3';

  test('is behind, and then from the beginning', () => {
    const from = (index: number) => nextOpen(places, places[index] ?? null, isOpen)?.id ?? null;
    expect([from(0), from(1), from(2), from(3)]).toEqual(['a3', 'a3', 'a1', 'a1']);
    expect(nextOpen(places, null, isOpen)?.id).toBe('a1');
  });

  test('is never the place itself, and found if there is any other', () => {
    fc.assert(
      fc.property(fc.subarray(places.map(({ id }) => id)), fc.nat(places.length - 1), (open, n) => {
        const from = places[n] ?? null;
        const found = nextOpen(places, from, ({ id }) => open.includes(id));
        const others = open.filter((id) => id !== from?.id);
        return found === null ? others.length === 0 : others.includes(found.id);
      }),
    );
  });
});

test('what is on its way is shown as decided', () => {
  const command = {
    place: 'a4',
    spans: ['a4'],
    outcome: { kind: 'none' } as const,
    why: 'no',
    seen: null,
  };
  const shown = withPending(decisions, new Map([['a4', command]]), 'me');
  expect(shown.get('a4')?.ruling).toMatchObject({ outcome: { kind: 'none' }, by: 'me', why: 'no' });
  expect(shown.get('a2')).toBe(decisions.get('a2'));
  expect(decisions.has('a4')).toBe(false);
});

test('the address holds the filter and gives it back', () => {
  for (const state of SHOWN_STATES) {
    const filter = { ...EVERY_PLACE, state, kind: 'role', flagged: true } as const;
    expect(decisionFilterOf(readDecisionSearch(decisionSearchOf(filter)))).toEqual(filter);
  }
  expect(readDecisionSearch({ state: 'whatever', place: 'a1' })).toEqual({ place: 'a1' });
});
