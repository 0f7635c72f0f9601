import { ImportError, tooManyLines } from '../errors.ts';
import type { ImportLimits } from '../limits.ts';
import { nameLines, type Notes } from '../notes.ts';
import { looksDoubleEncoded } from './double-encoded.ts';
import { decodeSingleByte } from './single-byte.ts';
import { utf16WithoutMark } from './utf16.ts';

/** Beginnings of files that are no text, whatever their name says. */
const MAGIC: readonly { readonly bytes: readonly number[]; readonly what: string }[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], what: 'a zip file (perhaps a Word file under another name)' },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], what: 'an old Office file' },
  { bytes: [0x89, 0x50, 0x4e, 0x47], what: 'a picture' },
  { bytes: [0xff, 0xd8, 0xff], what: 'a picture' },
  { bytes: [0x47, 0x49, 0x46, 0x38], what: 'a picture' },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: 'a PDF' },
  { bytes: [0x1f, 0x8b], what: 'a compressed file' },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], what: 'a compressed file' },
  { bytes: [0x52, 0x49, 0x46, 0x46], what: 'a sound or video file' },
  { bytes: [0x49, 0x44, 0x33], what: 'a sound file' },
  { bytes: [0x4f, 0x67, 0x67, 0x53], what: 'a sound file' },
  { bytes: [0x7b, 0x5c, 0x72, 0x74, 0x66], what: 'a rich text (RTF) file' },
];

/**
 * Bytes of a text file to a string, without its byte order mark. UTF-8 and UTF-16 are recognised by mark or by form;
 * anything else is taken for the legacy encoding that explains the bytes best, and the choice is said.
 *
 * @throws ImportError `transcript/binary`, `transcript/empty`, `transcript/too-large`
 */
export function decodeText(
  bytes: Uint8Array,
  notes: Notes,
  limits: Pick<ImportLimits, 'lines'>,
): string {
  refuseBinary(bytes);
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return decodeUtf8(bytes.subarray(3), notes, limits);
  if (a === 0xff && b === 0xfe) {
    if (c === 0 && d === 0)
      throw new ImportError(
        'transcript/binary',
        'The file is text in UTF-32, which is not read here; save it as UTF-8 and import it again.',
      );
    return decodeUtf16(bytes.subarray(2), 'utf-16le', notes);
  }
  if (a === 0xfe && b === 0xff) return decodeUtf16(bytes.subarray(2), 'utf-16be', notes);
  const unmarked = utf16WithoutMark(bytes);
  if (unmarked !== null) {
    notes.warn(
      'text/encoding',
      `The file does not say how its text is encoded; it was read as ${unmarked.toUpperCase()}. If letters look wrong, save it as UTF-8 and import it again.`,
    );
    return decodeUtf16(bytes, unmarked, notes);
  }
  refuseControlCharacters(bytes);
  return decodeUtf8(bytes, notes, limits);
}

function refuseBinary(bytes: Uint8Array): void {
  for (const { bytes: magic, what } of MAGIC) {
    if (!magic.every((byte, index) => bytes[index] === byte)) continue;
    throw new ImportError(
      'transcript/binary',
      `The file is not text but ${what}; import the transcript as .docx, .txt, .md, .vtt or .srt.`,
    );
  }
}

/** Text has hardly any control characters; compressed data, sound and pictures have one byte in ten. */
function refuseControlCharacters(bytes: Uint8Array): void {
  let controls = 0;
  let nuls = 0;
  for (const byte of bytes) {
    if (byte === 0) nuls += 1;
    else if (byte < 32 && !(byte >= 9 && byte <= 13) && byte !== 0x1b) controls += 1;
  }
  if (controls > Math.max(4, bytes.length * 0.02) || nuls > Math.max(4, bytes.length * 0.1)) {
    throw new ImportError(
      'transcript/binary',
      'The file is not text: it holds bytes that no text has. Import the transcript as .docx, .txt, .md, .vtt or .srt.',
    );
  }
}

function decodeUtf8(bytes: Uint8Array, notes: Notes, limits: Pick<ImportLimits, 'lines'>): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return decodeLegacy(bytes, notes, limits);
  }
  if (looksDoubleEncoded(text)) {
    notes.warn(
      'text/double-encoded',
      'Letters with accents look as if the text had been encoded twice (UTF-8 read as Windows-1252 and saved again); it was imported as it is. If so, get the file from before that step.',
    );
  }
  return text;
}

function decodeUtf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be', notes: Notes): string {
  const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
  const bad = text.split('\uFFFD').length - 1;
  if (bad > 0)
    notes.warn(
      'text/undecodable',
      `${bad} places of the file are no valid ${encoding.toUpperCase()} and are shown as \uFFFD; check the words around them.`,
    );
  return text;
}

function decodeLegacy(
  bytes: Uint8Array,
  notes: Notes,
  limits: Pick<ImportLimits, 'lines'>,
): string {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const lines = splitLines(bytes);
  // Each line is tried by itself below: too many are refused before they cost time.
  if (lines.length > limits.lines) throw tooManyLines(limits.lines);
  const odd: number[] = [];
  let utf8Lines = 0;
  lines.forEach((line, index) => {
    if (!line.some((byte) => byte >= 0x80)) return;
    try {
      strict.decode(line);
      utf8Lines += 1;
    } catch {
      odd.push(index);
    }
  });
  // Legacy text hardly ever makes a whole valid UTF-8 line by chance, so a few such lines mean a file of two parts.
  if (utf8Lines > 0 && utf8Lines >= odd.length * 0.2) {
    const oddBytes = concat(odd.map((index) => lines[index] ?? new Uint8Array()));
    const legacy = decodeSingleByte(oddBytes);
    const oddSet = new Set(odd);
    const numbers = odd.map((index) => index + 1);
    notes.warn(
      'text/mixed-encoding',
      `The file mixes UTF-8 with another encoding: ${nameLines(numbers)} were read as ${legacy.name}. Check the accents there.`,
      numbers[0] ?? null,
    );
    return lines
      .map((line, index) => (oddSet.has(index) ? legacy.decode(line) : strict.decode(line)))
      .join('');
  }
  const legacy = decodeSingleByte(bytes);
  const unsure = legacy.sure ? '' : ' This is not sure.';
  notes.warn(
    'text/encoding',
    `The file is not UTF-8; it was read as ${legacy.name}.${unsure} If letters look wrong, save it as UTF-8 and import it again.`,
  );
  return legacy.decode(bytes);
}

/** Lines with their ends, as bytes. */
function splitLines(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let from = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const isEnd = bytes[at] === 0x0a || (bytes[at] === 0x0d && bytes[at + 1] !== 0x0a);
    if (!isEnd) continue;
    lines.push(bytes.subarray(from, at + 1));
    from = at + 1;
  }
  if (from < bytes.length) lines.push(bytes.subarray(from));
  return lines;
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}
