import type {
  DocumentKind,
  DocumentName,
  LayerDigest,
  LayerSummary,
  MadeFrom,
} from '@triad/collab';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Written } from './migrations.ts';
import type { DocumentTally } from './tally.ts';

/**
 * What the rest of the server needs of the document server, and what the document server needs of
 * the rest: nothing else passes between the two.
 */

/** Who is behind a connection. */
export type Identity = { readonly account: string; readonly session: string };

/** What one account may do with one document, by the rules table. */
export type DocumentAccess = {
  readonly project: string;
  readonly member: string;
  readonly read: boolean;
  readonly write: boolean;
  /** Whether awareness is passed on: on the transcript's document alone. */
  readonly presence: boolean;
};

/** Answered by accounts, projects and the rules table. */
export interface Gate {
  /** From the cookies of an upgrade request; null where no sign-in session is behind them. */
  identify(request: IncomingMessage): Promise<Identity | null>;
  /**
   * Null where the account is no member, or there is no such thing; `later` where nobody may read it
   * for a moment. `lease` is what the connection
   * names; without the one that holds now nobody may write a text.
   */
  access(
    identity: Identity,
    name: DocumentName,
    lease: string | null,
  ): Promise<DocumentAccess | 'later' | null>;
  /** Before the first byte of a document is sent to somebody: it is kept who saw whose layer. */
  opening(access: DocumentAccess, name: DocumentName): Promise<void>;
}

export type DocumentHead = {
  readonly name: string;
  readonly generation: string;
  readonly schema: number;
  /** The generation whose name the log bears, where it is an earlier one: after a restore. */
  readonly loggedAs?: string;
  /** The generation that the server made this one from, and why. */
  readonly madeFrom?: MadeFrom;
  /** How often words were taken out of it for good, over all its generations. */
  readonly redactions?: number;
  readonly counted?: Counted;
};

/** What a layer held when its log was one entry alone, of this key: true while that is all of it. */
export type Counted = LayerSummary & { readonly key: number };

/** What a document is replaced with: its whole content, a Yjs update (v1). */
export type Replacement = {
  readonly content: Uint8Array;
  readonly schema: number;
  /** Looks at the content as it was read back from the store, before anybody else sees it. */
  readonly verify?: (stored: Uint8Array) => Promise<void>;
};

/** A document whole, as one Yjs update (v1). */
export type DocumentCopy = {
  readonly bytes: Uint8Array;
  /** Of its fields. */
  readonly schema: number;
  /** SHA-256, hex, of which ids stand in it and which were deleted: compaction does not change it. */
  readonly state: string;
  /** Zeros of what is no layer. */
  readonly summary: LayerSummary;
};

export interface DocumentHost {
  /**
   * Takes over an upgrade to `/collab/<name>` or `/tunnel`; false where the path is another's. The
   * origin of the request must be the server's own.
   */
  handleUpgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    /** Another server passed it on: it goes no further. */
    isPassedOn?: boolean,
  ): boolean;
  /** Makes a document with this first content (a Yjs update, v1), or none; it is visible when this resolves. */
  create(name: DocumentName, content: Uint8Array | null): Promise<DocumentHead>;
  /** The head of a document, made empty if there is none; migrated first as {@link describe} says. */
  ensure(name: DocumentName): Promise<DocumentHead>;
  /**
   * Null where there is no such document. One of an earlier schema is migrated first; where that
   * cannot be, its head is as it was, and who opens it is told so (4427).
   */
  describe(name: DocumentName): Promise<DocumentHead | null>;
  /**
   * Writes an update of the server's own (Yjs, v1) to a document that is there; who has it open is sent it.
   * Resolves when it is on disk. Rejects with `documents/unknown`, `documents/malformed`, or as the store does.
   */
  write(name: DocumentName, update: Uint8Array): Promise<void>;
  /** Names of the layers of a transcript that were begun, and of its consensus. */
  layers(
    transcript: string,
  ): Promise<readonly (DocumentHead & { readonly document: DocumentName })[]>;
  /** Counts of a layer as it is on disk, in whatever schema; kept until the layer changes. */
  summarise(name: DocumentName): Promise<LayerSummary>;
  /** All that is stored of a document, or being stored, as it is; empty where there is none. */
  copy(name: DocumentName): Promise<DocumentCopy>;
  /**
   * Where its generation and log end now, without reading any of it: while this stays, it says the same.
   * It may change where nothing was written, too. Empty where there is no such document.
   */
  mark(name: DocumentName): Promise<string>;
  /**
   * Makes a new generation from the present one: ends its connections (4410), waits until what they
   * sent is on disk, and puts what `make` returns in its place. Whoever reads it meanwhile has the
   * old one; the old log goes last, when the new one was read back. Of an earlier schema it is
   * migrated first. Rejects with `documents/unknown`, and with whatever `make` and `verify` throw,
   * which leaves everything as it was.
   */
  replace(
    name: DocumentName,
    cause: MadeFrom['cause'],
    make: (present: DocumentHead, content: Uint8Array) => Replacement | Promise<Replacement>,
  ): Promise<DocumentHead>;
  /** Whether two documents of one kind say the same, in whatever schemas. */
  sayTheSame(kind: DocumentKind, a: Written, b: Written): Promise<boolean>;
  /** What later changes of a layer, in whatever schema, are found by. */
  digest(layer: Written): Promise<LayerDigest>;
  /**
   * Migrates every document of an earlier schema, one after the other; resolves with how many were,
   * and how many could not be. Those are named in the log, and stay as they are.
   */
  migrateAll(): Promise<{ readonly migrated: number; readonly failed: number }>;
  /** Ends its connections (4404) and deletes it for good. */
  remove(name: DocumentName): Promise<void>;
  /**
   * Asks the gate again for every open connection of an account, or for those on one document, and
   * ends those no longer allowed (4403) and those whose lease is over (4423).
   */
  recheck(account: string, name?: DocumentName): Promise<void>;
  /** Projects of which somebody has a document open. */
  projects(): ReadonlySet<string>;
  /** Sign-in sessions that have a socket. */
  sessions(): ReadonlySet<string>;
  /** Ends every connection of a sign-in session (4401). */
  endSession(session: string): void;
  /** Listens for layers that came to be or whose counts may have changed (at most once a second each). */
  onChange(listener: (name: DocumentName, change: 'begun' | 'content') => void): () => void;
  /** Listens for documents, by name, to which something was written; called after each commit. */
  onWritten(listener: (name: string) => void): () => void;
  /**
   * Ends the connections of these documents (4503) and forgets what is in memory of them, without another
   * write: they may have changed in the store since, by another server.
   */
  forget(isConcerned: (name: DocumentName) => boolean): void;
  /** Makes the first opening of a long document quicker, when there is nothing better to do. */
  warm(): void;
  /**
   * Sockets, the connections over them, resident documents and their bytes, those that are not on disk
   * yet, the bytes that clients have not read yet, and all that was counted; for metrics and tests.
   */
  stats(): {
    readonly sockets: number;
    readonly connections: number;
    readonly documents: number;
    readonly bytes: number;
    readonly waitingBytes: number;
    readonly unreadBytes: number;
    readonly tally: Readonly<DocumentTally>;
  };
  /** Refuses whoever comes from now on (4504); those who are there stay. */
  shut(): void;
  /** Ends all connections (4504) once what they sent is on disk, then stores and unloads. */
  close(): Promise<void>;
}
