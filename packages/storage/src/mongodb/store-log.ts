import { checkName, checkPage, checkSize, checkText } from '../checks.ts';
import { StorageError } from '../errors.ts';
import { MAX_ENTRY_BYTES } from '../port.ts';
import type { DocumentLog, LogEntry } from '../port.ts';
import type { Calls } from './calls.ts';
import type { Collections, EntryDocument } from './collections.ts';
import {
  deleteEntries,
  deleteStream,
  findEntries,
  measureEntries,
  readEntries,
} from './entries.ts';
import { detachStream, findHead, markCompaction } from './heads.ts';
import { Lanes } from './lanes.ts';
import { entryId } from './names.ts';

/** Entries looked up or deleted with one command. */
const SLICE = 1_000;

/**
 * Document logs as the port has them, for any number of servers at once.
 *
 * Why no acknowledged update is ever missed [ST6]: a compaction (1) writes its merger, (2) moves the
 * mark on the head, (3) deletes what it replaced. A reader takes the mark, goes through the entries,
 * and takes the mark again. Had something been deleted under it, either the mark was moved after its
 * first look, and it sees that and reads again; or before, and then the merger was there before it
 * began. The merger itself only goes by another compaction, of which the same holds. This does not
 * ask in which order the store gives entries, nor how long anybody pauses between two steps.
 */
export function makeLog(calls: Calls, store: Collections): DocumentLog {
  const lanes = new Lanes(store);

  function checkEntry(document: string, bytes: Uint8Array, keyName: string): void {
    checkName('the name of a document', document);
    checkText('the name of a key', keyName);
    checkSize(`an entry of ${document}`, bytes, MAX_ENTRY_BYTES);
  }

  /** The stream of a document that is there. */
  async function streamOf(document: string): Promise<string | null> {
    const head = await findHead(store, document);
    return head !== null && head.b ? head.s : null;
  }

  async function read(document: string): Promise<readonly LogEntry[]> {
    for (;;) {
      const before = await findHead(store, document);
      if (before === null || before.s === null || !before.b) return [];
      const entries = await readEntries(store, before.s);
      const after = await findHead(store, document);
      if (entries !== null && after !== null && after.s === before.s && after.m === before.m)
        return entries;
    }
  }

  async function findAll(stream: string, keys: readonly number[]): Promise<EntryDocument[]> {
    const ids = [...new Set(keys)].map((key) => entryId(stream, key));
    const there: EntryDocument[] = [];
    for (let at = 0; at < ids.length; at += SLICE)
      there.push(...(await findEntries(store, ids.slice(at, at + SLICE))));
    return there;
  }

  async function replace(
    document: string,
    entry: { readonly bytes: Uint8Array; readonly keyName: string },
    replaced: readonly number[],
  ): Promise<number> {
    const stream = await streamOf(document);
    const there = stream === null ? [] : await findAll(stream, replaced);
    if (stream === null || there.length === 0) throw conflict(document, replaced.length);
    // Bound to the stream that was looked at: if the log is removed from here on nothing comes back.
    const { key } = await lanes.append(document, entry, stream);
    const merged = entryId(stream, key);
    if (!(await markCompaction(store, document, stream))) {
      await deleteStream(store, stream);
      throw conflict(document, replaced.length);
    }
    // What was there when it was looked at, so neither the merger nor what fills a hole since.
    const going = there.filter(({ _id }) => _id < merged);
    for (let at = 0; at < going.length; at += SLICE)
      await deleteEntries(store, going.slice(at, at + SLICE));
    return key;
  }

  return {
    append: (document, bytes, keyName) =>
      calls.write(bytes.byteLength, async () => {
        checkEntry(document, bytes, keyName);
        const { key } = await lanes.append(document, { bytes: copyOf(bytes), keyName }, null);
        return key;
      }),

    read: (document) =>
      calls.read(async () => {
        checkName('the name of a document', document);
        return read(document);
      }),

    compact: (document, merged, keyName, replaced) =>
      calls.write(merged.byteLength + replaced.length * 8, async () => {
        checkEntry(document, merged, keyName);
        if (!replaced.every((key) => Number.isSafeInteger(key) && key > 0)) {
          throw new StorageError(
            'storage/invalid',
            `a key to be replaced in ${document} is none that a log gives`,
          );
        }
        const entry = { bytes: copyOf(merged), keyName };
        if (replaced.length > 0) return replace(document, entry, replaced);
        const { key } = await lanes.append(document, entry, null);
        return key;
      }),

    documents: (prefix, page) =>
      calls.read(async () => {
        checkText('the prefix of document names', prefix);
        const { after, limit } = checkPage(page);
        const heads = await store.heads
          .find({ _id: { $gte: prefix, $gt: after ?? '' }, b: true })
          .project<{ _id: string }>({ _id: 1 })
          .sort({ _id: 1 })
          .limit(limit)
          .toArray();
        // Names with one prefix stand together in the order of bytes.
        const names = heads.map(({ _id }) => _id);
        const end = names.findIndex((name) => !name.startsWith(prefix));
        return end === -1 ? names : names.slice(0, end);
      }),

    extent: (document) =>
      calls.read(async () => {
        checkName('the name of a document', document);
        const stream = await streamOf(document);
        const keys = stream === null ? [] : await measureEntries(store, stream);
        return { entries: keys.length, lastKey: keys.at(-1) ?? 0 };
      }),

    remove: (document) =>
      calls.write(0, async () => {
        checkName('the name of a document', document);
        const stream = await detachStream(store, document);
        if (stream !== null) await deleteStream(store, stream);
      }),
  };
}

function conflict(document: string, replaced: number): StorageError {
  return new StorageError(
    'storage/conflict',
    `none of the ${replaced} entries to be replaced is there any more in ${document}`,
  );
}

/**
 * Made before anything is awaited, so that the caller may use its buffer again at once [ST17]; of
 * exactly these bytes, where a view may stand on many more.
 */
function copyOf(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}
