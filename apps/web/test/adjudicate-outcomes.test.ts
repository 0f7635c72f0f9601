import { describe, expect, test } from 'vitest';
import type { ComparedSpan } from '@triad/collab';
import type { Place } from '../src/pages/agreement/places.ts';
import { groupPlacesOf } from '../src/pages/agreement/places.ts';
import {
  askedFor,
  distinctSpans,
  isOfPlace,
  isPossible,
  labelOf,
  outcomeOf,
  usualOutcome,
} from '../src/pages/adjudicate/outcomes.ts';
import { decisionOf, rulingOf } from './adjudicate-made.ts';
import { answerOf, groupOf, spanOf } from './agreement-made.ts';

const C = spanOf('c', 'ana', [0, 10], 'C');
const C2 = spanOf('c2', 'ben', [0, 10], 'C');
const M = spanOf('m', 'cy', [2, 10], 'M');
const undecided = spanOf('u', 'dan', [0, 9], 'undecided');

function placeWith(
  spans: readonly ComparedSpan[],
  kinds: Parameters<typeof groupOf>[2] = ['boundary'],
): Place {
  const [place] = groupPlacesOf(answerOf({ spans, groups: [groupOf('g1', spans, kinds)] }));
  if (place === undefined) throw new Error('no place');
  return place;
}

describe('the role of a union', () => {
  test.each([
    ['all have it', [C, C2], 'C'],
    ['most have it', [C, C2, M], 'C'],
    ['who is undecided does not count', [C, undecided], 'C'],
    ['two are tied', [C, M], null],
    ['nobody decided', [undecided], null],
  ] as const)('%s', (_name, spans, role) => {
    expect(labelOf(spans)).toBe(role);
  });

  test('is asked for where labels are tied, else one key does', () => {
    expect(outcomeOf('union', placeWith([C, C2]))).toEqual({ kind: 'union', role: 'C' });
    expect(outcomeOf('intersection', placeWith([C, M]))).toBeNull();
    expect(askedFor('intersection', placeWith([C, M]))).toBe('role');
  });
});

describe('both stand', () => {
  test('takes two that differ at once, each by the least of its spans', () => {
    expect(outcomeOf('both', placeWith([C2, C, M]))).toEqual({ kind: 'both', spans: ['c', 'm'] });
  });

  test('asks which, of more than two', () => {
    const place = placeWith([C, M, undecided]);
    expect(outcomeOf('both', place)).toBeNull();
    expect(askedFor('both', place)).toBe('spans');
  });

  test('is not possible where all have the same', () => {
    expect(isPossible('both', placeWith([C, C2]))).toBe(false);
  });
});

test('what is drawn is of the place where it shares a word with any of its spans', () => {
  const place = placeWith([C, M]);
  expect(isOfPlace({ startUtf16: 9, endUtf16: 30 }, place)).toBe(true);
  expect(isOfPlace({ startUtf16: 10, endUtf16: 30 }, place)).toBe(false);
});

test('one coder alone leaves neither union nor intersection', () => {
  const place = placeWith([C], ['missed']);
  expect(
    ['union', 'intersection', 'both', 'drawn', 'none'].map((act) =>
      isPossible(act as 'none', place),
    ),
  ).toEqual([false, false, false, true, true]);
});

test('equal spans of one role are one, with all who marked them', () => {
  expect(distinctSpans([C2, M, C]).map(({ id, members }) => [id, members])).toEqual([
    ['c', ['ben', 'ana']],
    ['m', ['cy']],
  ]);
});

describe('what Ctrl+Enter decides', () => {
  test('is the same again where it is decided', () => {
    const decision = decisionOf('d', { ruling: rulingOf({ kind: 'none' }) });
    expect(usualOutcome(placeWith([C, M]), decision)).toEqual({ kind: 'none' });
  });

  test('is what was drawn, where its words stand now, while they do', () => {
    const ruling = rulingOf({ kind: 'drawn', role: 'M', startUtf16: 2, endUtf16: 8 });
    const agreed = { id: 'a', role: 'M', from: ['c'] } as const;
    const moved = decisionOf('d', { ruling, agreed: [{ ...agreed, range: [3, 9] }] });
    const now = { kind: 'drawn', role: 'M', startUtf16: 3, endUtf16: 9 };
    expect(usualOutcome(placeWith([C, M]), moved)).toEqual(now);
    const gone = decisionOf('d', { ruling, agreed: [{ ...agreed, range: null }] });
    expect(usualOutcome(placeWith([C, M]), gone)).toBeNull();
  });

  test('is what all have, or both where roles stand elsewhere', () => {
    expect(usualOutcome(placeWith([C, C2], ['agree']), undefined)).toEqual({
      kind: 'coder',
      span: 'c',
    });
    expect(usualOutcome(placeWith([C, M], ['role-elsewhere']), undefined)).toEqual({
      kind: 'both',
      spans: ['c', 'm'],
    });
  });

  test('is nothing where nothing suggests itself', () => {
    expect(usualOutcome(placeWith([C, M], ['role']), undefined)).toBeNull();
  });
});
