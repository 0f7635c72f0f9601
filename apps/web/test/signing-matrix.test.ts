import { expect, test } from 'vitest';
import { cellOf, columnsOf, rowsOf } from '../src/pages/sign-off/matrix.ts';
import { counts, summary } from './signing-made.ts';

test('a cell tells what a member said', () => {
  const cmoc = summary('a', {
    signOffs: counts({ ann: 'agree-with-comment', tom: 'ended', jo: null }),
  });
  expect(cellOf(cmoc, 'ann')).toEqual({
    kind: 'said',
    verdict: 'agree-with-comment',
    ended: false,
  });
  expect(cellOf(cmoc, 'tom')).toEqual({ kind: 'said', verdict: 'object', ended: true });
  expect(cellOf(cmoc, 'jo')).toEqual({ kind: 'waiting' });
  expect(cellOf(cmoc, 'eve')).toEqual({ kind: 'not-asked' });
});

test('nobody is asked about a draft', () => {
  const cmoc = summary('a', { latest: null, signOffs: null, state: 'draft' });
  expect(cellOf(cmoc, 'ann')).toEqual({ kind: 'not-asked' });
});

test('who left keeps the column of their word', () => {
  const cmocs = [summary('a', { signOffs: counts({ gone: 'agree', ann: null }) })];
  expect(columnsOf(cmocs, ['ann', 'tom'])).toEqual(['ann', 'tom', 'gone']);
});

test('filters show what they name', () => {
  const cmocs = [
    summary('waits'),
    summary('mine', { signOffs: counts({ ann: 'agree', tom: null }) }),
    summary('agreed', { state: 'agreed', signOffs: counts({ ann: 'agree', tom: 'agree' }) }),
    summary('contested', { state: 'contested', signOffs: counts({ ann: 'object', tom: null }) }),
    summary('draft', { state: 'draft', latest: null, signOffs: null }),
    summary('retired', { state: 'retired' }),
  ];
  const shown = (filter: Parameters<typeof rowsOf>[1]): readonly string[] =>
    rowsOf(cmocs, filter, 'ann').map(({ id }) => id);
  expect(shown('all')).toEqual(['waits', 'mine', 'agreed', 'contested']);
  expect(shown('waiting')).toEqual(['waits']);
  expect(shown('agreed')).toEqual(['agreed']);
  expect(shown('contested')).toEqual(['contested']);
});
