import { expect, test } from 'vitest';
import { ownDecisions } from '../src/annotator/own-decisions.ts';
import { mayAnswer } from '../src/pages/adjudicate/may-answer.ts';
import { decisionOf, replyOf, rulingOf } from './adjudicate-made.ts';

const spans = [
  { member: 'ana', span: 'a' },
  { member: 'ben', span: 'b' },
];

test('a coder answers each ruling that holds, once', () => {
  const decision = decisionOf('d', { spans });
  expect(mayAnswer(decision, 'ana')).toBe(true);
  expect(mayAnswer({ ...decision, answers: [replyOf('ana', 1)] }, 'ana')).toBe(false);
  const anew = { ruling: rulingOf({ kind: 'none' }, { number: 2 }), answers: [replyOf('ana', 1)] };
  expect(mayAnswer({ ...decision, ...anew }, 'ana')).toBe(true);
  expect(mayAnswer({ ...decision, ruling: null }, 'ana')).toBe(false);
});

test('who could have had a span there may answer too', () => {
  const decision = decisionOf('d', { spans });
  expect(mayAnswer(decision, 'cy')).toBe(false);
  expect(mayAnswer(decision, 'cy', true)).toBe(true);
});

test('what is decided is told by span, and one’s own waits for an answer', () => {
  const other = [{ member: 'ana', span: 'a2' }];
  const own = ownDecisions(
    [
      decisionOf('d1', { spans, answers: [replyOf('ben', 1)] }),
      decisionOf('d2', { spans: other, answers: [replyOf('ana', 1)] }),
      decisionOf('d3', { spans: [{ member: 'ana', span: 'a3' }], ruling: null }),
    ],
    'ana',
  );
  expect([...own.bySpan.keys()]).toEqual(['a', 'b', 'a2']);
  expect([[...own.decided], [...own.toAnswer], own.round]).toEqual([['a', 'a2'], ['a'], 'r']);
});
