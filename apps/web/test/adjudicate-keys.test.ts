import { describe, expect, test } from 'vitest';
import type { KeyLike } from '../src/annotator/keys.ts';
import { DECIDE_KEYS, takeOf } from '../src/pages/adjudicate/decide-keys.ts';
import { heardAs } from '../src/pages/adjudicate/heard.ts';
import { roleKeys } from '../src/pages/adjudicate/outcomes.ts';
import { pageKeys } from '../src/pages/keys/page-keys.ts';

const press = (key: string): KeyLike => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  getModifierState: () => false,
});
const table = pageKeys(DECIDE_KEYS, {});
const letters = roleKeys({ roles: ['I'] }, []);

describe('the keys of deciding', () => {
  test('are each of one command alone', () => {
    const all = table.flatMap(({ keys }) => keys);
    expect(new Set(all).size).toBe(all.length);
    expect(table.filter(({ keys }) => keys.length === 0)).toEqual([]);
  });

  test('give way to a key that the person chose', () => {
    const own = pageKeys(DECIDE_KEYS, { keys: { next: 'u' } });
    expect(own.find(({ id }) => id === 'union')?.keys).toEqual([]);
    expect(own.find(({ id }) => id === 'next')?.keys).toEqual(['u']);
  });

  test('are off where letters are', () => {
    const off = pageKeys(DECIDE_KEYS, { letterKeys: false });
    expect(off.flatMap(({ keys }) => keys).filter((key) => key.length === 1)).toEqual([]);
  });

  test('a digit takes the coder who stands there', () => {
    const heard = heardAs(press('3'), table, null, letters);
    expect(heard).toEqual({ kind: 'command', command: 'take-3' });
    expect(takeOf('take-3')).toBe(2);
    expect(takeOf('union')).toBeNull();
  });
});

describe('while an act asks', () => {
  test('letters are roles, and no other act begins', () => {
    const asking = { act: 'union' } as const;
    expect(heardAs(press('i'), table, asking, letters)).toEqual({ kind: 'role', role: 'I' });
    expect(heardAs(press('c'), table, asking, letters)).toEqual({ kind: 'role', role: 'C' });
    expect(heardAs(press('0'), table, asking, letters)).toBeNull();
    expect(heardAs(press('z'), table, asking, letters)).toBeNull();
  });

  test('the roles are those of the method, and those that are there', () => {
    const offered = (roles: ('I' | 'A')[], ...there: readonly ('A' | 'C')[]) =>
      roleKeys(
        { roles },
        there.map((role) => ({ role })),
      ).map(([, role]) => role);
    expect(offered([])).toEqual(['C', 'M', 'O']);
    expect(offered(['I'])).toEqual(['C', 'M', 'O', 'I']);
    expect(offered([], 'C', 'A')).toEqual(['C', 'M', 'O', 'A']);
    const asking = { act: 'union' } as const;
    expect(heardAs(press('a'), table, asking, letters)).toBeNull();
  });

  test('Escape goes back and J leads on', () => {
    const asking = { act: 'drawn' } as const;
    expect(heardAs(press('Escape'), table, asking, letters)).toEqual({
      kind: 'command',
      command: 'back',
    });
    expect(heardAs(press('j'), table, asking, letters)).toEqual({
      kind: 'command',
      command: 'next',
    });
  });

  test('digits tick the spans, and the same key decides', () => {
    const asking = { act: 'both', spans: new Set(['a']) } as const;
    expect(heardAs(press('2'), table, asking, letters)).toEqual({ kind: 'tick', at: 1 });
    expect(heardAs(press('b'), table, asking, letters)).toEqual({ kind: 'usual' });
    expect(heardAs(press('Enter'), table, asking, letters)).toEqual({ kind: 'usual' });
  });
});
