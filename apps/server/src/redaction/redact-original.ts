import type { TextIndex, WordFinder } from '@triad/collab';
import { paragraphAt, replaceWords, WHOLE_WORD_BELOW } from '@triad/collab';
import type { TextRange } from '@triad/realist';
import type { TranscriptBody } from '../data/records.ts';

/** Formats that are plain text. */
export const TEXT_FORMATS: ReadonlySet<TranscriptBody['format']> = new Set([
  'txt',
  'md',
  'vtt',
  'srt',
]);

/**
 * The file as it was imported, with other words in the place of these; null where it cannot be told
 * for certain that it holds them no more. It can where the file is text in a Unicode encoding, every
 * paragraph that is redacted stands in it to the letter (so nobody had corrected it since, and no
 * misheard wording is left in the file), and the words are not found in it after, markup and times
 * aside.
 */
export function redactOriginal(
  bytes: Uint8Array,
  format: TranscriptBody['format'],
  taken: {
    readonly text: TextIndex;
    readonly places: readonly TextRange[];
    readonly finder: WordFinder;
    /** The words that the finder finds. */
    readonly words: string;
    readonly replacement: string;
  },
): Uint8Array | null {
  const file = TEXT_FORMATS.has(format) ? decode(bytes) : null;
  if (file === null) return null;
  const { text, places, finder, words, replacement } = taken;
  const all = lettersOf(bare(file.text));
  const stands = paragraphsOf(text, places).every((paragraph) =>
    all.includes(lettersOf(paragraph)),
  );
  if (!stands) return null;
  const redacted = replaceWords(finder, file.text, replacement);
  const left = bare(redacted);
  const letters = lettersOf(words);
  // Also where a line, a cue or a mark parts their letters; of short ones that is by chance.
  const isParted = [...letters].length >= WHOLE_WORD_BELOW && lettersOf(left).includes(letters);
  return isParted || finder.find(left).length > 0 ? null : file.encode(redacted);
}

type TextFile = { readonly text: string; readonly encode: (text: string) => Uint8Array };

/** Null for what does not become the very same bytes again. */
function decode(bytes: Uint8Array): TextFile | null {
  const file = decodeAs(bytes);
  return file !== null && Buffer.compare(file.encode(file.text), bytes) === 0 ? file : null;
}

function decodeAs(bytes: Uint8Array): TextFile | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return {
      text: Buffer.from(bytes).toString('utf16le'),
      encode: (text) => Buffer.from(text, 'utf16le'),
    };
  }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    if (bytes.length % 2 !== 0) return null;
    return {
      text: Buffer.from(bytes).swap16().toString('utf16le'),
      encode: (text) => Buffer.from(text, 'utf16le').swap16(),
    };
  }
  if (bytes.includes(0)) return null;
  return { text: Buffer.from(bytes).toString('utf8'), encode: (text) => Buffer.from(text, 'utf8') };
}

/** Without times, numbers of cues, tags and emphasis, which may stand within words. */
function bare(text: string): string {
  return text
    .replace(/^.*-->.*$/gm, ' ')
    .replace(/^\s*\d+\s*$/gm, ' ')
    .replace(/<[^<>]{0,200}>/g, '')
    .replace(/[*_~`]/g, '');
}

/** Letters and figures alone, whatever their case and composition. */
function lettersOf(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function paragraphsOf(index: TextIndex, places: readonly TextRange[]): readonly string[] {
  const found = new Set<number>();
  for (const { startUtf16, endUtf16 } of places) {
    for (let at = paragraphAt(index, startUtf16); at < index.paragraphs.length; at += 1) {
      if ((index.paragraphs[at]?.startUtf16 ?? endUtf16) >= endUtf16) break;
      found.add(at);
    }
  }
  return [...found].map((at) => {
    const paragraph = index.paragraphs[at];
    return index.text.slice(paragraph?.startUtf16, paragraph?.endUtf16);
  });
}
