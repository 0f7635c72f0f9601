import { expect, test } from 'vitest';
import type { CommentDraft } from '../src/annotator/comment-drafts.ts';
import {
  commentDrafts,
  draftSent,
  forgetDrafts,
  holdsDraft,
  NEW_COMMENT,
  setDraft,
} from '../src/annotator/comment-drafts.ts';

const draftOf = (text: string): CommentDraft => ({
  text,
  target: { kind: 'transcript' },
  knownRedactions: 0,
});
const newIn = (account: string, transcript: string) =>
  commentDrafts(account, transcript).get().get(NEW_COMMENT)?.text;

test('what is being written waits by transcript, and for its account alone', () => {
  setDraft(commentDrafts('ana', 'one'), NEW_COMMENT, draftOf('Of one'));
  setDraft(commentDrafts('ana', 'two'), NEW_COMMENT, draftOf('Of two'));
  expect([newIn('ana', 'one'), newIn('ana', 'two')]).toEqual(['Of one', 'Of two']);
  expect([newIn('ben', 'one'), newIn('ben', 'two')]).toEqual([undefined, undefined]);
  expect(newIn('ana', 'one')).toBeUndefined();
});

test('closing the tab loses those that have words in them', () => {
  const drafts = commentDrafts('eve', 'one');
  expect(holdsDraft()).toBe(false);
  setDraft(drafts, NEW_COMMENT, draftOf(' \n'));
  expect(holdsDraft()).toBe(false);
  setDraft(drafts, NEW_COMMENT, draftOf('Of one'));
  expect(holdsDraft()).toBe(true);
  setDraft(drafts, NEW_COMMENT, null);
  expect(holdsDraft()).toBe(false);
});

test('with signing out all of it goes', () => {
  setDraft(commentDrafts('ana', 'one'), NEW_COMMENT, draftOf('Of one'));
  forgetDrafts();
  expect(newIn('ana', 'one')).toBeUndefined();
});

test('one that was sent goes, unless more was written meanwhile', () => {
  const drafts = commentDrafts('ana', 'one');
  setDraft(drafts, NEW_COMMENT, draftOf('First'));
  setDraft(drafts, 'answered', draftOf('An answer'));
  draftSent(drafts, NEW_COMMENT, 'First');
  expect([...drafts.get().keys()]).toEqual(['answered']);
  setDraft(drafts, 'answered', draftOf('An answer, and more'));
  draftSent(drafts, 'answered', 'An answer');
  expect(drafts.get().get('answered')?.text).toBe('An answer, and more');
});

test('of more transcripts than are kept the one left alone longest goes first', () => {
  for (let index = 0; index <= 100; index += 1) {
    setDraft(commentDrafts('ana', `t${index}`), NEW_COMMENT, draftOf(`Of ${index}`));
  }
  expect([newIn('ana', 't1'), newIn('ana', 't0')]).toEqual(['Of 1', undefined]);
  expect(newIn('ana', 't100')).toBe('Of 100');
});
