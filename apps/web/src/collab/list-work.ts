import { DOCUMENT_SCHEMA, Entries, indexText, layerFields, TEXT_FIELD } from '@triad/collab';
import type { DocumentKind, Entry as LayerEntry } from '@triad/collab';
import * as Y from 'yjs';
import type { WithoutWords } from './without-words.ts';

/* What somebody wrote into a document, entry by entry, and which of it came after a state. Pure. */

/** Whether an item, or a part of it, came after this state. */
export function newSince(since: Uint8Array): (item: Y.Item | null) => boolean {
  const clocks = Y.decodeStateVector(since);
  return (item) => item !== null && item.id.clock + item.length > (clocks.get(item.id.client) ?? 0);
}

/** Whether an entry of a document, or what is written in it, came after this state. */
export function unsentIn(
  doc: Y.Doc,
  kind: DocumentKind,
  schema: number,
  since: Uint8Array,
): (field: string, id: string) => boolean {
  const isNew = newSince(since);
  const clocks = Y.decodeStateVector(since);
  const fields = fieldsOf(doc, kind, schema);
  return (name, id) => {
    const field = fields.get(name);
    if (field instanceof Entries) {
      const piece = field.pieceOf(id);
      return piece !== null && piece.clock >= (clocks.get(piece.client) ?? 0);
    }
    if (isNew(field?._map.get(id) ?? null)) return true;
    const text = field?.get(id);
    return text instanceof Y.Text && holdsNew(text, isNew);
  };
}

export type Entry = {
  readonly field: string;
  readonly id: string;
  readonly value: unknown;
  /** The server is not known to have it so. */
  readonly lost: boolean;
};

/** Every turn of a transcript's text, by its words as they are here. */
export function listTurns(
  doc: Y.Doc,
  isNew: (item: Y.Item | null) => boolean,
  without: WithoutWords | null,
): readonly Entry[] {
  const { text, turns } = indexText(doc);
  const elements = doc.getXmlFragment(TEXT_FIELD).toArray();
  return turns.map(({ id, startUtf16, endUtf16 }, at) => {
    const element = elements[at];
    const lost = element instanceof Y.XmlElement && holdsNew(element, isNew);
    const value = without?.words({ startUtf16, endUtf16 }) ?? text.slice(startUtf16, endUtf16);
    return { field: TEXT_FIELD, id, value, lost };
  });
}

function holdsNew(
  type: { readonly _start: Y.Item | null },
  isNew: (item: Y.Item) => boolean,
): boolean {
  for (let piece = type._start; piece !== null; piece = piece.right) {
    if (isNew(piece)) return true;
    const inner: unknown = piece.content instanceof Y.ContentType ? piece.content.type : null;
    if (inner instanceof Y.AbstractType && holdsNew(inner, isNew)) return true;
  }
  return false;
}

type Field = Y.Map<unknown> | Entries;

/** A text is listed by its turns: it has none. */
export function fieldsOf(
  doc: Y.Doc,
  kind: DocumentKind,
  schema: number,
): ReadonlyMap<string, Field> {
  if (kind === 'transcript') return new Map();
  const isPresent = schema === DOCUMENT_SCHEMA[kind];
  const layer =
    kind === 'layer' && isPresent ? (Object.entries(layerFields(doc)) as [string, Field][]) : [];
  const known = new Map(layer);
  const names = [...doc.share.keys()].sort();
  return new Map(names.map((name) => [name, known.get(name) ?? doc.getMap(name)]));
}

/** Of a layer of the present schema some entries alone, by their values: nothing of the rest is in it. */
export function partOfLayer(doc: Y.Doc, isIn: (field: string, id: string) => boolean): Y.Doc {
  const part = new Y.Doc();
  const [from, to] = [layerFields(doc), layerFields(part)];
  for (const field of ['spans', 'sketches', 'parts', 'memos'] as const) {
    for (const [id, entry] of from[field])
      if (isIn(field, id)) to[field].set(id, entry as LayerEntry);
  }
  for (const field of ['memoTexts', 'restatements'] as const) {
    for (const [id, text] of from[field]) {
      const isText = text instanceof Y.Text && isIn(field, id);
      if (isText) to[field].set(id, new Y.Text(text.toJSON()));
    }
  }
  return part;
}

/** Every entry of a document's fields. */
export function listWork(
  doc: Y.Doc,
  kind: DocumentKind,
  schema: number,
  isLost: (field: string, id: string, value: unknown) => boolean,
): readonly Entry[] {
  const entries: Entry[] = [];
  for (const [field, held] of fieldsOf(doc, kind, schema)) {
    for (const [id, value] of Object.entries(held.toJSON())) {
      entries.push({ field, id, value, lost: isLost(field, id, value) });
    }
  }
  return entries;
}

/** Equal for equal values, whatever the order of their fields. */
export function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
