import { createCipheriv, hkdfSync } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/*
 * Searches a store as somebody would who has its files and some keys. Nothing of the server's own
 * code is used, and no tag is asked for: whatever a key makes readable is read, cut or whole.
 *
 * - Bare: every byte of every file.
 * - Pages: wherever the form of sealed bytes begins in the database file or in any frame of the
 *   write-ahead log, live or freed, it is read on to the end of its page and along every chain of
 *   overflow pages that could follow it, in all their versions.
 * - Rows: what SQLite still finds, blobs put together from their pieces.
 */

/** 'TRS' 1, and how the body of a sealed record begins. */
const FORM = Buffer.from([0x54, 0x52, 0x53, 1]);
const BODY = Buffer.from('{"sealed":"');
const NONCE_AT = 12;
const SEALED_AT = 24;
/** Kept of what was read, so that a word across two pages is found. */
const OVERLAP = 128;
/** Of a cell with overflow pages at least so much stands in its own page (4,096 bytes a page). */
const LOCAL_LEAST = 489;
/** And in leaves of a table without row ids at most so much. */
const INDEX_LEAF = 10;
const INDEX_LOCAL_MOST = 1_002;
/** Other columns of the same row before what is sealed. */
const BEFORE_MOST = 200;
/** Pages; more than the piece of a blob fills. */
const LONGEST_CHAIN = 300;

/** Words by names of the search's own; each begins with {@link BEGINNING}. */
export type Words = Readonly<Record<string, string>>;
/** Looked for first, since looking for every word everywhere takes long. */
export const BEGINNING = 'markedword';

type Bytes = Buffer<ArrayBufferLike>;

/** Every way in which words or a key could stand in bytes, unless something compressed or sealed them. */
function formsOf(word: string | Uint8Array): readonly Bytes[] {
  const plain = [Buffer.from(word as string)];
  if (typeof word === 'string') plain.push(Buffer.from(word, 'utf16le'));
  const forms = plain.flatMap((bytes) => [
    bytes,
    Buffer.from(bytes.toString('hex')),
    ...base64Of(bytes),
  ]);
  return [...new Map(forms.map((form) => [form.toString('latin1'), form])).values()];
}

/** Base64 of the same bytes differs at each of three places, and its ends depend on the neighbours. */
function base64Of(bytes: Bytes): readonly Bytes[] {
  return [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const inner = encoded.slice(Math.ceil((before * 8) / 6), -4);
    return [Buffer.from(inner), Buffer.from(inner.replaceAll('+', '-').replaceAll('/', '_'))];
  });
}

const BEGINNINGS = formsOf(BEGINNING);

/** Which of the words (by their names) stand in the bytes. */
class Finder {
  readonly #forms: readonly (readonly [string, readonly Bytes[]])[];
  readonly #first: readonly Bytes[] | null;
  readonly #found = new Set<string>();

  constructor(words: Readonly<Record<string, string | Uint8Array>>) {
    this.#forms = Object.entries(words).map(([name, word]) => [name, formsOf(word)]);
    const areMarked = Object.values(words).every((word) => String(word).startsWith(BEGINNING));
    this.#first = areMarked ? BEGINNINGS : null;
  }

  look(bytes: Bytes): void {
    if (this.#first?.some((form) => bytes.includes(form)) === false) return;
    for (const [name, forms] of this.#forms) {
      if (forms.some((form) => bytes.includes(form))) this.#found.add(name);
    }
  }

  get found(): readonly string[] {
    return [...this.#found].sort();
  }
}

export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => statSync(path).isFile());
}

/** Names of the words that stand bare in any file of the folders. */
export function findBare(
  folders: readonly string[],
  words: Readonly<Record<string, string | Uint8Array>>,
): readonly string[] {
  const finder = new Finder(words);
  for (const path of folders.flatMap(filesBelow)) finder.look(readFileSync(path));
  return finder.found;
}

/** Names of the words that these data keys open, in pages or rows of the data folder. */
export function findOpened(
  folder: string,
  keys: readonly Bytes[],
  words: Words,
): { readonly pages: readonly string[]; readonly rows: readonly string[] } {
  const pages = new Finder(words);
  searchPages(readPages(folder), keys, pages);
  const rows = new Finder(words);
  searchRows(folder, keys, rows);
  return { pages: pages.found, rows: rows.found };
}

/** Every version of every page that the files hold, by its number. */
function readPages(folder: string): Pages {
  const file = readFileSync(join(folder, 'triad.sqlite'));
  const size = file.readUInt16BE(16) === 1 ? 65_536 : file.readUInt16BE(16);
  const pages = new Map<number, Bytes[]>();
  const add = (number: number, page: Bytes): void => {
    pages.set(number, [...(pages.get(number) ?? []), page]);
  };
  for (let at = 0; at + size <= file.length; at += size) {
    add(at / size + 1, file.subarray(at, at + size));
  }
  const log = readLog(folder);
  for (let at = 32; at + 24 + size <= log.length; at += 24 + size) {
    add(log.readUInt32BE(at), log.subarray(at + 24, at + 24 + size));
  }
  return pages;
}

function readLog(folder: string): Bytes {
  try {
    return readFileSync(join(folder, 'triad.sqlite-wal'));
  } catch {
    return Buffer.alloc(0);
  }
}

type Pages = ReadonlyMap<number, readonly Bytes[]>;

function searchPages(pages: Pages, keys: readonly Bytes[], finder: Finder): void {
  // The same bytes stand in many versions of a page: each beginning is read once as it goes on.
  const seen = new Set<string>();
  const isNew = (...parts: readonly (Bytes | number)[]): boolean => {
    const id = parts.map((part) => (typeof part === 'number' ? part : part.toString('latin1')));
    const before = seen.size;
    return seen.add(id.join(' ')).size > before;
  };
  for (const page of [...pages.values()].flat()) {
    for (let at = page.indexOf(FORM); at >= 0; at = page.indexOf(FORM, at + 1)) {
      const head = page.subarray(at, at + SEALED_AT);
      const first = page.subarray(at + SEALED_AT);
      if (!isNew(head, first)) continue;
      for (const key of keys) finder.look(decrypt(key, head, 0, first));
      // Where what stands in this page ends, and the number of the next follows, is not told.
      const most = Math.min(
        page[0] === INDEX_LEAF ? INDEX_LOCAL_MOST : page.length,
        first.length - 4,
      );
      for (let end = LOCAL_LEAST - SEALED_AT - BEFORE_MOST; end <= most; end += 1) {
        const next = first.readUInt32BE(end);
        if (!pages.has(next) || !isNew(head, end, next)) continue;
        for (const key of keys) followChain(pages, { head, first, end, next }, key, finder);
      }
    }
    for (let at = page.indexOf(BODY); at >= 0; at = page.indexOf(BODY, at + 1)) {
      const text = page.subarray(at + BODY.length).toString('latin1');
      const sealed = Buffer.from(/^[A-Za-z0-9+/]*/.exec(text)?.[0] ?? '', 'base64');
      if (!isNew(sealed)) continue;
      for (const key of keys) finder.look(decrypt(key, sealed, 0, sealed.subarray(SEALED_AT)));
    }
  }
}
type Beginning = {
  readonly head: Bytes;
  /** What follows the head in its page, of which `end` bytes are sealed before `next`, a page's number. */
  readonly first: Bytes;
  readonly end: number;
  readonly next: number;
};

function followChain(pages: Pages, beginning: Beginning, key: Bytes, finder: Finder): void {
  const { head, first, end } = beginning;
  let next = new Set([beginning.next]);
  let tails: readonly Bytes[] = [decrypt(key, head, 0, first.subarray(0, end)).subarray(-OVERLAP)];
  let offset = end;
  for (let depth = 0; depth < LONGEST_CHAIN && next.size > 0; depth += 1) {
    const versions = [...next].flatMap((number) => pages.get(number) ?? []);
    const opened = versions.map((page) => decrypt(key, head, offset, page.subarray(4)));
    for (const bytes of opened) {
      finder.look(bytes);
      const begin = bytes.subarray(0, OVERLAP);
      for (const tail of tails) finder.look(Buffer.concat([tail, begin]));
    }
    next = new Set(versions.map((page) => page.readUInt32BE(0)).filter((number) => number > 0));
    tails = opened.map((bytes) => bytes.subarray(-OVERLAP));
    offset += (versions[0]?.length ?? 0) - 4;
  }
}

function searchRows(folder: string, keys: readonly Bytes[], finder: Finder): void {
  const database = new DatabaseSync(join(folder, 'triad.sqlite'), { readOnly: true });
  try {
    const sealed: Bytes[] = [];
    for (const row of database.prepare('select bytes from entries').iterate()) {
      sealed.push(Buffer.from(row['bytes'] as Uint8Array));
    }
    const pieces = new Map<string, Bytes[]>();
    const all = 'select upload, bytes from blob_pieces order by upload, piece';
    for (const row of database.prepare(all).iterate()) {
      const upload = String(row['upload']);
      const piece = Buffer.from(row['bytes'] as Uint8Array);
      pieces.set(upload, [...(pieces.get(upload) ?? []), piece]);
    }
    for (const blob of pieces.values()) sealed.push(Buffer.concat(blob));
    for (const row of database.prepare('select body from records').iterate()) {
      const body = String(row['body']);
      if (!body.startsWith(BODY.toString())) continue;
      sealed.push(Buffer.from((JSON.parse(body) as { sealed: string }).sealed, 'base64'));
    }
    for (const bytes of sealed) {
      for (const key of keys) finder.look(decrypt(key, bytes, 0, bytes.subarray(SEALED_AT)));
    }
  } finally {
    database.close();
  }
}

const derived = new Map<string, Buffer>();

/** What `bytes`, which stand `offset` behind the head, are with this key, whether or not it is theirs. */
function decrypt(key: Bytes, head: Bytes, offset: number, bytes: Bytes): Bytes {
  if (head.length < SEALED_AT || bytes.length === 0) return Buffer.alloc(0);
  const salt = head.subarray(FORM.length, NONCE_AT);
  const id = Buffer.concat([key, salt]).toString('hex');
  const own = derived.get(id) ?? Buffer.from(hkdfSync('sha256', key, salt, 'triad: sealing', 32));
  derived.set(id, own);
  // GCM is counter mode from block 2 on.
  const counter = Buffer.alloc(16);
  head.copy(counter, 0, NONCE_AT, SEALED_AT);
  counter.writeUInt32BE(2 + Math.floor(offset / 16), 12);
  const cipher = createCipheriv('aes-256-ctr', own, counter);
  cipher.update(Buffer.alloc(offset % 16));
  return cipher.update(bytes);
}
