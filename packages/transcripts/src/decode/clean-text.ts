import { count, nameLines, type Notes } from '../notes.ts';

/** C0 controls that are no white space, DEL, and nothing else: they are not words in any script. */
// oxlint-disable-next-line no-control-regex
export const CONTROLS = /[\u0000-\u0008\u000e-\u001f\u007f]/g;
/** Every kind of line, paragraph and page end. */
// oxlint-disable-next-line no-control-regex
export const LINE_END = /\r\n?|[\u2028\u2029\u0085\u000b\u000c]/g;
const BIDI_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/;

/**
 * Makes decoded text ready for reading lines: one kind of line end, no NUL and no control characters, Unicode NFC.
 * Whatever it changes beyond line ends is said. Line and paragraph separators, form feeds and vertical tabs are line
 * ends. Overrides of writing direction and zero-width characters stay, and an override is pointed out.
 */
export function cleanText(decoded: string, notes: Notes): string {
  if (/\r\n/.test(decoded) && /\r(?!\n)/.test(decoded)) {
    notes.warn(
      'text/line-ends',
      'The file mixes kinds of line ends; each was taken as the end of a line. Check that no line is broken.',
    );
  }
  let text = decoded.replace(LINE_END, '\n');
  let dropped = 0;
  let nul = 0;
  text = text.replace(CONTROLS, (character) => {
    if (character === '\0') nul += 1;
    else dropped += 1;
    return '';
  });
  if (nul > 0) {
    notes.warn(
      'text/nul',
      `${count(nul, 'NUL character')} stood in the text and were dropped; check the words around them.`,
    );
  }
  if (dropped > 0) {
    notes.warn(
      'text/control',
      `${count(dropped, 'control character')} that no one can see were dropped.`,
    );
  }
  text = normalise(text, notes);
  if (BIDI_CONTROLS.test(text)) {
    const lines = linesWhere(text, (line) => BIDI_CONTROLS.test(line));
    notes.warn(
      'text/bidi-control',
      `Invisible characters that change the direction of writing were kept on ${nameLines(lines)}; the words there may be shown in another order than they are stored.`,
      lines[0] ?? null,
    );
  }
  return text;
}

/** Sorting the marks on one letter takes time that grows with the square of their number. */
const MARKS_WITHOUT_END = /\p{M}{60}/u;

function normalise(text: string, notes: Notes): string {
  if (MARKS_WITHOUT_END.test(text)) {
    notes.warn(
      'text/marks',
      'A letter carries dozens of accents, as no writing has; the text was kept as it is, not brought to one form (Unicode NFC).',
    );
    return text;
  }
  const normal = text.normalize('NFC');
  if (normal !== text) {
    notes.warn(
      'text/normalised',
      'Accents written as separate characters were joined to their letters (Unicode NFC); the text looks the same, but offsets counted in the original file differ.',
    );
  }
  return normal;
}

/** Unicode NFC, where it can be had in bounded time. */
export function toNfc(text: string): string {
  return MARKS_WITHOUT_END.test(text) ? text : text.normalize('NFC');
}

function linesWhere(text: string, matches: (line: string) => boolean): number[] {
  const found: number[] = [];
  text.split('\n').forEach((line, index) => {
    if (matches(line)) found.push(index + 1);
  });
  return found;
}
