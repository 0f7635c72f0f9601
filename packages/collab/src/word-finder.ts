import type { TextRange } from '@triad/realist';
import { WITHOUT_SPACES } from './word-edges.ts';

/** Finds the same words in any text. */
export type WordFinder = {
  /** Where they stand, in order, none over another; ends never part a character. */
  readonly find: (text: string) => readonly TextRange[];
};

/** Words of fewer letters and figures are found as whole words alone. */
export const WHOLE_WORD_BELOW = 4;

/**
 * Finds these words whatever their case, composition and quotation marks, and whatever white space
 * parts them; invisible characters are passed over. Also inside longer words (the genitive, a
 * compound), unless they are so short that they would be found by chance.
 *
 * Null where there is no letter and no figure to look for.
 */
export function wordFinder(words: string): WordFinder | null {
  const parts = fold(words).letters.trim().split(' ').filter(Boolean);
  const letters = parts.join('').match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  if (letters === 0) return null;
  const pattern = new RegExp(parts.map(escape).join(' ?'), 'g');
  const whole = letters < WHOLE_WORD_BELOW;
  return { find: (text) => find(text, pattern, whole) };
}

/** The text with other words in the place of those found, so that they are found no more. */
export function replaceWords(finder: WordFinder, text: string, replacement: string): string {
  let replaced = text;
  // What stands beside a replacement may make them anew; that ends, or all of it goes.
  for (let round = 0; round < 4; round += 1) {
    const found = finder.find(replaced);
    if (found.length === 0) return replaced;
    replaced = splice(replaced, found, replacement);
  }
  return finder.find(replaced).length === 0 ? replaced : replacement;
}

function splice(text: string, places: readonly TextRange[], replacement: string): string {
  let at = 0;
  let spliced = '';
  for (const { startUtf16, endUtf16 } of places) {
    spliced += text.slice(at, startUtf16) + replacement;
    at = endUtf16;
  }
  return spliced + text.slice(at);
}

function find(text: string, pattern: RegExp, whole: boolean): readonly TextRange[] {
  const { letters, starts } = fold(text);
  const found: TextRange[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(letters); match !== null; match = pattern.exec(letters)) {
    const startUtf16 = starts[match.index] ?? 0;
    const endUtf16 = endOf(text, starts[match.index + match[0].length - 1] ?? 0);
    const last = found.at(-1);
    const isNew = last === undefined || startUtf16 >= last.endUtf16;
    if (isNew && (!whole || standsAlone(text, startUtf16, endUtf16))) {
      found.push({ startUtf16, endUtf16 });
    } else {
      pattern.lastIndex = match.index + 1;
    }
  }
  return found;
}

/** Behind the character that begins there, and the marks on it. */
function endOf(text: string, startUtf16: number): number {
  let end = startUtf16 + widthAt(text, startUtf16);
  while (end < text.length && /\p{M}/u.test(characterAt(text, end))) end += widthAt(text, end);
  return end;
}

function standsAlone(text: string, startUtf16: number, endUtf16: number): boolean {
  const low = /[\uDC00-\uDFFF]/.test(text.charAt(startUtf16 - 1)) ? 2 : 1;
  const before = startUtf16 === 0 ? '' : characterAt(text, startUtf16 - low);
  const after = endUtf16 >= text.length ? '' : characterAt(text, endUtf16);
  return !isJoined(before) && !isJoined(after);
}

/** Whether a letter beside words makes a longer word of them; some scripts write no spaces. */
function isJoined(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character) && !WITHOUT_SPACES.test(character);
}

type Folded = {
  /** Without case and composition; white space is one space, what is invisible nothing. */
  readonly letters: string;
  /** For each unit of `letters`, where its character begins in the text. */
  readonly starts: readonly number[];
};

function fold(text: string): Folded {
  const pieces: string[] = [];
  const starts: number[] = [];
  let spaced = false;
  for (let at = 0; at < text.length; at += widthAt(text, at)) {
    const folded = foldCharacter(characterAt(text, at));
    if (folded === '' || (folded === ' ' && spaced)) continue;
    spaced = folded === ' ';
    pieces.push(folded);
    for (let unit = 0; unit < folded.length; unit += 1) starts.push(at);
  }
  return { letters: pieces.join(''), starts };
}

const folded = new Map<string, string>();
const MOST_KEPT = 10_000;

function foldCharacter(character: string): string {
  const known = folded.get(character);
  if (known !== undefined) return known;
  const made = foldNew(character);
  if (folded.size >= MOST_KEPT) folded.clear();
  folded.set(character, made);
  return made;
}

function foldNew(character: string): string {
  if (/[\p{Default_Ignorable_Code_Point}\p{Cf}]/u.test(character)) return '';
  if (/\s/.test(character)) return ' ';
  if (/[\u2018\u2019\u02bc\u2032\u00b4`]/.test(character)) return "'";
  if (/[\u2010-\u2015\u2212]/.test(character)) return '-';
  const plain = character.normalize('NFKD').replace(/\s/g, '');
  return plain.toUpperCase().toLowerCase();
}

function characterAt(text: string, at: number): string {
  return text.slice(at, at + widthAt(text, at));
}

function widthAt(text: string, at: number): 1 | 2 {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

function escape(letters: string): string {
  return letters.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
