import type { Preferences } from '@triad/collab';

/**
 * Every key of the annotator, in one table: the text's handler, the labels on buttons and the `?`
 * sheet all read it. Single characters act only while the text has focus, and can be changed or
 * turned off (WCAG 2.1.4).
 */
export type CommandId =
  | 'mark-C'
  | 'mark-M'
  | 'mark-O'
  | 'mark-undecided'
  | 'unsure'
  | 'remove'
  | 'memo'
  | 'comment'
  | 'sketch'
  | 'infer'
  | 'start-back'
  | 'start-forward'
  | 'end-forward'
  | 'end-back'
  | 'next'
  | 'previous'
  | 'snap-word'
  | 'snap-sentence'
  | 'snap-turn'
  | 'spans-here'
  | 'list'
  | 'filter'
  | 'undo'
  | 'redo'
  | 'back'
  | 'help';

export type Shortcut = {
  readonly id: CommandId;
  /** As `chordOf` writes it; several are alternatives, the first is shown. */
  readonly keys: readonly string[];
  readonly group: 'Code' | 'Tie' | 'Change' | 'Select' | 'Move' | 'Other';
};

export const SHORTCUTS: readonly Shortcut[] = [
  { id: 'mark-C', keys: ['c'], group: 'Code' },
  { id: 'mark-M', keys: ['m'], group: 'Code' },
  { id: 'mark-O', keys: ['o'], group: 'Code' },
  { id: 'mark-undecided', keys: ['u'], group: 'Code' },
  { id: 'unsure', keys: ['q'], group: 'Code' },
  { id: 'memo', keys: ['n'], group: 'Code' },
  { id: 'comment', keys: [';'], group: 'Code' },
  { id: 'sketch', keys: ['t'], group: 'Tie' },
  { id: 'infer', keys: ['i'], group: 'Tie' },
  { id: 'start-back', keys: ['['], group: 'Change' },
  { id: 'start-forward', keys: ['{'], group: 'Change' },
  { id: 'end-forward', keys: [']'], group: 'Change' },
  { id: 'end-back', keys: ['}'], group: 'Change' },
  { id: 'remove', keys: ['Delete', 'Backspace'], group: 'Change' },
  { id: 'undo', keys: ['Mod+z'], group: 'Change' },
  { id: 'redo', keys: ['Mod+Shift+z', 'Mod+y'], group: 'Change' },
  { id: 'snap-word', keys: ['w'], group: 'Select' },
  { id: 'snap-sentence', keys: ['s'], group: 'Select' },
  { id: 'snap-turn', keys: ['p'], group: 'Select' },
  { id: 'next', keys: ['j'], group: 'Move' },
  { id: 'previous', keys: ['k'], group: 'Move' },
  { id: 'spans-here', keys: ['Enter'], group: 'Move' },
  { id: 'list', keys: ['l'], group: 'Move' },
  { id: 'filter', keys: ['/'], group: 'Move' },
  { id: 'back', keys: ['Escape'], group: 'Other' },
  { id: 'help', keys: ['?'], group: 'Other' },
];

/** The table with a person's own keys in place of the given ones; null turns a key off. */
export function personalShortcuts(preferences: Preferences): readonly Shortcut[] {
  return SHORTCUTS.map((shortcut) => {
    const own = preferences.keys?.[shortcut.id];
    if (own === undefined) return shortcut;
    return { ...shortcut, keys: own === null ? [] : [own] };
  }).map((shortcut) =>
    preferences.letterKeys === false
      ? { ...shortcut, keys: shortcut.keys.filter((key) => !isSingleCharacter(key)) }
      : shortcut,
  );
}

export type KeyLike = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing'
>;

/**
 * The chord of a key press, e.g. `c`, `Mod+Shift+z`, `[`. Letters go by `key` in lower case, so
 * that AZERTY and Caps Lock work; only where the layout gives no ASCII letter does the place of the
 * key decide. Null while composing and for Alt chords, which belong to the layout.
 */
export function chordOf(event: KeyLike): string | null {
  if (event.isComposing || event.altKey) return null;
  const modified = event.ctrlKey || event.metaKey;
  let key = event.key;
  if (key.length === 1) {
    if (/^[A-Za-z]$/.test(key)) key = key.toLowerCase();
    else if (key.charCodeAt(0) > 127 && /^Key[A-Z]$/.test(event.code)) {
      key = event.code.slice(3).toLowerCase();
    }
  }
  const shift = event.shiftKey && (/^[a-z]$/.test(key) || key.length > 1);
  return `${modified ? 'Mod+' : ''}${shift ? 'Shift+' : ''}${key}`;
}

export function commandFor(event: KeyLike, table: readonly Shortcut[]): CommandId | null {
  const chord = chordOf(event);
  if (chord === null) return null;
  return table.find((shortcut) => shortcut.keys.includes(chord))?.id ?? null;
}

/** How a chord is written on a key cap. */
export function keyLabel(chord: string): string {
  const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);
  return chord
    .split(/\+(?=.)/)
    .map((part) => {
      if (part === 'Mod') return isMac ? '⌘' : 'Ctrl';
      if (part === 'Shift') return isMac ? '⇧' : 'Shift';
      if (part === 'Escape') return 'Esc';
      if (part === 'Delete') return 'Del';
      return part.length === 1 ? part.toUpperCase() : part;
    })
    .join(isMac ? '' : '+');
}

function isSingleCharacter(chord: string): boolean {
  return chord.length === 1 || /^Shift\+[a-z]$/.test(chord);
}
