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
  | 'mark-I'
  | 'mark-A'
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
  { id: 'mark-I', keys: ['Shift+i'], group: 'Code' },
  { id: 'mark-A', keys: ['Shift+a'], group: 'Code' },
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

/**
 * The table with a person's own keys in place of the given ones; null turns a key off. An own key
 * that is the page's or the browser's, kept before those were refused, counts for nothing.
 */
export function personalShortcuts(preferences: Preferences): readonly Shortcut[] {
  return SHORTCUTS.map((shortcut) => {
    const own = preferences.keys?.[shortcut.id];
    if (own === undefined) return shortcut;
    if (own !== null && refusalOfChord(own, shortcut.id) !== null) return shortcut;
    return { ...shortcut, keys: own === null ? [] : [own] };
  }).map((shortcut) =>
    preferences.letterKeys === false
      ? { ...shortcut, keys: shortcut.keys.filter((key) => !isSingleCharacter(key)) }
      : shortcut,
  );
}

export type KeyLike = Pick<
  KeyboardEvent,
  | 'key'
  | 'code'
  | 'ctrlKey'
  | 'metaKey'
  | 'altKey'
  | 'shiftKey'
  | 'isComposing'
  | 'getModifierState'
>;

/**
 * The chord of a key press, e.g. `c`, `Mod+Shift+z`, `[`. Letters go by `key` in lower case, so
 * that AZERTY and Caps Lock work; only where the layout gives no ASCII letter does the place of the
 * key decide. A character that the layout gives with AltGr or Option is that character. Null while
 * composing and for other Alt chords, which belong to the layout or the browser.
 */
export function chordOf(event: KeyLike): string | null {
  if (event.isComposing) return null;
  const third = isThirdLevel(event);
  if (event.altKey && !third) return null;
  const modified = !third && (event.ctrlKey || event.metaKey);
  let key = event.key;
  if (key.length === 1) {
    if (/^[A-Za-z]$/.test(key)) key = key.toLowerCase();
    else if (!third && key.charCodeAt(0) > 127 && /^Key[A-Z]$/.test(event.code)) {
      key = event.code.slice(3).toLowerCase();
    }
  }
  const shift = event.shiftKey && (/^[a-z]$/.test(key) || key.length > 1);
  return `${modified ? 'Mod+' : ''}${shift ? 'Shift+' : ''}${key}`;
}

/**
 * Whether the press gives a character of the layout's third level, as `[` is on German, Portuguese
 * and French keyboards: by AltGr, which Windows also tells as Ctrl with Alt, or by Option on a Mac.
 * A letter or digit that comes with Alt alone, or with Ctrl and Alt, is a chord and no character.
 */
function isThirdLevel(event: KeyLike): boolean {
  if (!/^[^\s\p{C}]$/u.test(event.key)) return false;
  if (event.getModifierState('AltGraph')) return true;
  if (!event.altKey || event.metaKey || /^[A-Za-z0-9]$/.test(event.key)) return false;
  return isMac() ? !event.ctrlKey : event.ctrlKey;
}

/** Why a press cannot be the key of a command. */
export type Refusal = 'tab' | 'moves' | 'locks' | 'alt' | 'accent' | 'browser' | 'other';

/** Whether the press only begins a chord, and says nothing by itself. */
export function isModifier(event: Pick<KeyLike, 'key'>): boolean {
  return /^(Shift|Control|Meta|OS|Alt|AltGraph|Fn|Hyper|Super)$/.test(event.key);
}

/** Why a press cannot be the key of this command; null if it can. */
export function refusalOf(event: KeyLike, command: CommandId): Refusal | null {
  if (event.isComposing || /^(Dead|Process)$/.test(event.key)) return 'accent';
  const chord = chordOf(event);
  return chord === null ? 'alt' : refusalOfChord(chord, command);
}

/** Letters that browsers keep with Ctrl or Command, one or another of them, and with Shift too. */
const KEPT = { plain: 'acdfghjlnopqrstuvwxyz', shifted: 'abcdfghijklmnopqrstuvwxyz' };
/** Keys with a name, rather than a character, that nobody else needs while the text has the focus. */
const FREE = /^(Enter|Escape|Delete|Backspace|Insert|F[2489])$/;

function refusalOfChord(chord: string, command: CommandId): Refusal | null {
  const given = SHORTCUTS.find(({ id }) => id === command)?.keys;
  if (given?.includes(chord) === true) return null;
  const [, mod, shift, key = ''] = /^(Mod\+)?(Shift\+)?(.+)$/su.exec(chord) ?? [];
  if (key === 'Tab') return 'tab';
  if (/^(Arrow.*|Home|End|PageUp|PageDown| )$/.test(key)) return 'moves';
  if (/^(Caps|Num|Scroll)Lock$/.test(key)) return 'locks';
  if (key.length > 1) {
    if (FREE.test(key)) return mod !== undefined && key.startsWith('F') ? 'browser' : null;
    return /^F\d+$/.test(key) ? 'browser' : 'other';
  }
  if (mod === undefined) return null;
  // Of the rest, what sets sizes, tabs and history: digits, + - = and the brackets.
  const kept = shift === undefined ? KEPT.plain : KEPT.shifted;
  return kept.includes(key) || /^[\d+\-=_,[\]{}]$/.test(key) ? 'browser' : null;
}

export function commandFor(event: KeyLike, table: readonly Shortcut[]): CommandId | null {
  const chord = chordOf(event);
  if (chord === null) return null;
  return table.find((shortcut) => shortcut.keys.includes(chord))?.id ?? null;
}

/** How a chord is written on a key cap. */
export function keyLabel(chord: string): string {
  const mac = isMac();
  return chord
    .split(/\+(?=.)/)
    .map((part) => {
      if (part === 'Mod') return mac ? '⌘' : 'Ctrl';
      if (part === 'Shift') return mac ? '⇧' : 'Shift';
      if (part === 'Escape') return 'Esc';
      if (part === 'Delete') return 'Del';
      return part.length === 1 ? part.toUpperCase() : part;
    })
    .join(mac ? '' : '+');
}

function isMac(): boolean {
  return typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);
}

function isSingleCharacter(chord: string): boolean {
  return chord.length === 1 || /^Shift\+[a-z]$/.test(chord);
}
