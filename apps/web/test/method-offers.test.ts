import { METHOD_DEFAULTS } from '@triad/collab';
import { expect, test } from 'vitest';
import { personalShortcuts } from '../src/annotator/keys.ts';
import { offeredRoles, offeredShortcuts } from '../src/annotator/method-offers.ts';

const idsOf = (table: ReturnType<typeof offeredShortcuts>): readonly string[] =>
  table.map(({ id }) => id);

test('by default neither roles nor keys are added', () => {
  expect(offeredRoles(METHOD_DEFAULTS)).toEqual(['C', 'M', 'O', 'undecided']);
  const ids = idsOf(offeredShortcuts(personalShortcuts({}), METHOD_DEFAULTS));
  expect(ids).not.toContain('mark-I');
  expect(ids).not.toContain('mark-A');
  expect(ids).toContain('infer');
});

test('roles of the method come before the undecided', () => {
  expect(offeredRoles({ roles: ['A', 'I'] })).toEqual(['C', 'M', 'O', 'I', 'A', 'undecided']);
  const ids = idsOf(offeredShortcuts(personalShortcuts({}), { roles: ['A'], inferred: true }));
  expect(ids).toContain('mark-A');
  expect(ids).not.toContain('mark-I');
});

test('where nothing may be inferred no key does it', () => {
  const ids = idsOf(offeredShortcuts(personalShortcuts({}), { roles: [], inferred: false }));
  expect(ids).not.toContain('infer');
});

test('a key that a person chose is not taken', () => {
  const table = personalShortcuts({ keys: { memo: 'Shift+i' } });
  const offered = offeredShortcuts(table, { roles: ['I', 'A'], inferred: true });
  expect(offered.find(({ id }) => id === 'memo')?.keys).toEqual(['Shift+i']);
  expect(offered.find(({ id }) => id === 'mark-I')?.keys).toEqual([]);
  expect(offered.find(({ id }) => id === 'mark-A')?.keys).toEqual(['Shift+a']);
});
