import type { DocumentKind } from '@triad/collab';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { IdSet } from './id-set.ts';

/** What an update holds, read without applying it. */
export type CheckedUpdate = {
  readonly bytes: Uint8Array;
  readonly structs: IdSet;
  readonly deletes: IdSet;
  /** Structs, and deleted ranges, each of which may split one struct into two. */
  readonly weight: number;
  /** UTF-16 units of text that it inserts. */
  readonly textUtf16: number;
};

/** An update without structs and without deletions. */
export const EMPTY_UPDATE: Uint8Array = Uint8Array.of(0, 0);

export function isEmptyUpdate(bytes: Uint8Array): boolean {
  return bytes.length === 2 && bytes[0] === 0 && bytes[1] === 0;
}

/**
 * Reads a Yjs update (v1) that a client sent to a document of this kind; null for what Yjs could not apply: it would be in the
 * log for ever and break the document for everybody. So beyond the encoding these are refused:
 * bytes after the end, structs and deletions without length, a struct that builds on itself or on a later one of
 * its own client, and contents that no document holds (subdocuments; from a client also embedded objects
 * and, but in CMOCs, whose sentences have marked words, formatting: Yjs lets a mere reader delete what of
 * it is superfluous, and a reader who writes is closed).
 */
export function checkUpdate(bytes: Uint8Array, from: DocumentKind | 'store'): CheckedUpdate | null {
  try {
    return readUpdate(bytes, from);
  } catch {
    // Any failure of the decoder means the same: these bytes are no update.
    return null;
  }
}

function readUpdate(bytes: Uint8Array, from: DocumentKind | 'store'): CheckedUpdate | null {
  const decoders: decoding.Decoder[] = [];
  class WatchedDecoder extends Y.UpdateDecoderV1 {
    constructor(decoder: decoding.Decoder) {
      super(decoder);
      decoders.push(decoder);
    }
  }
  const { structs, ds } = Y.decodeUpdateV2(bytes, WatchedDecoder);
  if (decoders[0]?.pos !== bytes.length) return null;
  const known = new Map<number, number[]>();
  let textUtf16 = 0;
  for (const struct of structs) {
    const { client, clock } = struct.id;
    const end = clock + struct.length;
    if (!(struct.length > 0) || !Number.isSafeInteger(end)) return null;
    if (struct instanceof Y.Skip) continue;
    if (struct instanceof Y.Item && !isSoundItem(struct, from)) return null;
    if (struct instanceof Y.Item && struct.content instanceof Y.ContentString) {
      textUtf16 += struct.length;
    }
    const flat = known.get(client);
    if (flat === undefined) known.set(client, [clock, end]);
    else if (flat.at(-1) === clock) flat[flat.length - 1] = end;
    else flat.push(clock, end);
  }
  let ranges = 0;
  const deletes = new IdSet();
  for (const [client, items] of ds.clients) {
    const flat: number[] = [];
    for (const { clock, len } of items) {
      if (!(len > 0) || !Number.isSafeInteger(clock + len)) return null;
      flat.push(clock, clock + len);
    }
    ranges += items.length;
    deletes.addMany(client, flat);
  }
  const ids = new IdSet();
  for (const [client, flat] of known) ids.addMany(client, flat);
  return { bytes, structs: ids, deletes, weight: structs.length + 2 * ranges, textUtf16 };
}

function isSoundItem(item: Y.Item, from: DocumentKind | 'store'): boolean {
  const { content } = item;
  if (content instanceof Y.ContentDoc) return false;
  if (content instanceof Y.ContentEmbed && from !== 'store') return false;
  if (content instanceof Y.ContentFormat && from !== 'store' && from !== 'cmoc') return false;
  const parent: unknown = item.parent;
  return [item.origin, item.rightOrigin, parent].every(
    (id) => !(id instanceof Y.ID) || id.client !== item.id.client || id.clock < item.id.clock,
  );
}

/** An update that holds these deletions and no structs. */
export function encodeDeletes(deletes: IdSet): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 0);
  encoding.writeVarUint(encoder, deletes.size);
  for (const [client, flat] of deletes.entries()) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, flat.length / 2);
    for (let index = 0; index < flat.length; index += 2) {
      const start = flat[index] ?? 0;
      encoding.writeVarUint(encoder, start);
      encoding.writeVarUint(encoder, (flat[index + 1] ?? start) - start);
    }
  }
  return encoding.toUint8Array(encoder);
}

/** A state vector byte for byte as Yjs writes it, so that two can be compared without reading. */
export function encodeClocks(clocks: ReadonlyMap<number, number>): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, clocks.size);
  for (const [client, clock] of [...clocks].sort(([a], [b]) => b - a)) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock);
  }
  return encoding.toUint8Array(encoder);
}

/** Whether these bytes are a state vector from end to end. */
export function isStateVector(bytes: Uint8Array): boolean {
  try {
    const decoder = decoding.createDecoder(bytes);
    const clients = decoding.readVarUint(decoder);
    for (let index = 0; index < clients * 2; index += 1) decoding.readVarUint(decoder);
    return decoder.pos === bytes.length;
  } catch {
    return false;
  }
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}
