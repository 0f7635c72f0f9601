import type { StrategyName } from '@triad/collab';
import { METHOD_DEFAULTS } from '@triad/collab';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isReady, methodDraft, settingsOf } from '../src/pages/sign-off/method-draft.ts';
import { partsOf, STRATEGY_KINDS, strategyOf } from '../src/pages/sign-off/method-strategy.ts';
import { moved, usesOf, withGroup, without } from '../src/pages/sign-off/outcome-groups.ts';

const CODER = '0f0e0d0c-0b0a-4908-8706-050403020100';
const draft = methodDraft({ settings: METHOD_DEFAULTS, groups: [], methodVersion: 0 });

test('a strategy is the same after its parts', () => {
  const names = fc.oneof(
    fc.constantFrom<StrategyName>('all', 'majority', 'union', 'intersection', `coder:${CODER}`),
    fc.integer({ min: 1, max: 999 }).map((n): StrategyName => `at-least:${n}`),
  );
  fc.assert(fc.property(names, (name) => strategyOf(partsOf(name)) === name));
  expect(STRATEGY_KINDS).toHaveLength(6);
});

test('settings that nobody touched stay as they are', () => {
  expect(settingsOf(draft)).toEqual(METHOD_DEFAULTS);
  expect(isReady(draft)).toBe(true);
});

test('a strategy without its coder cannot be saved', () => {
  expect(isReady({ ...draft, strategy: { kind: 'coder', number: 2, coder: null } })).toBe(false);
});

test('a number of the quorum is kept meanwhile', () => {
  const three = { ...draft, quorumNumber: 3 };
  expect(settingsOf(three)?.quorum).toEqual({ kind: 'majority' });
  const chosen = {
    ...three,
    settings: { ...METHOD_DEFAULTS, quorum: { kind: 'number', number: 2 } as const },
  };
  expect(settingsOf(chosen)?.quorum).toEqual({ kind: 'number', number: 3 });
});

test('an outcome without a name cannot be saved', () => {
  expect(isReady({ ...draft, groups: withGroup([], 'a') })).toBe(false);
});

test('outcomes move by one, and stay at the ends', () => {
  const groups = ['a', 'b', 'c'].map((id) => ({ id, title: id }));
  expect(moved(groups, 'c', -1).map(({ id }) => id)).toEqual(['a', 'c', 'b']);
  expect(moved(groups, 'a', -1)).toBe(groups);
  expect(moved(groups, 'c', 1)).toBe(groups);
});

test('an outcome with CMOCs under it stays', () => {
  const groups = ['a', 'b'].map((id) => ({ id, title: id }));
  const uses = usesOf([{ group: 'a' }, { group: 'a' }, { group: null }]);
  expect(uses.get('a')).toBe(2);
  expect(without(groups, 'a', uses)).toBe(groups);
  expect(without(groups, 'b', uses).map(({ id }) => id)).toEqual(['a']);
});
