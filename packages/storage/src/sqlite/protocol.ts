import type { StorageErrorCode } from '../errors.ts';
import type { Collection, IndexValues, LogEntry, LogExtent } from '../port.ts';
import type { StoreOpening } from './opening.ts';
import type { SqliteStep } from './schema-steps.ts';

/** What the main thread asks of the writer thread. */
export type WriteOp =
  | { readonly kind: 'define'; readonly collections: readonly Collection[] }
  | {
      readonly kind: 'insert';
      readonly collection: string;
      readonly id: string;
      readonly body: string;
      readonly keys: IndexValues;
    }
  | {
      readonly kind: 'update';
      readonly collection: string;
      readonly id: string;
      readonly version: number;
      readonly body: string;
      readonly keys: IndexValues;
    }
  | {
      readonly kind: 'remove';
      readonly collection: string;
      readonly id: string;
      readonly version: number | null;
    }
  | {
      readonly kind: 'append';
      readonly document: string;
      readonly bytes: Uint8Array;
      readonly keyName: string;
    }
  | {
      readonly kind: 'compact';
      readonly document: string;
      readonly bytes: Uint8Array;
      readonly keyName: string;
      readonly replaced: readonly number[];
    }
  | { readonly kind: 'remove-log'; readonly document: string }
  | {
      readonly kind: 'set-version';
      readonly collection: string;
      readonly id: string;
      readonly version: number;
    }
  | { readonly kind: 'take-id'; readonly id: string }
  | { readonly kind: 'clear-but'; readonly collection: string; readonly id: string }
  | { readonly kind: 'lower-schema'; readonly to: number }
  | { readonly kind: 'load-log'; readonly document: string; readonly entries: readonly LogEntry[] }
  | {
      readonly kind: 'put-piece';
      readonly upload: string;
      readonly piece: number;
      readonly bytes: Uint8Array;
    }
  | {
      readonly kind: 'publish-blob';
      readonly id: string;
      readonly upload: string;
      readonly size: number;
      readonly keyName: string;
    }
  | { readonly kind: 'abandon-blob'; readonly upload: string }
  | { readonly kind: 'remove-blob'; readonly id: string };

/** What each resolves to. */
export type WriteResults = {
  define: null;
  insert: null;
  update: null;
  remove: boolean;
  append: number;
  compact: number;
  'remove-log': null;
  'set-version': null;
  'take-id': null;
  'clear-but': null;
  'lower-schema': null;
  'load-log': null;
  'put-piece': null;
  'publish-blob': null;
  'abandon-blob': null;
  'remove-blob': boolean;
};

/** What the main thread asks of the reader thread. */
export type ReadOp =
  | { readonly kind: 'get'; readonly collection: string; readonly id: string }
  | {
      readonly kind: 'find';
      readonly collection: string;
      readonly where: { readonly index: string; readonly value: string } | null;
      readonly after: string | null;
      readonly limit: number;
    }
  | {
      readonly kind: 'count';
      readonly collection: string;
      readonly where: { readonly index: string; readonly value: string } | null;
    }
  | { readonly kind: 'read'; readonly document: string }
  | {
      readonly kind: 'documents';
      readonly prefix: string;
      readonly after: string | null;
      readonly limit: number;
    }
  | { readonly kind: 'extent'; readonly document: string }
  | { readonly kind: 'blob'; readonly id: string }
  | { readonly kind: 'piece'; readonly upload: string; readonly piece: number }
  | { readonly kind: 'is-empty' }
  | { readonly kind: 'blobs'; readonly after: string | null; readonly limit: number };

export type RecordRow = {
  readonly id: string;
  readonly version: number;
  readonly body: string;
  readonly keys: string;
};

/** The entries of a document end to end in one buffer, so that thousands of them cross threads as one. */
export type PackedLog = {
  readonly keys: Float64Array;
  readonly sizes: Float64Array;
  /** One name a run of entries: `[name, count]`. */
  readonly keyNames: readonly (readonly [string, number])[];
  readonly bytes: Uint8Array;
};

export type ReadResults = {
  get: RecordRow | null;
  find: readonly RecordRow[];
  count: number;
  read: PackedLog;
  documents: readonly string[];
  extent: LogExtent;
  blob: { readonly upload: string; readonly size: number; readonly keyName: string } | null;
  piece: Uint8Array | null;
  'is-empty': boolean;
  blobs: readonly string[];
};

export type Op = WriteOp | ReadOp;
export type Failure = { readonly code: StorageErrorCode; readonly message: string };
export type Numbered<O extends Op = Op> = { readonly seq: number; readonly op: O };
export type Answer =
  | { readonly seq: number; readonly value: unknown }
  | { readonly seq: number; readonly failure: Failure };

export type ToWorker<O extends Op = Op> =
  | { readonly ops: readonly Numbered<O>[] }
  | { readonly close: true };
/** What is in force on the writer's connection, and what the opening found. */
export type Settings = {
  readonly journal: string;
  readonly synchronous: string;
  readonly opening: StoreOpening;
  readonly id: string;
};
export type FromWorker =
  | { readonly ready: Settings | null }
  | { readonly answers: readonly Answer[] }
  /** The thread cannot go on and ends; the sentence is for the operator. */
  | { readonly fatal: Failure };

export type WriterData = {
  readonly folder: string;
  /** Counts commits, shared with the checkpointer. */
  readonly commits: Int32Array<SharedArrayBuffer>;
  readonly lockTimeoutMs: number;
  readonly faults: WriterFaults;
  readonly schemaSteps: readonly SqliteStep[];
};
export type WriterFaults = {
  readonly delayWriteMs: number;
  readonly acknowledgeBeforeCommit: boolean;
  readonly synchronous: 'FULL' | 'NORMAL' | 'OFF';
};
export type CheckpointerData = {
  readonly folder: string;
  readonly commits: Int32Array<SharedArrayBuffer>;
  readonly everyMs: number;
  readonly truncateAtBytes: number;
  readonly checkAfterMs: number;
};
export type ReaderData = { readonly folder: string };

export const DATABASE_FILE = 'triad.sqlite';
export const LOCK_FILE = 'triad.lock';
