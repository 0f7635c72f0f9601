import { beforeEach, expect, test } from 'vitest';
import type { WordDraft, WordDrafts } from '../src/pages/sign-off/word-drafts.ts';
import {
  forgetWords,
  holdsWords,
  isComplete,
  isOvertaken,
  setWordDraft,
  wordDrafts,
  wordSent,
} from '../src/pages/sign-off/word-drafts.ts';

const draft: WordDraft = {
  verdict: 'object',
  text: 'The matching is a resource.',
  of: { id: 'v3', number: 3 },
};
let drafts: WordDrafts;
beforeEach(() => {
  wordDrafts('somebody else');
  drafts = wordDrafts('ann');
});

test('what is typed stays when a version moves', () => {
  setWordDraft(drafts, 'cmoc', draft);
  const kept = drafts.get().get('cmoc');
  expect(kept).toEqual(draft);
  expect(isOvertaken(draft, { id: 'v3' })).toBe(false);
  expect(isOvertaken(draft, { id: 'v4' })).toBe(true);
});

test('what is typed stays while another page is shown', () => {
  setWordDraft(drafts, 'cmoc', draft);
  expect(wordDrafts('ann').get().get('cmoc')).toEqual(draft);
});

test('the next account sees nothing of it', () => {
  setWordDraft(drafts, 'cmoc', draft);
  expect(wordDrafts('tom').get().size).toBe(0);
});

test('words keep the tab until they are sent or left', () => {
  expect(holdsWords()).toBe(false);
  setWordDraft(drafts, 'a', { ...draft, text: ' ' });
  expect(holdsWords()).toBe(false);
  setWordDraft(drafts, 'a', draft);
  expect(holdsWords()).toBe(true);
  forgetWords();
  expect(holdsWords()).toBe(false);
  expect(wordDrafts('ann').get().size).toBe(0);
});

test('what was sent goes unless more was written', () => {
  setWordDraft(drafts, 'a', draft);
  setWordDraft(drafts, 'b', { ...draft, text: `${draft.text} More.` });
  wordSent(drafts, 'a', draft.text);
  wordSent(drafts, 'b', draft.text);
  expect([...drafts.get().keys()]).toEqual(['b']);
});

test.each([
  ['object', '  ', false],
  ['agree-with-comment', '', false],
  ['abstain', '', true],
  ['object', 'why', true],
] as const)('%s with %j can be sent: %s', (verdict, text, expected) => {
  expect(isComplete({ ...draft, verdict, text })).toBe(expected);
});
