import { expect, test } from 'vitest';
import { reviews } from '../src/messages/reviews.ts';
import { isKept, isSendable } from '../src/pages/review/reply-draft.ts';
import {
  bodyOf,
  isReady,
  MOST_ITEMS,
  NEW_REVIEW,
  withItem,
} from '../src/pages/sign-off/review-draft.ts';

const cmoc = (id: string) => ({
  id,
  sentence: [
    { text: 'When ', role: null },
    { text: 'matched', role: 'C' as const },
  ],
});

test('an item begins as the sentence without marks', () => {
  expect(withItem(NEW_REVIEW, cmoc('a')).items).toEqual([
    { cmoc: 'a', sentence: 'When matched', evidence: [] },
  ]);
});

test('no quote is shown unless it was chosen', () => {
  const body = bodyOf({ ...withItem(NEW_REVIEW, cmoc('a')), note: ' Mo ' });
  expect(body).toEqual({
    note: 'Mo',
    validDays: 14,
    items: [{ cmoc: 'a', sentence: 'When matched', evidence: [] }],
  });
});

test('one CMOC is asked about once', () => {
  const once = withItem(NEW_REVIEW, cmoc('a'));
  expect(withItem(once, cmoc('a'))).toBe(once);
});

test('a link has room for so many', () => {
  let draft = NEW_REVIEW;
  for (let i = 0; i < MOST_ITEMS + 3; i += 1) draft = withItem(draft, cmoc(`c${i}`));
  expect(draft.items).toHaveLength(MOST_ITEMS);
});

test('a link needs a name and words', () => {
  const draft = withItem({ ...NEW_REVIEW, note: 'Mo' }, cmoc('a'));
  expect(isReady(draft)).toBe(true);
  expect(isReady({ ...draft, note: ' ' })).toBe(false);
  expect(isReady({ ...draft, items: [{ cmoc: 'a', sentence: ' ', evidence: [] }] })).toBe(false);
  expect(isReady(NEW_REVIEW)).toBe(false);
});

test('an experience is sent with its words alone', () => {
  expect(isSendable({ kind: 'in-my-experience', text: ' ' })).toBe(false);
  expect(isSendable({ kind: 'in-my-experience', text: 'it took time' })).toBe(true);
  expect(isSendable({ kind: 'fits', text: '' })).toBe(true);
});

test('an answer is kept once the server has just it', () => {
  const reply = { kind: 'fits', text: 'yes' } as const;
  expect(isKept({ kind: 'fits', text: 'yes ' }, reply)).toBe(true);
  expect(isKept({ kind: 'fits', text: '' }, reply)).toBe(false);
  expect(isKept({ kind: 'does-not-fit', text: 'yes' }, reply)).toBe(false);
  expect(isKept(reply, null)).toBe(false);
});

test('a link that asks about one thing says whether that was answered', () => {
  const said = [
    [0, 1],
    [1, 1],
    [0, 3],
    [2, 3],
  ].map(([n = 0, all = 0]) => reviews.answered(n, all));
  expect(said).toEqual(['not answered', 'answered', 'none of 3 answered', '2 of 3 answered']);
});
