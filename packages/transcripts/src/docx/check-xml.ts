import { SaxesParser } from 'saxes';
import { ImportError } from '../errors.ts';
import type { ImportLimits } from '../limits.ts';
import type { WordParts } from './container.ts';

/** What the parts hold beside plain text, counted: what will be left out must be said. */
export type WordContents = {
  readonly deletions: number;
  readonly insertions: number;
  readonly textBoxes: number;
  readonly pictures: number;
  readonly struck: number;
};

const MAIN_PART = /^word\/document\d*\.xml$/iu;
const MAX_DEPTH = 200;

const LESS_THAN = 0x3c;
const SLASH = 0x2f;
const EQUALS = 0x3d;
const QUOTES: ReadonlySet<number | undefined> = new Set([0x22, 0x27]);
/** Word writes two or three attributes an element; more by far are made to cost time. */
const ATTRIBUTES_AN_ELEMENT = 3;

/**
 * Weighs the parts that will be read, before any of them is.
 *
 * @throws ImportError `transcript/too-large`
 */
export function refuseSize(parts: WordParts, limits: ImportLimits): void {
  let bytes = 0;
  let elements = 0;
  let attributes = 0;
  for (const part of parts.values()) {
    bytes += part.byteLength;
    if (bytes > limits.wordBytes) break;
    for (let at = part.indexOf(LESS_THAN); at >= 0; at = part.indexOf(LESS_THAN, at + 1)) {
      if (part[at + 1] !== SLASH) elements += 1;
    }
    for (let at = part.indexOf(EQUALS); at >= 0; at = part.indexOf(EQUALS, at + 1)) {
      if (QUOTES.has(part[at + 1])) attributes += 1;
    }
  }
  if (bytes > limits.wordBytes) {
    throw new ImportError(
      'transcript/too-large',
      `The Word file holds more than ${Math.floor(limits.wordBytes / (1024 * 1024))} MB of text and styles, more than one transcript may have; split it into several files, or save it as .txt and import that.`,
    );
  }
  if (elements > limits.elements || attributes > limits.elements * ATTRIBUTES_AN_ELEMENT) {
    throw new ImportError(
      'transcript/too-large',
      `The Word file is made of more than ${limits.elements} pieces (paragraphs, changes of style and the like), more than one transcript may have; split it into several files, or save it as .txt and import that.`,
    );
  }
}

/**
 * Reads every part's declarations and the main part wholly, before a document model is built of them: no document type
 * (so no entity can be expanded or fetched), well formed, nested within reason.
 *
 * @throws ImportError `transcript/unsafe-xml`, `transcript/damaged`
 */
export function checkXml(parts: WordParts, mainName: string): WordContents {
  const counts = { deletions: 0, insertions: 0, textBoxes: 0, pictures: 0, struck: 0 };
  for (const [name, bytes] of parts) {
    const text = decodePart(bytes);
    if (/<!(?:DOCTYPE|ENTITY)/iu.test(text)) {
      throw new ImportError(
        'transcript/unsafe-xml',
        'The Word file holds declarations that no Word writes and that can be used to attack a server, so it was not opened. Open it in Word, save it anew as .docx and import that.',
      );
    }
    if (name === mainName || MAIN_PART.test(name)) readMain(text, counts);
  }
  return counts;
}

/** A part of a .docx as text, by its mark; UTF-8 where it has none. */
function decodePart(bytes: Uint8Array): string {
  const [a, b] = bytes;
  const encoding =
    a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

function readMain(text: string, counts: { -readonly [K in keyof WordContents]: number }): void {
  const parser = new SaxesParser({ position: false });
  let depth = 0;
  parser.on('opentag', (tag) => {
    depth += 1;
    if (depth > MAX_DEPTH) throw damaged();
    const local = tag.name.slice(tag.name.indexOf(':') + 1);
    if (local === 'del' || local === 'moveFrom') counts.deletions += 1;
    else if (local === 'ins' || local === 'moveTo') counts.insertions += 1;
    else if (local === 'txbxContent') counts.textBoxes += 1;
    else if (local === 'blip') counts.pictures += 1;
    else if (local === 'strike' || local === 'dstrike') counts.struck += 1;
  });
  parser.on('closetag', () => {
    depth -= 1;
  });
  parser.on('error', () => {
    throw damaged();
  });
  parser.write(text).close();
}

function damaged(): ImportError {
  return new ImportError(
    'transcript/damaged',
    'The Word file is damaged: its text breaks off or is not well formed. Open it in Word, save it anew as .docx and import that.',
  );
}
