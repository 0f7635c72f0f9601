import { describe, expect, test } from 'vitest';
import { chordOf, commandFor, personalShortcuts, SHORTCUTS } from '../src/annotator/keys.ts';
import type { KeyLike } from '../src/annotator/keys.ts';

const press = (change: Partial<KeyLike>): KeyLike => ({
  key: '',
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  ...change,
});

describe('keys', () => {
  test.each([
    ['a plain letter', { key: 'c', code: 'KeyC' }, 'c'],
    ['Caps Lock', { key: 'M', code: 'KeyM' }, 'm'],
    ['AZERTY puts m elsewhere', { key: 'm', code: 'Semicolon' }, 'm'],
    ['Cyrillic goes by place', { key: 'с', code: 'KeyC' }, 'c'],
    ['a symbol needs no Shift', { key: '?', code: 'Slash', shiftKey: true }, '?'],
    [
      'Shift and a letter',
      { key: 'Z', code: 'KeyZ', shiftKey: true, ctrlKey: true },
      'Mod+Shift+z',
    ],
    ['Command is Mod', { key: 'z', code: 'KeyZ', metaKey: true }, 'Mod+z'],
  ] as const)('%s', (_name, event, chord) => {
    expect(chordOf(press(event))).toBe(chord);
  });

  test('composing and Alt are left to the layout', () => {
    expect(chordOf(press({ key: 'c', isComposing: true }))).toBeNull();
    expect(chordOf(press({ key: 'c', altKey: true }))).toBeNull();
  });

  test('no two commands share a key', () => {
    const keys = SHORTCUTS.flatMap((shortcut) => shortcut.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('a person moves a key, or turns it off', () => {
    const table = personalShortcuts({ keys: { 'mark-C': 'x', memo: null } });
    expect(commandFor(press({ key: 'x' }), table)).toBe('mark-C');
    expect(commandFor(press({ key: 'c' }), table)).toBeNull();
    expect(commandFor(press({ key: 'n' }), table)).toBeNull();
  });

  test('letters off leaves chords and named keys', () => {
    const table = personalShortcuts({ letterKeys: false });
    expect(commandFor(press({ key: 'c' }), table)).toBeNull();
    expect(commandFor(press({ key: '?' }), table)).toBeNull();
    expect(commandFor(press({ key: 'z', ctrlKey: true }), table)).toBe('undo');
    expect(commandFor(press({ key: 'Escape' }), table)).toBe('back');
  });
});
