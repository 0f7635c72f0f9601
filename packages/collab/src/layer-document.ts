import type {
  Anchor,
  CharacterId,
  Memo,
  MemoLink,
  Part,
  Sketch,
  SketchBearing,
  Span,
  SpanReference,
} from '@triad/realist';
import { BEARINGS, isRole, RESTATEMENT_FORMS } from '@triad/realist';
import type * as Y from 'yjs';
import { Entries } from './entries.ts';

/**
 * The fields of `layer/<transcript>/<round>/<member>` (RULES.md lists them). A layer has one
 * writer, so a span, a sketch, a part and a memo is each one plain value under its id; what is
 * written word by word (memos, restatements) is a Y.Text beside it.
 */
export type LayerFields = {
  readonly spans: Entries;
  readonly sketches: Entries;
  readonly parts: Entries;
  readonly memos: Entries;
  /** By memo id. */
  readonly memoTexts: Y.Map<Y.Text>;
  /** By sketch id. */
  readonly restatements: Y.Map<Y.Text>;
};

/** Of a document of the present schema; the same for the same document. */
export function layerFields(doc: Y.Doc): LayerFields {
  const known = fieldsOf.get(doc);
  if (known !== undefined) return known;
  const fields: LayerFields = {
    spans: new Entries(doc.getArray('spans')),
    sketches: new Entries(doc.getArray('sketches')),
    parts: new Entries(doc.getArray('parts')),
    memos: new Entries(doc.getArray('memos')),
    memoTexts: doc.getMap('memoTexts'),
    restatements: doc.getMap('restatements'),
  };
  fieldsOf.set(doc, fields);
  return fields;
}

const fieldsOf = new WeakMap<Y.Doc, LayerFields>();

/** What an undo manager of a layer watches. */
export function layerScope(doc: Y.Doc): Y.AbstractType<unknown>[] {
  const { memoTexts, restatements, ...entries } = layerFields(doc);
  return [
    ...Object.values(entries).map(({ type }) => type),
    memoTexts as unknown as Y.AbstractType<unknown>,
    restatements as unknown as Y.AbstractType<unknown>,
  ];
}

/*
 * What another member's browser wrote is read with care: a value that is not what it should be is
 * null here and is left out of sight, so that a broken layer can never break the page of others.
 */

export function readSpan(id: string, value: unknown): Span | null {
  if (!isRecord(value) || value['id'] !== id) return null;
  const anchor = readAnchor(value['anchor']);
  const { role, unsure, nodes, createdAt } = value;
  if (anchor === null || !isRole(role) || typeof unsure !== 'boolean') return null;
  if (!isStrings(nodes) || typeof createdAt !== 'string') return null;
  return { id: id as Span['id'], role, unsure, anchor, nodes, createdAt };
}

export function readSketch(id: string, value: unknown): Sketch | null {
  if (!isRecord(value) || value['id'] !== id) return null;
  const { form, createdAt } = value;
  const bearing = readBearing(value['bearing']);
  if (typeof createdAt !== 'string' || bearing === undefined) return null;
  if (!(RESTATEMENT_FORMS as readonly unknown[]).includes(form)) return null;
  return { id: id as Sketch['id'], form: form as Sketch['form'], bearing, createdAt };
}

export function readPart(id: string, value: unknown): Part | null {
  if (!isRecord(value) || value['id'] !== id) return null;
  const { sketch, role, order, filledBy } = value;
  if (typeof sketch !== 'string' || !isRole(role) || typeof order !== 'number') return null;
  if (!isRecord(filledBy)) return null;
  const head = { id: id as Part['id'], sketch: sketch as Part['sketch'], role, order };
  if (filledBy['kind'] === 'inferred' && typeof filledBy['words'] === 'string') {
    return { ...head, filledBy: { kind: 'inferred', words: filledBy['words'] } };
  }
  if (filledBy['kind'] === 'quoted' && Array.isArray(filledBy['spans'])) {
    const spans = filledBy['spans'].map(readReference);
    if (spans.every((span) => span !== null)) {
      return { ...head, filledBy: { kind: 'quoted', spans } };
    }
  }
  return null;
}

export function readMemo(id: string, value: unknown): Memo | null {
  if (!isRecord(value) || value['id'] !== id || typeof value['createdAt'] !== 'string') return null;
  const links = value['links'];
  if (!Array.isArray(links) || !links.every(isMemoLink)) return null;
  return { id: id as Memo['id'], links, createdAt: value['createdAt'] };
}

function readAnchor(value: unknown): Anchor | null {
  if (!isRecord(value)) return null;
  const { start, end, turn, quote, before, after } = value;
  if (!isCharacterId(start) || !isCharacterId(end)) return null;
  if (typeof turn !== 'string' || typeof quote !== 'string' || quote === '') return null;
  if (typeof before !== 'string' || typeof after !== 'string') return null;
  return { start, end, turn, quote, before, after };
}

function readBearing(value: unknown): SketchBearing | null | undefined {
  if (value === null) return null;
  if (!isRecord(value) || typeof value['statement'] !== 'string') return undefined;
  if (!(BEARINGS as readonly unknown[]).includes(value['bearing'])) return undefined;
  return value as SketchBearing;
}

function readReference(value: unknown): SpanReference | null {
  if (!isRecord(value) || typeof value['span'] !== 'string') return null;
  const elsewhere = value['elsewhere'];
  if (elsewhere === null) return value as SpanReference;
  if (!isRecord(elsewhere)) return null;
  if (typeof elsewhere['transcript'] !== 'string' || typeof elsewhere['round'] !== 'string') {
    return null;
  }
  return value as SpanReference;
}

const MEMO_LINK_KINDS: ReadonlySet<unknown> = new Set(['span', 'sketch', 'part', 'memo']);

function isMemoLink(value: unknown): value is MemoLink {
  return isRecord(value) && MEMO_LINK_KINDS.has(value['kind']) && typeof value['id'] === 'string';
}

function isCharacterId(value: unknown): value is CharacterId {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((part) => Number.isSafeInteger(part) && (part as number) >= 0)
  );
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
