import { randomUUID } from 'node:crypto';
import {
  checkBody,
  checkCollections,
  checkKeys,
  checkName,
  checkPage,
  checkSize,
  checkText,
} from '../checks.ts';
import { StorageError } from '../errors.ts';
import { MAX_BLOB_BYTES, MAX_BODY_BYTES, MAX_ENTRY_BYTES } from '../port.ts';
import type {
  BlobStore,
  Collection,
  DocumentLog,
  IndexValues,
  LogEntry,
  RecordStore,
  Store,
  StoredRecord,
} from '../port.ts';
import type {
  PackedLog,
  ReadOp,
  ReadResults,
  RecordRow,
  Settings,
  WriteOp,
  WriteResults,
} from './protocol.ts';
import type { Thread } from './thread.ts';

export type Threads = {
  readonly writer: Thread;
  readonly reader: Thread;
  readonly checkpointer: Thread;
};

/** Blobs are written and read in pieces of this size, so that nothing else waits long for one. */
const PIECE_BYTES = 1024 * 1024;
/** Pieces of one blob on their way at a time. */
const PIECES_IN_FLIGHT = 4;
/** From here on giving a buffer away is cheaper than having it copied. */
const TRANSFER_FROM_BYTES = 16 * 1024;
/** What a call weighs besides its bytes. */
const CALL_BYTES = 512;

/** The port on the three threads; see writer.ts for what is promised. */
export class SqliteStore implements Store {
  readonly records: RecordStore;
  readonly log: DocumentLog;
  readonly blobs: BlobStore;
  readonly description: string;
  readonly #threads: Threads;
  #closed: Promise<void> | null = null;
  readonly #running = new Set<Promise<boolean>>();

  constructor(threads: Threads, settings: Settings | null) {
    this.#threads = threads;
    this.description = `SQLite ${process.versions['sqlite'] ?? ''} (${settings?.journal.toUpperCase() ?? 'unknown journal'}, synchronous=${settings?.synchronous ?? 'unknown'})`;
    const calls: Calls = {
      write: (op, cost, transfer) => threads.writer.ask(op, cost + CALL_BYTES, transfer) as never,
      read: (op) => threads.reader.ask(op, CALL_BYTES) as never,
      whole: (work) => this.#guard(work),
    };
    this.records = makeRecords(calls);
    this.log = makeLog(calls);
    this.blobs = makeBlobs(calls);
  }

  close(): Promise<void> {
    this.#closed ??= this.#shut();
    return this.#closed;
  }

  /** Refuses after closing, and lets closing wait for the call. */
  #guard<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed !== null)
      return Promise.reject(new StorageError('storage/closed', 'the store is closed'));
    const promise = work();
    const settled: Promise<boolean> = promise.then(
      () => this.#running.delete(settled),
      () => this.#running.delete(settled),
    );
    this.#running.add(settled);
    return promise;
  }

  async #shut(): Promise<void> {
    await Promise.all(this.#running);
    const { writer, reader, checkpointer } = this.#threads;
    // The writer last: it holds the folder's lock, and the last connection takes the log away.
    await reader.close();
    await checkpointer.close();
    await writer.close();
  }
}

type Calls = {
  write<O extends WriteOp>(
    op: O,
    cost: number,
    transfer?: readonly ArrayBuffer[],
  ): Promise<WriteResults[O['kind']]>;
  read<O extends ReadOp>(op: O): Promise<ReadResults[O['kind']]>;
  /** Every call of the port goes through here: refused once closed, and waited for by closing. */
  whole<T>(work: () => Promise<T>): Promise<T>;
};

function makeRecords(calls: Calls): RecordStore {
  const defined = new Map<string, Collection>();

  function collectionOf(name: string): Collection {
    const collection = defined.get(name);
    if (collection === undefined)
      throw new StorageError('storage/unknown-collection', `no collection '${name}' is defined`);
    return collection;
  }

  function checkWhere(
    name: string,
    where: { readonly index: string; readonly value: string } | null,
  ): Collection {
    const collection = collectionOf(name);
    if (where !== null) {
      if (!Object.hasOwn(collection.indexes, where.index)) {
        throw new StorageError(
          'storage/unknown-index',
          `the collection '${name}' has no index '${where.index}'`,
        );
      }
      checkText(`the value of index '${where.index}'`, where.value);
    }
    return collection;
  }

  function checkRecord(name: string, record: Omit<StoredRecord, 'version'>): IndexValues {
    const collection = collectionOf(name);
    checkName(`the id of a record of '${name}'`, record.id);
    checkBody(record.id, record.body, MAX_BODY_BYTES);
    checkKeys(collection, record.id, record.keys);
    // In one order, so that the writer can compare old and new keys as strings.
    return Object.fromEntries(
      Object.keys(collection.indexes).map((index) => [index, record.keys[index] ?? null]),
    );
  }

  function toStored(collection: Collection, row: RecordRow): StoredRecord {
    const kept = JSON.parse(row.keys) as Record<string, string | null>;
    const keys = Object.fromEntries(
      Object.keys(collection.indexes).map((index) => [index, kept[index] ?? null]),
    );
    return { id: row.id, version: row.version, body: row.body, keys };
  }

  return {
    define: (collections) =>
      calls.whole(async () => {
        checkCollections(collections);
        await calls.write({ kind: 'define', collections }, 0);
        defined.clear();
        for (const collection of collections)
          defined.set(collection.name, structuredClone(collection));
      }),

    get: (name, id) =>
      calls.whole(async () => {
        const collection = collectionOf(name);
        checkName(`the id of a record of '${name}'`, id);
        const row = await calls.read({ kind: 'get', collection: name, id });
        return row === null ? null : toStored(collection, row);
      }),

    find: (name, where, page) =>
      calls.whole(async () => {
        const collection = checkWhere(name, where);
        const rows = await calls.read({
          kind: 'find',
          collection: name,
          where,
          ...checkPage(page),
        });
        return rows.map((row) => toStored(collection, row));
      }),

    count: (name, where) =>
      calls.whole(async () => {
        checkWhere(name, where);
        return calls.read({ kind: 'count', collection: name, where });
      }),

    insert: (name, record) =>
      calls.whole(async () => {
        const keys = checkRecord(name, record);
        const { id, body } = record;
        await calls.write({ kind: 'insert', collection: name, id, body, keys }, body.length);
        return { id, version: 1, body, keys };
      }),

    update: (name, record) =>
      calls.whole(async () => {
        const keys = checkRecord(name, record);
        const { id, body, version } = record;
        await calls.write(
          { kind: 'update', collection: name, id, version, body, keys },
          body.length,
        );
        return { id, version: version + 1, body, keys };
      }),

    remove: (name, id, version) =>
      calls.whole(async () => {
        collectionOf(name);
        checkName(`the id of a record of '${name}'`, id);
        return calls.write({ kind: 'remove', collection: name, id, version: version ?? null }, 0);
      }),
  };
}

/** A copy of exactly these bytes: a view may stand on a buffer many times its size, and stays the caller's. */
function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

function transferOf(bytes: Uint8Array<ArrayBuffer>): ArrayBuffer[] {
  return bytes.byteLength >= TRANSFER_FROM_BYTES ? [bytes.buffer] : [];
}

function makeLog(calls: Calls): DocumentLog {
  function checkEntry(document: string, bytes: Uint8Array, keyName: string): void {
    checkName('the name of a document', document);
    checkText('the name of a key', keyName);
    checkSize(`an entry of ${document}`, bytes, MAX_ENTRY_BYTES);
  }

  return {
    append: (document, bytes, keyName) =>
      calls.whole(async () => {
        checkEntry(document, bytes, keyName);
        const own = copyOf(bytes);
        return calls.write(
          { kind: 'append', document, bytes: own, keyName },
          own.byteLength,
          transferOf(own),
        );
      }),

    read: (document) =>
      calls.whole(async () => {
        checkName('the name of a document', document);
        return unpack(await calls.read({ kind: 'read', document }));
      }),

    compact: (document, merged, keyName, replaced) =>
      calls.whole(async () => {
        checkEntry(document, merged, keyName);
        if (!replaced.every((key) => Number.isSafeInteger(key) && key > 0)) {
          throw new StorageError(
            'storage/invalid',
            `a key to be replaced in ${document} is none that a log gives`,
          );
        }
        const own = copyOf(merged);
        const op = {
          kind: 'compact',
          document,
          bytes: own,
          keyName,
          replaced: [...replaced],
        } as const;
        return calls.write(op, own.byteLength + replaced.length * 8, transferOf(own));
      }),

    documents: (prefix, page) =>
      calls.whole(async () => {
        checkText('the prefix of document names', prefix);
        return calls.read({ kind: 'documents', prefix, ...checkPage(page) });
      }),

    size: (document) =>
      calls.whole(async () => {
        checkName('the name of a document', document);
        return calls.read({ kind: 'size', document });
      }),

    remove: (document) =>
      calls.whole(async () => {
        checkName('the name of a document', document);
        await calls.write({ kind: 'remove-log', document }, 0);
      }),
  };
}

function unpack(log: PackedLog): LogEntry[] {
  const entries: LogEntry[] = [];
  let at = 0;
  let index = 0;
  for (const [keyName, count] of log.keyNames) {
    for (let n = 0; n < count; n += 1) {
      const size = log.sizes[index] ?? 0;
      entries.push({
        key: log.keys[index] ?? 0,
        bytes: log.bytes.subarray(at, at + size),
        keyName,
      });
      at += size;
      index += 1;
    }
  }
  return entries;
}

function makeBlobs(calls: Calls): BlobStore {
  async function send(upload: string, bytes: Uint8Array): Promise<void> {
    const pieces = Math.ceil(bytes.byteLength / PIECE_BYTES);
    for (let first = 0; first < pieces; first += PIECES_IN_FLIGHT) {
      const flight: Promise<unknown>[] = [];
      for (let piece = first; piece < Math.min(first + PIECES_IN_FLIGHT, pieces); piece += 1) {
        const own = copyOf(bytes.subarray(piece * PIECE_BYTES, (piece + 1) * PIECE_BYTES));
        flight.push(
          calls.write(
            { kind: 'put-piece', upload, piece, bytes: own },
            own.byteLength,
            transferOf(own),
          ),
        );
      }
      await Promise.all(flight);
    }
  }

  return {
    put: (id, bytes, keyName) =>
      calls.whole(async () => {
        checkName('the id of a blob', id);
        checkText('the name of a key', keyName);
        checkSize(`blob ${id}`, bytes, MAX_BLOB_BYTES);
        const upload = randomUUID();
        const size = bytes.byteLength;
        try {
          await send(upload, bytes);
          await calls.write({ kind: 'publish-blob', id, upload, size, keyName }, 0);
        } catch (error) {
          await calls.write({ kind: 'abandon-blob', upload }, 0).catch(() => {});
          throw error;
        }
      }),

    get: (id) =>
      calls.whole(async () => {
        checkName('the id of a blob', id);
        for (;;) {
          const head = await calls.read({ kind: 'blob', id });
          if (head === null) return null;
          const bytes = await collect(head);
          // Replaced or removed between its pieces: look again which it is.
          if (bytes !== null) return { bytes, keyName: head.keyName };
        }
      }),

    remove: (id) =>
      calls.whole(async () => {
        checkName('the id of a blob', id);
        return calls.write({ kind: 'remove-blob', id }, 0);
      }),

    list: (page) => calls.whole(async () => calls.read({ kind: 'blobs', ...checkPage(page) })),
  };

  async function collect(head: {
    readonly upload: string;
    readonly size: number;
  }): Promise<Uint8Array | null> {
    const bytes = new Uint8Array(head.size);
    for (let at = 0, piece = 0; at < head.size; piece += 1) {
      const part = await calls.read({ kind: 'piece', upload: head.upload, piece });
      if (part === null) return null;
      bytes.set(part, at);
      at += part.byteLength;
    }
    return bytes;
  }
}
