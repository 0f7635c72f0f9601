import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { StorageError } from '../errors.ts';

/**
 * The counter of commits beside the database, in a file of its own: what a damaged write-ahead log
 * has lost cannot be told from the log itself.
 *
 * Written after each commit and before its answers, without a flush of its own, which would double
 * the flushes. So after the end of the process it is exact; after a loss of power it may be behind
 * by what was committed since the checkpoint thread last flushed it. It is never ahead of what was
 * committed.
 *
 * The file is text, in lines of a fixed size: one about the copying into the database file, then a
 * ring with a line for each commit and each document in it. The count stands in every line, so that
 * a commit takes one write: this is in the way of every update.
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
/** Behind the line about the copying. */
const RING_AT = LINE_BYTES;
const RING_LINES = 8_192;
/** Other names are counted, not kept: they would not fit, or not be one character a byte. */
const KEPT_NAME = /^[ -~]{1,160}$/;

/**
 * The file, open for one thread. Errors of the disk are the caller's to decide on; that it cannot
 * be opened is `storage/unavailable`.
 */
export class OutsideCounter {
  readonly #handle: number;
  #ringLine = 0;

  constructor(folder: string) {
    const path = join(folder, COUNTER_FILE);
    try {
      this.#handle = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      throw new StorageError(
        'storage/unavailable',
        `${path} cannot be opened (${code}). Check who may read and write the data folder.`,
        { cause: error },
      );
    }
  }

  read(): CounterReading {
    const [mixed = null, ...ring] = this.#readLines();
    let count: Count | null = null;
    for (const [index, words] of ring.entries()) {
      const line = parseLine(words);
      if (line === null || line.commits < (count?.commits ?? 0)) continue;
      count = line;
      // To go on behind it.
      this.#ringLine = (index + 1) % RING_LINES;
    }
    return {
      count,
      unreadable: count === null && (mixed !== null || ring.length > 0),
      mixedUpTo: parseMixed(mixed),
    };
  }

  /** What the commits after this one wrote, as far as the ring still holds it. */
  writtenAfter(commit: number): readonly Written[] {
    return this.#readLines()
      .map(parseLine)
      .filter((line) => line !== null)
      .filter(({ commits, document }) => commits > commit && document !== '')
      .map(({ commits, document, written }) => ({ commit: commits, document, updates: written }));
  }

  /** A commit returned: the new count, and how many updates each document got in it. */
  note(count: Count, documents: ReadonlyMap<string, number>): void {
    const head = `${count.commits} ${count.updates} ${count.changes} ${count.atMs}`;
    let lines = '';
    for (const [document, updates] of documents) {
      if (KEPT_NAME.test(document)) lines += closeLine(`${head} ${updates} ${document}`);
    }
    if (lines === '') lines = closeLine(`${head} 0 `);
    for (let from = 0; from < lines.length;) {
      const to = Math.min(lines.length, from + (RING_LINES - this.#ringLine) * LINE_BYTES);
      this.#write(lines.slice(from, to), RING_AT + this.#ringLine * LINE_BYTES);
      this.#ringLine = (this.#ringLine + (to - from) / LINE_BYTES) % RING_LINES;
      from = to;
    }
  }

  /** Begins the count again at what the database has: what is behind was reported. */
  restart(count: Count): void {
    ftruncateSync(this.#handle, RING_AT);
    this.#ringLine = 0;
    this.note(count, new Map());
  }

  /** To be said before pages are copied into the database file (infinite), and after. */
  setMixed(upTo: number | null): void {
    this.#write(closeLine(upTo === null ? 'file whole' : `file mixed ${upTo}`), 0);
    // The end need not reach the disk: a copy taken for unended only makes the next start careful.
    if (upTo === Number.POSITIVE_INFINITY) this.flush();
  }

  flush(): void {
    fsyncSync(this.#handle);
  }

  close(): void {
    closeSync(this.#handle);
  }

  #write(lines: string, at: number): void {
    writeSync(this.#handle, lines, at, 'latin1');
  }

  /** The words of each line, null of one that is not whole. */
  #readLines(): readonly (string | null)[] {
    const { size } = fstatSync(this.#handle);
    const bytes = Buffer.alloc(Math.min(size, RING_AT + RING_LINES * LINE_BYTES));
    readSync(this.#handle, bytes, 0, bytes.length, 0);
    return Array.from({ length: Math.ceil(bytes.length / LINE_BYTES) }, (_, line) =>
      openLine(bytes.toString('latin1', line * LINE_BYTES, (line + 1) * LINE_BYTES)),
    );
  }
}

type Line = Count & { readonly written: number; readonly document: string };

function parseLine(words: string | null): Line | null {
  const match = /^(\d+) (\d+) (\d+) (\d+) (\d+) (.*)$/.exec(words ?? '');
  if (match === null) return null;
  const [commits = 0, updates = 0, changes = 0, atMs = 0, written = 0] = match
    .slice(1, 6)
    .map(Number);
  return { commits, updates, changes, atMs, written, document: match[6] ?? '' };
}

function parseMixed(words: string | null): number | null {
  const match = /^file mixed (\d+|Infinity)$/.exec(words ?? '');
  return match === null ? null : Number(match[1]);
}

/** A line of the fixed size, of ASCII, that says by its checksum that it is whole. */
function closeLine(words: string): string {
  // A mark for the end, since a name may end with spaces.
  const padded = `${words}|`.padEnd(LINE_BYTES - 10);
  return `${crc32(padded).toString(16).padStart(8, '0')} ${padded}\n`;
}

/** Null for a line that is not whole. */
function openLine(line: string): string | null {
  const padded = line.slice(9, -1);
  if (line.length !== LINE_BYTES || crc32(padded) !== Number.parseInt(line.slice(0, 8), 16)) {
    return null;
  }
  return padded.trimEnd().slice(0, -1);
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
