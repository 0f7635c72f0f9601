import type { Binary, Collection, Db } from 'mongodb';

/*
 * The documents of each collection. Their fields have one letter because they are stored with every
 * entry; optional ones are left out where they do not apply, never null, so that sparse indexes pass
 * over them.
 */

/** `records`: every record of every collection of the port. */
export type RecordDocument = {
  /** {@link recordId} */
  readonly _id: string;
  /** The record's id. */
  readonly i: string;
  /** Version. */
  readonly v: number;
  /** Body. */
  readonly b: string;
  /** Values of its indexes but null, as they were given. */
  readonly k: readonly { readonly n: string; readonly v: string }[];
  /** The same as tokens, to be searched. */
  readonly x: readonly string[];
  /** `u0`, `u1` …: tokens that no other record may have, each in the slot of its index (slots.ts). */
  readonly [slot: `u${number}`]: string;
};

/** `indexes`: what was declared of each collection of the port, kept when it is declared no more. */
export type IndexesDocument = {
  /** The collection. */
  readonly _id: string;
  /** Grows with each change, so that of two servers that declare at once one looks again. */
  readonly v: number;
  readonly i: readonly KeptIndex[];
};

export type KeptIndex = {
  /** Name. */
  readonly n: string;
  /** Whether unique. */
  readonly u: boolean;
  /** Slot, once it was unique; kept for ever. */
  readonly s: number | null;
};

/** `heads`: one for each name that a document ever had. */
export type HeadDocument = {
  /** The document's name. */
  readonly _id: string;
  /** Its stream: what its entries begin with. Null once the log was removed. */
  readonly s: string | null;
  /** Whether the stream has begun: its first entry is there, and the document with it. */
  readonly b: boolean;
  /** The last key taken, of all streams. */
  readonly n: number;
  /** The last key taken before this stream. */
  readonly f: number;
  /** Grows with each compaction, between its writing and its deleting. */
  readonly m: number;
};

/** `entries`: of all logs. */
export type EntryDocument = {
  /** {@link entryId} */
  readonly _id: string;
  /** Name of the key that seals it. */
  readonly n: string;
  /** The bytes, if they are few. */
  readonly y?: Binary;
  /** Their number, if they stand in pieces. */
  readonly z?: number;
  /** Hidden: its pieces are being written, or deleted. */
  readonly h?: 'writing' | 'going';
};

/** `blobs` */
export type BlobDocument = {
  /** The blob's id. */
  readonly _id: string;
  /** Its size; absent while there is no such blob, only work on it. */
  readonly z?: number;
  /** Name of the key that seals it. */
  readonly n?: string;
  /** The bytes, if they are few. */
  readonly y?: Binary;
  /** The upload whose pieces it is made of, if they are many. */
  readonly u?: string;
  /** Uploads that may still become it. */
  readonly w?: readonly string[];
  /** Uploads whose pieces are to be deleted. */
  readonly g?: readonly string[];
};

/** `pieces`: of large entries and blobs. */
export type PieceDocument = {
  /** {@link pieceId} */
  readonly _id: string;
  readonly y: Binary;
};

/** `sweeps`: streams that belong to no document, or soon will not. */
export type SweepDocument = {
  /** The stream. */
  readonly _id: string;
  /** The document whose it was. */
  readonly d: string;
};

/** `meta`: one document, `_id` 'store'. */
export type MetaDocument = {
  readonly _id: 'store';
  readonly version: number;
  readonly id: string;
  /** There while a step leads to this version or back from it (schema-steps.ts): whose it is. */
  readonly half?: string;
};

/**
 * `claims`: `_id` 'server': who works on the data alone (claim.ts); 'channel': what servers that share them
 * go by elsewhere (servers.ts).
 */
export type ClaimDocument = {
  readonly _id: 'server' | 'channel';
  /** Whose it is. */
  readonly s: string;
  /** Its beat. */
  readonly b: number;
  /** A server that starts beside others, and will not be long. */
  readonly w?: 'start';
};

/** `servers`: those that share the data (servers.ts). */
export type ServerDocument = {
  /** Of one run of a server. */
  readonly _id: string;
  /** Its address. */
  readonly a: string;
  /** Its beat. */
  readonly b: number;
  /** It is about to end. */
  readonly l?: true;
};

/** `homes`: where projects are at home. */
export type HomeDocument = {
  /** The project. */
  readonly _id: string;
  /** The server. */
  readonly s: string;
};

export type Collections = {
  readonly records: Collection<RecordDocument>;
  readonly indexes: Collection<IndexesDocument>;
  readonly heads: Collection<HeadDocument>;
  readonly entries: Collection<EntryDocument>;
  readonly blobs: Collection<BlobDocument>;
  readonly pieces: Collection<PieceDocument>;
  readonly sweeps: Collection<SweepDocument>;
  readonly meta: Collection<MetaDocument>;
  readonly claims: Collection<ClaimDocument>;
  readonly servers: Collection<ServerDocument>;
  readonly homes: Collection<HomeDocument>;
};

export function collectionsOf(db: Db): Collections {
  return {
    records: db.collection('records'),
    indexes: db.collection('indexes'),
    heads: db.collection('heads'),
    entries: db.collection('entries'),
    blobs: db.collection('blobs'),
    pieces: db.collection('pieces'),
    sweeps: db.collection('sweeps'),
    meta: db.collection('meta'),
    claims: db.collection('claims'),
    servers: db.collection('servers'),
    homes: db.collection('homes'),
  };
}
