import { expect, test } from 'vitest';
import { summaryOf } from '../src/pages/sign-off/summary.ts';
import { outstandingOf, shownAfter, stepIn, waitingFor } from '../src/pages/sign-off/waiting.ts';
import { counts, summary } from './signing-made.ts';

const asked = { me: 'ann', isAsked: true };
const draft = { state: 'draft', latest: null, signOffs: null } as const;

test('the sentence begins with what waits for the reader', () => {
  const cmocs = [
    summary('a'),
    summary('b'),
    summary('c', { state: 'agreed', signOffs: counts({ ann: 'agree', tom: 'agree' }) }),
    summary('d', { state: 'contested', signOffs: counts({ ann: 'agree', tom: 'object' }) }),
    summary('e', draft),
  ];
  expect(summaryOf(cmocs, asked)).toBe(
    '2 versions wait for you; 1 of 5 is agreed, 1 contested, 1 not put to sign-off.',
  );
});

test('one version waits in the singular', () => {
  expect(summaryOf([summary('a')], asked)).toBe(
    '1 version waits for you; the one CMOC is not agreed.',
  );
});

test('a reader who is not asked is told so', () => {
  expect(summaryOf([summary('a')], { me: 'eve', isAsked: false })).toMatch(
    /^You are not asked to sign; /,
  );
});

test('nothing put to sign-off is said as that', () => {
  expect(summaryOf([summary('a', draft)], asked)).toBe('No CMOC has been put to sign-off yet.');
});

test('retired ones neither wait nor count', () => {
  const cmocs = [summary('a', { state: 'retired' }), summary('b')];
  expect(waitingFor(cmocs, 'ann').map(({ id }) => id)).toEqual(['b']);
  expect(summaryOf(cmocs, asked)).toContain('the one CMOC');
});

test('an agreed version still waits for the silent', () => {
  const cmoc = summary('a', {
    state: 'agreed',
    signOffs: counts({ tom: 'agree', jo: 'agree', ann: null }),
  });
  expect(waitingFor([cmoc], 'ann')).toHaveLength(1);
});

test('those who are waited for come most first', () => {
  const cmocs = [
    summary('a', { signOffs: counts({ ann: null, tom: 'agree' }) }),
    summary('b', { signOffs: counts({ ann: null, tom: null }) }),
    summary('c', { state: 'retired' }),
  ];
  expect(outstandingOf(cmocs)).toEqual([
    { member: 'ann', cmocs: ['a', 'b'] },
    { member: 'tom', cmocs: ['b'] },
  ]);
});

test('steps go round the ends', () => {
  expect(stepIn(['a', 'b', 'c'], 'c', 1)).toBe('a');
  expect(stepIn(['a', 'b', 'c'], 'a', -1)).toBe('c');
  expect(stepIn(['a', 'b'], 'gone', 1)).toBe('a');
  expect(stepIn([], 'a', 1)).toBeNull();
});

test('what was signed gives way to the next', () => {
  expect(shownAfter(['a', 'b', 'c'], ['a', 'c'], 'b')).toBe('c');
  expect(shownAfter(['a', 'b'], ['a'], 'b')).toBe('a');
  expect(shownAfter(['a', 'b'], ['a', 'b', 'c'], 'b')).toBe('b');
  expect(shownAfter(['a'], [], 'a')).toBeNull();
  expect(shownAfter([], ['a', 'b'], null)).toBe('a');
});
