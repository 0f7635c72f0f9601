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

/**
 * Reads every part's declarations and the main part wholly, before a document model is built of them: no document type
 * (so no entity can be expanded or fetched), well formed, nested within reason.
 *
 * @throws ImportError `transcript/unsafe-xml`, `transcript/damaged`, `transcript/too-large`
 */
export function checkXml(parts: WordParts, mainName: string, limits: ImportLimits): WordContents {
  const counts = { deletions: 0, insertions: 0, textBoxes: 0, pictures: 0, struck: 0 };
  for (const [name, bytes] of parts) {
    const text = decodePart(bytes);
    if (/<!(?:DOCTYPE|ENTITY)/iu.test(text)) {
      throw new ImportError(
        'transcript/unsafe-xml',
        'The Word file holds declarations that no Word writes and that can be used to attack a server, so it was not opened. Open it in Word, save it anew as .docx and import that.',
      );
    }
    if (name === mainName || MAIN_PART.test(name)) readMain(text, counts, limits);
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

function readMain(
  text: string,
  counts: { -readonly [K in keyof WordContents]: number },
  limits: ImportLimits,
): void {
  const parser = new SaxesParser();
  let depth = 0;
  let elements = 0;
  parser.on('opentag', (tag) => {
    depth += 1;
    elements += 1;
    if (depth > MAX_DEPTH) throw damaged();
    if (elements > limits.elements) {
      throw new ImportError(
        'transcript/too-large',
        'The Word file holds far more paragraphs and styles than a transcript; split it into several files, or save it as .txt and import that.',
      );
    }
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
