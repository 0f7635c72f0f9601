import * as Y from 'yjs';
import { isEntry } from './entries.ts';
import type { Entry } from './entries.ts';
import { layerFields } from './layer-document.ts';

/** What a layer holds, whatever the schema that it is written in: entries and texts by id. */
export type LayerContent = {
  readonly [field in 'spans' | 'sketches' | 'parts' | 'memos']: ReadonlyMap<string, Entry>;
} & { readonly [field in 'memoTexts' | 'restatements']: ReadonlyMap<string, string> };

/**
 * Reads a layer of the present schema or an earlier one, such as the copies of closed rounds are
 * kept in. What no reader of that schema could show is left out. Throws for a schema that is not
 * known.
 */
export function readLayerContent(doc: Y.Doc, schema: number): LayerContent {
  const texts = {
    memoTexts: textsOf(doc.getMap('memoTexts')),
    restatements: textsOf(doc.getMap('restatements')),
  };
  if (schema === 2) {
    const { spans, sketches, parts, memos } = layerFields(doc);
    return {
      ...texts,
      spans: entriesOf(spans),
      sketches: entriesOf(sketches),
      parts: entriesOf(parts),
      memos: entriesOf(memos),
    };
  }
  if (schema !== 1) throw new Error(`a layer of schema ${schema} cannot be read`);
  // A Y.Map by id for each.
  return {
    ...texts,
    spans: entriesOf(doc.getMap('spans')),
    sketches: entriesOf(doc.getMap('sketches')),
    parts: entriesOf(doc.getMap('parts')),
    memos: entriesOf(doc.getMap('memos')),
  };
}

/**
 * A layer of schema 1 written anew as schema 2; the same for the same bytes. Throws where something
 * in it waits for what has not come: that would be lost.
 */
export function migrateLayer1(bytes: Uint8Array): Uint8Array {
  const before = new Y.Doc();
  Y.applyUpdate(before, bytes);
  if (before.store.pendingStructs !== null || before.store.pendingDs !== null) {
    throw new Error('something in it waits for what has not come');
  }
  const { memoTexts, restatements, ...entries } = readLayerContent(before, 1);
  const doc = new Y.Doc();
  // Nobody else writes this generation yet, and it never meets another.
  doc.clientID = MIGRATIONS_CLIENT;
  doc.transact(() => {
    const fields = layerFields(doc);
    for (const field of ['spans', 'sketches', 'parts', 'memos'] as const) {
      for (const [id, entry] of entries[field]) fields[field].set(id, entry);
    }
    for (const [id, text] of memoTexts) fields.memoTexts.set(id, new Y.Text(text));
    for (const [id, text] of restatements) fields.restatements.set(id, new Y.Text(text));
  });
  const migrated = Y.encodeStateAsUpdate(doc);
  before.destroy();
  doc.destroy();
  return migrated;
}

const MIGRATIONS_CLIENT = 1;

function entriesOf(field: Iterable<[string, unknown]>): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const [id, value] of field) if (isEntry(value) && value.id === id) entries.set(id, value);
  return entries;
}

function textsOf(field: Y.Map<unknown>): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const [id, value] of field) if (value instanceof Y.Text) texts.set(id, value.toString());
  return texts;
}
