import { closeSync, constants, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

/**
 * The counter of commits beside the database, in a file of its own: what a damaged write-ahead log
 * has lost cannot be told from the log itself.
 *
 * Written after each commit and before its answers, without a flush of its own, which would double
 * the flushes. So after the end of the process it is exact; after a loss of power it may be behind
 * by what was committed since the checkpoint thread last flushed it. It is never ahead of what was
 * committed.
 *
 * The file is text, in lines of a fixed size: two that hold the count in turns, so that one is
 * whole whatever happens to the other; one about the copying into the database file; then a ring of
 * the documents of the last commits.
 */

/** What was committed since the database was made. */
export type Count = {
  readonly commits: number;
  /** Updates of documents. */
  readonly updates: number;
  /** Everything else: records, blobs, removals, compactions. */
  readonly changes: number;
  /** When the last was, in ms since 1970. */
  readonly atMs: number;
};

/** Updates that one document got in one commit. */
export type Written = {
  readonly commit: number;
  readonly document: string;
  readonly updates: number;
};

export type CounterReading = {
  /** Null where there is no file or no whole line in it; `unreadable` tells which. */
  readonly count: Count | null;
  readonly unreadable: boolean;
  /**
   * The database file needs the write-ahead log at least up to this commit: a copy was not ended
   * (infinite), or passed over pages for a reader's sake. Null where the file is one whole commit.
   */
  readonly mixedUpTo: number | null;
};

export const COUNTER_FILE = 'triad.commits';
export const NO_COUNT: Count = { commits: 0, updates: 0, changes: 0, atMs: 0 };

const LINE_BYTES = 256;
/** Behind the two counts. */
const COPYING_AT = 2 * LINE_BYTES;
const RING_AT = 4 * LINE_BYTES;
/** More than a write-ahead log of 64 MiB has commits. */
const RING_LINES = 8_192;
/** Names beyond this are counted, not kept: in UTF-8 they might not fit. */
const LONGEST_NAME_UTF16 = 200;

/** The file, open for one thread. Errors of the disk are the caller's to decide on. */
export class OutsideCounter {
  readonly #handle: number;
  /** Written for each commit, so made once. */
  readonly #countLine = Buffer.alloc(LINE_BYTES);
  #ringLines = Buffer.alloc(LINE_BYTES);
  #ringLine = 0;

  constructor(folder: string) {
    const path = join(folder, COUNTER_FILE);
    this.#handle = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  }

  read(): CounterReading {
    const head = Buffer.alloc(RING_AT);
    const bytes = readSync(this.#handle, head, 0, RING_AT, 0);
    const counts = [0, LINE_BYTES]
      .map((at) => parseCount(head.subarray(at, at + LINE_BYTES)))
      .filter((count) => count !== null)
      .sort((a, b) => a.commits - b.commits);
    const count = counts.at(-1) ?? null;
    return {
      count,
      unreadable: bytes > 0 && count === null,
      mixedUpTo: parseMixed(openLine(head.subarray(COPYING_AT, COPYING_AT + LINE_BYTES))),
    };
  }

  /** What the commits after this one wrote, as far as the ring still holds it. */
  writtenAfter(commit: number): readonly Written[] {
    const ring = Buffer.alloc(RING_LINES * LINE_BYTES);
    readSync(this.#handle, ring, 0, ring.length, RING_AT);
    const found: Written[] = [];
    for (let at = 0; at < ring.length; at += LINE_BYTES) {
      const written = parseWritten(ring.subarray(at, at + LINE_BYTES));
      if (written !== null && written.commit > commit) found.push(written);
    }
    return found;
  }

  /** A commit returned: the new count, and how many updates each document got in it. */
  note(count: Count, documents: ReadonlyMap<string, number>): void {
    if (this.#ringLines.length < documents.size * LINE_BYTES) {
      this.#ringLines = Buffer.alloc(documents.size * LINE_BYTES);
    }
    let lines = 0;
    for (const [document, updates] of documents) {
      if (document.length > LONGEST_NAME_UTF16) continue;
      closeLine(`${count.commits} ${updates} ${document}`, this.#ringLines, lines * LINE_BYTES);
      lines += 1;
    }
    for (let from = 0; from < lines;) {
      const to = Math.min(lines, from + RING_LINES - this.#ringLine);
      const piece = this.#ringLines.subarray(from * LINE_BYTES, to * LINE_BYTES);
      this.#write(piece, RING_AT + this.#ringLine * LINE_BYTES);
      this.#ringLine = (this.#ringLine + to - from) % RING_LINES;
      from = to;
    }
    closeLine(formatCount(count), this.#countLine);
    this.#write(this.#countLine, (count.commits % 2) * LINE_BYTES);
  }

  /** Begins the count again at what the database has: what is behind was reported. */
  restart(count: Count): void {
    this.#write(Buffer.alloc(RING_LINES * LINE_BYTES), RING_AT);
    this.#ringLine = 0;
    // The lower one last: until then the higher one is found, and the loss reported once more.
    const line = closeLine(formatCount(count));
    this.#write(line, (count.commits % 2) * LINE_BYTES);
    this.#write(line, ((count.commits + 1) % 2) * LINE_BYTES);
    this.flush();
  }

  /** To be said before pages are copied into the database file (infinite), and after. */
  setMixed(upTo: number | null): void {
    this.#write(closeLine(upTo === null ? 'file whole' : `file mixed ${upTo}`), COPYING_AT);
    // The end need not reach the disk: a copy taken for unended only makes the next start careful.
    if (upTo === Number.POSITIVE_INFINITY) this.flush();
  }

  flush(): void {
    fsyncSync(this.#handle);
  }

  close(): void {
    closeSync(this.#handle);
  }

  #write(bytes: Buffer, at: number): void {
    writeSync(this.#handle, bytes, 0, bytes.length, at);
  }
}

function formatCount({ commits, updates, changes, atMs }: Count): string {
  return `commits ${commits} updates ${updates} changes ${changes} at ${new Date(atMs).toISOString()}`;
}

function parseCount(line: Uint8Array): Count | null {
  const match = /^commits (\d+) updates (\d+) changes (\d+) at (\S+)$/.exec(openLine(line) ?? '');
  if (match === null) return null;
  const [, commits, updates, changes, at = ''] = match;
  return {
    commits: Number(commits),
    updates: Number(updates),
    changes: Number(changes),
    atMs: Date.parse(at),
  };
}

function parseMixed(words: string | null): number | null {
  const match = /^file mixed (\d+|Infinity)$/.exec(words ?? '');
  return match === null ? null : Number(match[1]);
}

function parseWritten(line: Uint8Array): Written | null {
  const match = /^(\d+) (\d+) (.*)$/s.exec(openLine(line) ?? '');
  if (match === null) return null;
  return { commit: Number(match[1]), updates: Number(match[2]), document: match[3] ?? '' };
}

/** A line of the fixed size that says by its checksum that it is whole; into `lines`, if given. */
function closeLine(words: string, lines = Buffer.alloc(LINE_BYTES), at = 0): Buffer {
  const sum = crc32(words).toString(16).padStart(8, '0');
  const end = at + LINE_BYTES - 1;
  const written = lines.write(`${sum} ${Buffer.byteLength(words)} ${words}`, at, LINE_BYTES - 1);
  lines.fill(32, at + written, end);
  lines[end] = 10;
  return lines;
}

/** Null for a line that is not whole. */
function openLine(line: Uint8Array): string | null {
  const text = Buffer.from(line.buffer, line.byteOffset, line.byteLength);
  const match = /^([0-9a-f]{8}) (\d{1,3}) /.exec(text.toString('latin1', 0, 16));
  if (match === null) return null;
  const start = match[0].length;
  const words = text.subarray(start, start + Number(match[2]));
  return crc32(words) === Number.parseInt(match[1] ?? '', 16) ? words.toString() : null;
}

/** Adds what one batch did. */
export function addTo(
  count: Count,
  batch: { readonly updates: number; readonly changes: number },
): Count {
  return {
    commits: count.commits + 1,
    updates: count.updates + batch.updates,
    changes: count.changes + batch.changes,
    // Never backwards, whatever the clock does: the instants bound what is missing.
    atMs: Math.max(count.atMs, Date.now()),
  };
}
