import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  chordOf,
  commandFor,
  personalShortcuts,
  refusalOf,
  SHORTCUTS,
} from '../src/annotator/keys.ts';
import type { KeyLike } from '../src/annotator/keys.ts';

const press = (change: Partial<KeyLike>): KeyLike => ({
  key: '',
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  getModifierState: () => false,
  ...change,
});
const altGr = { getModifierState: (modifier: string) => modifier === 'AltGraph' };

afterEach(() => vi.unstubAllGlobals());

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

  test.each([
    ['AltGr by itself', altGr],
    ['AltGr told with Alt', { ...altGr, altKey: true }],
    ['AltGr told as Ctrl and Alt', { ...altGr, ctrlKey: true, altKey: true }],
    ['Ctrl and Alt for AltGr', { ctrlKey: true, altKey: true }],
  ])('brackets of a German keyboard come by %s', (_name, held) => {
    const keys = ['[', ']', '{', '}'].map((key, i) =>
      commandFor(press({ key, code: `Digit${7 + i}`, ...held }), SHORTCUTS),
    );
    expect(keys).toEqual(['start-back', 'end-forward', 'start-forward', 'end-back']);
  });

  test('Option gives brackets on a Mac, and no letter by its place', () => {
    vi.stubGlobal('navigator', { userAgent: 'Macintosh' });
    expect(chordOf(press({ key: '[', code: 'Digit5', altKey: true }))).toBe('[');
    expect(chordOf(press({ key: 'ç', code: 'KeyC', altKey: true }))).toBe('ç');
    expect(chordOf(press({ key: 'ç', code: 'KeyC', altKey: true, metaKey: true }))).toBeNull();
  });

  test('Ctrl and Alt with a letter is a chord of the system', () => {
    expect(chordOf(press({ key: 'c', ctrlKey: true, altKey: true }))).toBeNull();
  });

  test.each([
    [{ key: 'Tab' }, 'tab'],
    [{ key: 'Tab', shiftKey: true }, 'tab'],
    [{ key: 'ArrowDown' }, 'moves'],
    [{ key: 'End', ctrlKey: true }, 'moves'],
    [{ key: ' ' }, 'moves'],
    [{ key: 'CapsLock' }, 'locks'],
    [{ key: 'x', altKey: true }, 'alt'],
    [{ key: 'Dead', code: 'Equal' }, 'accent'],
    ...Array.from('cvxzafyprwt', (key) => [{ key, ctrlKey: true }, 'browser'] as const),
    [{ key: 'T', ctrlKey: true, shiftKey: true }, 'browser'],
    [{ key: 'r', metaKey: true }, 'browser'],
    [{ key: '0', ctrlKey: true }, 'browser'],
    [{ key: 'F5' }, 'browser'],
    [{ key: 'AudioVolumeUp' }, 'other'],
  ] as const)('%j cannot be a key: %s', (event, refusal) => {
    expect(refusalOf(press(event), 'mark-C')).toBe(refusal);
  });

  test.each([
    { key: 'x' },
    { key: 'X', shiftKey: true },
    { key: '[', ...altGr },
    { key: 'ñ', code: 'Semicolon' },
    { key: 'F2' },
    { key: 'Enter', ctrlKey: true },
    { key: ';', ctrlKey: true },
  ])('%j can be a key', (event) => {
    expect(refusalOf(press(event), 'mark-C')).toBeNull();
  });

  test('a command takes its given keys back', () => {
    for (const { id, keys } of SHORTCUTS) {
      for (const chord of keys) {
        const [key = '', ...held] = chord.split('+').reverse();
        const event = { key, ctrlKey: held.includes('Mod'), shiftKey: held.includes('Shift') };
        expect(refusalOf(press(event), id)).toBeNull();
      }
    }
  });

  test('a key of the page that was kept before is not taken from it', () => {
    const table = personalShortcuts({ keys: { 'mark-C': 'Tab', memo: 'Mod+c' } });
    expect(commandFor(press({ key: 'Tab' }), table)).toBeNull();
    expect(commandFor(press({ key: 'c', ctrlKey: true }), table)).toBeNull();
    expect(commandFor(press({ key: 'c' }), table)).toBe('mark-C');
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
