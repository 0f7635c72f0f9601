/**
 * The storage port. No feature knows which store it runs on; every adapter passes the same
 * conformance suite. RULES.md has the whole list of promises; these are the ones to know:
 *
 * - [ST1] A promise that a write returned resolves only when the write is on disk.
 * - [ST2] A read that begins after a write's promise resolved sees that write.
 * - [ST3] There is no transaction over several records: what takes several writes becomes visible
 *   by its last.
 * - [ST4] A write that fails leaves nothing behind, and the writes beside it untouched.
 * - [ST5] Log keys ascend per document and are never given twice; an entry, once appended, is
 *   never changed.
 * - [ST6] Compaction deletes exactly the entries that it read; a crash at any point leaves a
 *   readable document.
 *
 * Of every method: names (ids, document names, index values) are any well-formed text without
 * U+0000, up to {@link MAX_NAME_BYTES}, told apart to the letter (no case folding, no
 * normalisation); else `storage/invalid` or `storage/too-large`. 'Ascending' is by code point,
 * which is the order of the UTF-8 bytes (JavaScript's `<` differs beyond the BMP). Any call may
 * reject with `storage/closed`, `storage/unavailable`, `storage/full` and `storage/damaged` (see errors.ts).
 */
export interface Store {
  readonly records: RecordStore;
  readonly log: DocumentLog;
  readonly blobs: BlobStore;
  /** Name and version of what is underneath, for the operator's log line. */
  readonly description: string;
  /**
   * Waits for calls already made, then releases everything. Later calls reject with
   * `storage/closed`; closing again returns the same promise.
   */
  close(): Promise<void>;
}

/** Names a kind of record and the fields of it that can be searched by equality. */
export type Collection = {
  readonly name: string;
  /** Searchable fields. `unique`: no two records of the collection share a value (null exempt). */
  readonly indexes: Readonly<Record<string, { readonly unique: boolean }>>;
};

/** Values of a record's searchable fields. Every index of the collection must be named. */
export type IndexValues = Readonly<Record<string, string | null>>;

export type StoredRecord = {
  readonly id: string;
  /** Starts at 1 and grows by one with every update. */
  readonly version: number;
  /** The body, as one string (JSON), up to {@link MAX_BODY_BYTES}; the store never looks inside. */
  readonly body: string;
  readonly keys: IndexValues;
};

/**
 * Small bodies under an id, searched by equality. A collection not defined rejects with
 * `storage/unknown-collection`; an index not defined, or not named in `keys`, with
 * `storage/unknown-index`.
 */
export interface RecordStore {
  /**
   * Declares all collections and makes their indexes; to be called once after each opening, before
   * any other call on records. Records are kept whatever is declared: those of a collection no
   * longer declared come back when it is. A new index holds null for the records already there
   * until they are updated. An index made unique over equal values rejects with
   * `storage/not-unique` and changes nothing.
   */
  define(collections: readonly Collection[]): Promise<void>;
  get(collection: string, id: string): Promise<StoredRecord | null>;
  /**
   * By equality on one index (null: all), ascending by id; at most `limit` (1 to 1,000, default
   * 1,000, else `storage/invalid`) after id `after`. A page shorter than `limit` is the last.
   */
  find(
    collection: string,
    where: { readonly index: string; readonly value: string } | null,
    page?: { readonly after?: string; readonly limit?: number },
  ): Promise<readonly StoredRecord[]>;
  count(
    collection: string,
    where: { readonly index: string; readonly value: string } | null,
  ): Promise<number>;
  /** Rejects with `storage/exists` if the id, or with `storage/not-unique` if a unique value, is taken. */
  insert(collection: string, record: Omit<StoredRecord, 'version'>): Promise<StoredRecord>;
  /**
   * Replaces body and keys; returns the record with its new version. Rejects with
   * `storage/conflict` unless the stored version equals `record.version` (a record that is not
   * there has none), with `storage/not-unique` if a unique value is taken.
   */
  update(collection: string, record: StoredRecord): Promise<StoredRecord>;
  /**
   * False if there was none. Rejects with `storage/conflict` if `version` is given and differs
   * from that of the record there.
   */
  remove(collection: string, id: string, version?: number): Promise<boolean>;
}

/** Of the entry that was a document's first: a log that begins with a greater one was compacted. */
export const FIRST_KEY = 1;

export type LogEntry = {
  /** Ascending per document, from {@link FIRST_KEY}. */
  readonly key: number;
  /** May be a view on a buffer shared with the other entries of the same reading. */
  readonly bytes: Uint8Array;
  /** Name of the key with which `bytes` are sealed; empty while nothing is sealed. */
  readonly keyName: string;
};

export type LogExtent = {
  readonly entries: number;
  /** Of the newest entry. */
  readonly lastKey: number;
};

/**
 * An append-only log per document. `document` is the document's name with its generation; the
 * store gives it no meaning. A document exists while it has an entry. Entries are up to
 * {@link MAX_ENTRY_BYTES}, else `storage/too-large`.
 */
export interface DocumentLog {
  /**
   * Resolves with the entry's key when it is on disk. Appends to one document, through one store,
   * get their keys in the order of the calls. `bytes` are copied at the call and stay the caller's.
   */
  append(document: string, bytes: Uint8Array, keyName: string): Promise<number>;
  /**
   * Every entry from the first to the last, in the order of keys, in one upward pass that is
   * repeated if a compaction finished meanwhile; so each update is in it at least once. Empty if
   * there is no such document.
   */
  read(document: string): Promise<readonly LogEntry[]>;
  /**
   * Appends `merged` (its key is taken now, after the reading), then deletes exactly `replaced`;
   * resolves with the key of `merged` when both are on disk. A reader meanwhile may see `merged`
   * beside entries that it replaces. Rejects with `storage/conflict`, and writes nothing, if none
   * of `replaced` is there any more: another compaction or {@link DocumentLog.remove} came first,
   * and appending would bring back what was removed. With an empty `replaced` it is an append.
   */
  compact(
    document: string,
    merged: Uint8Array,
    keyName: string,
    replaced: readonly number[],
  ): Promise<number>;
  /** Names of documents that begin with `prefix`, ascending; at most `limit` (as in `find`) after `after`. */
  documents(
    prefix: string,
    page?: { readonly after?: string; readonly limit?: number },
  ): Promise<readonly string[]>;
  /** Of one document now, without reading any of it; zeros if there is none. */
  extent(document: string): Promise<LogExtent>;
  /**
   * Deletes the whole log of one document. Its counter stays: should the name be used again, keys
   * go on from there, so that a compaction begun before can delete nothing of the new log.
   */
  remove(document: string): Promise<void>;
}

/** Whole files, up to {@link MAX_BLOB_BYTES}; stored in pieces, visible by the last write. */
export interface BlobStore {
  /**
   * Replaces what stood under `id`: a reader sees the old or the new, whole. `bytes` must not be
   * changed until the promise settles. Of two at the same time the later to finish stays.
   */
  put(id: string, bytes: Uint8Array, keyName: string): Promise<void>;
  get(id: string): Promise<{ readonly bytes: Uint8Array; readonly keyName: string } | null>;
  /** False if there was none. */
  remove(id: string): Promise<boolean>;
  /** Ids in ascending order; at most `limit` (as in `find`) after `after`. */
  list(page?: { readonly after?: string; readonly limit?: number }): Promise<readonly string[]>;
}

/** 64 MiB. */
export const MAX_BLOB_BYTES = 64 * 1024 * 1024;
/** 32 MiB, of one log entry; a server refuses updates long before, this bounds merged documents. */
export const MAX_ENTRY_BYTES = 32 * 1024 * 1024;
/** 8 MiB of UTF-8, of one record's body: half of what the strictest store takes in one piece. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;
/** 1 KiB of UTF-8, of one id, document name, index value or key name. */
export const MAX_NAME_BYTES = 1024;
/** Items of one page. */
export const MAX_PAGE = 1_000;
