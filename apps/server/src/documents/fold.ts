import { createHash } from 'node:crypto';
import type { DocumentKind, LayerSummary } from '@triad/collab/layers';
import { DOCUMENT_SCHEMA, summariseLayer } from '@triad/collab/layers';
import * as Y from 'yjs';
import { IdSet } from './id-set.ts';
import { checkUpdate, EMPTY_UPDATE } from './update.ts';

/** Everything of a document as one update, and what that update holds. */
export type Folded = {
  readonly bytes: Uint8Array;
  readonly structs: IdSet;
  readonly deletes: IdSet;
  readonly weight: number;
  /** UTF-16 units of text in it. */
  readonly textUtf16: number;
  /** Indexes of updates that Yjs could not apply; their content is not in `bytes`. */
  readonly broken: readonly number[];
  /** Counts of a layer; null of any other document, and where nobody has counted yet. */
  readonly summary: LayerSummary | null;
};

/** Updates applied in one transaction. */
const AT_ONCE = 256;

/** Broken updates that a document may hold before it counts as unreadable. */
const MAX_BROKEN = 16;

/**
 * Applies the updates to a document of this schema with garbage collection, many in one transaction (five times
 * faster than merging their bytes, and deleted content goes), and encodes the whole. Not all in one: at its end Yjs
 * makes one piece of what was written one after the other, from the right, and copies all to the right each time.
 * Ten thousand spans cost 550 ms so, and 100 in steps.
 *
 * An update that throws is left out and named, so that one bad entry never closes a document.
 * Throws if more than 16 do.
 */
export function fold(updates: readonly Uint8Array[], kind: DocumentKind, schema: number): Folded {
  const broken: number[] = [];
  let doc = applyAll(updates, broken);
  while (doc === null) {
    broken.push(findBroken(updates, broken));
    if (broken.length > MAX_BROKEN) throw new Error('too many updates cannot be applied');
    doc = applyAll(updates, broken);
  }
  const summary = kind === 'layer' ? summariseLayer(doc, schema) : null;
  const folded = { ...describe(doc), broken, summary };
  doc.destroy();
  return folded;
}

/**
 * One update that the server wrote itself and that is the whole document: what it holds is read off
 * its bytes, and nothing is applied or counted. Null where they cannot be read.
 */
export function takeWhole(bytes: Uint8Array): Folded | null {
  const checked = checkUpdate(bytes, 'store');
  if (checked === null) return null;
  const { structs, deletes, weight, textUtf16 } = checked;
  return { bytes, structs, deletes, weight, textUtf16, broken: [], summary: null };
}

function applyAll(updates: readonly Uint8Array[], without: readonly number[]): Y.Doc | null {
  const doc = new Y.Doc();
  try {
    for (let from = 0; from < updates.length; from += AT_ONCE) {
      doc.transact(() => {
        for (const [index, update] of updates.slice(from, from + AT_ONCE).entries()) {
          if (!without.includes(from + index)) Y.applyUpdate(doc, update);
        }
      });
    }
    return doc;
  } catch {
    doc.destroy();
    return null;
  }
}

/** The first update that throws when applied after those before it, one transaction each. */
function findBroken(updates: readonly Uint8Array[], without: readonly number[]): number {
  const doc = new Y.Doc();
  for (const [index, update] of updates.entries()) {
    if (without.includes(index)) continue;
    try {
      Y.applyUpdate(doc, update);
    } catch {
      return index;
    }
  }
  throw new Error('updates apply one by one, but not together');
}

function describe(doc: Y.Doc): Omit<Folded, 'broken' | 'summary'> {
  const bytes = Y.encodeStateAsUpdate(doc);
  let weight = 0;
  let textUtf16 = 0;
  for (const structs of doc.store.clients.values()) {
    weight += structs.length;
    for (const struct of structs) {
      const holdsText = struct instanceof Y.Item && struct.content instanceof Y.ContentString;
      if (holdsText && !struct.deleted) textUtf16 += struct.length;
    }
  }
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) {
    // Something waits for what has not come yet: only the bytes tell what is there.
    const checked = checkUpdate(bytes, 'store');
    if (checked === null) throw new Error('a folded document cannot be read back');
    const { structs, deletes } = checked;
    return { bytes, structs, deletes, weight: checked.weight, textUtf16 };
  }
  const structs = new IdSet();
  for (const [client, clock] of Y.decodeStateVector(Y.encodeStateVector(doc))) {
    structs.add(client, 0, clock);
  }
  const deletes = new IdSet();
  for (const [client, items] of Y.createDeleteSetFromStructStore(doc.store).clients) {
    deletes.addMany(
      client,
      items.flatMap(({ clock, len }) => [clock, clock + len]),
    );
  }
  return { bytes, structs, deletes, weight, textUtf16 };
}

/** SHA-256, hex, of which ids stand in a document and which were deleted. */
export function hashOfIds(structs: IdSet, deletes: IdSet): string {
  const held = JSON.stringify([structs.entries(), deletes.entries()]);
  return createHash('sha256').update(held).digest('hex');
}

/** That hash of a layer of the present schema and its counts, from its whole state. */
export function describeLayer(whole: Uint8Array): LayerSummary & { readonly state: string } {
  const { structs, deletes, summary } = fold([whole], 'layer', DOCUMENT_SCHEMA.layer);
  return { spans: 0, sketches: 0, ...summary, state: hashOfIds(structs, deletes) };
}

/** Of a document to which nothing was written. */
export function emptyFold(): Folded {
  return {
    bytes: EMPTY_UPDATE,
    structs: new IdSet(),
    deletes: new IdSet(),
    weight: 0,
    textUtf16: 0,
    broken: [],
    summary: { spans: 0, sketches: 0 },
  };
}
