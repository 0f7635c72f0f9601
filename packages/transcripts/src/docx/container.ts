import { inflateRawSync } from 'node:zlib';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { ImportError } from '../errors.ts';
import type { ImportLimits } from '../limits.ts';

/** The XML parts of a Word file, unpacked, by name within the container. */
export type WordParts = ReadonlyMap<string, Uint8Array>;

const DAMAGED =
  'The Word file is damaged: its container cannot be read. Open it in Word, save it anew as .docx and import that.';

/**
 * Unpacks the XML parts of a .docx, within bounds that hold whatever the container claims: entries are counted, each part
 * is inflated only as far as the bound allows. Nothing is written anywhere, so a part's name can do no harm; pictures and
 * other media are not unpacked at all.
 *
 * @throws ImportError `transcript/damaged`, `transcript/encrypted`, `transcript/zip-bomb`
 */
export async function unpackWord(bytes: Uint8Array, limits: ImportLimits): Promise<WordParts> {
  const zip = await open(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  try {
    if (zip.entryCount > limits.zipEntries) throw tooMuch(`more than ${limits.zipEntries} parts`);
    const parts = new Map<string, Uint8Array>();
    let total = 0;
    for await (const entry of entriesOf(zip)) {
      const name = nameOf(entry);
      if (!/\.(?:xml|rels)$/iu.test(name) || name.includes('..') || name.startsWith('/')) continue;
      if ((entry.generalPurposeBitFlag & 1) === 1)
        throw new ImportError(
          'transcript/encrypted',
          'The Word file is protected by a password; remove the protection in Word and import it again.',
        );
      total += entry.uncompressedSize;
      if (total > limits.unpackedBytes)
        throw tooMuch(`over ${megabytes(limits.unpackedBytes)} of text`);
      const content = inflate(await readRaw(zip, entry), entry, limits.unpackedBytes);
      total += Math.max(0, content.byteLength - entry.uncompressedSize);
      if (total > limits.unpackedBytes)
        throw tooMuch(`over ${megabytes(limits.unpackedBytes)} of text`);
      parts.set(name, content);
    }
    return parts;
  } finally {
    zip.close();
  }
}

function open(buffer: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    // Names are decoded here, not by yauzl, which refuses a whole file for one odd name.
    fromBuffer(
      buffer,
      { lazyEntries: true, decodeStrings: false, autoClose: false },
      (error, zip) => {
        if (error === null) resolve(zip);
        else reject(new ImportError('transcript/damaged', DAMAGED));
      },
    );
  });
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  for (;;) {
    const entry = await new Promise<Entry | null>((resolve, reject) => {
      const settle = (act: () => void): void => {
        zip.removeAllListeners();
        act();
      };
      zip.once('entry', (next: Entry) => settle(() => resolve(next)));
      zip.once('end', () => settle(() => resolve(null)));
      zip.once('error', () => settle(() => reject(new ImportError('transcript/damaged', DAMAGED))));
      zip.readEntry();
    });
    if (entry === null) return;
    yield entry;
  }
}

function nameOf(entry: Entry): string {
  const raw: unknown = entry.fileName;
  return (raw instanceof Uint8Array ? Buffer.from(raw).toString('utf8') : String(raw)).replaceAll(
    '\\',
    '/',
  );
}

function readRaw(zip: ZipFile, entry: Entry): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const fail = (): void => reject(new ImportError('transcript/damaged', DAMAGED));
    const options = {
      decompress: entry.compressionMethod === 8 ? false : null,
      decrypt: null,
      start: null,
      end: null,
    };
    zip.openReadStream(entry, options, (error, stream) => {
      if (error !== null) {
        fail();
        return;
      }
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('error', fail);
      stream.on('end', () => resolve(Buffer.concat(chunks)));
    });
  });
}

function inflate(raw: Buffer, entry: Entry, maxBytes: number): Uint8Array {
  if (entry.compressionMethod === 0) return raw;
  if (entry.compressionMethod !== 8) throw new ImportError('transcript/damaged', DAMAGED);
  try {
    return inflateRawSync(raw, { maxOutputLength: maxBytes });
  } catch (error) {
    if (error instanceof RangeError) throw tooMuch(`over ${megabytes(maxBytes)} of text`);
    throw new ImportError('transcript/damaged', DAMAGED);
  }
}

function tooMuch(what: string): ImportError {
  return new ImportError(
    'transcript/zip-bomb',
    `The Word file would unpack to ${what}, far more than a transcript holds, so it was not opened. If it is one, split it into several files.`,
  );
}

function megabytes(bytes: number): string {
  return `${Math.floor(bytes / (1024 * 1024))} MB`;
}
