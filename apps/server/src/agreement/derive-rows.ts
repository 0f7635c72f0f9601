import type { LayerContent, TextIndex } from '@triad/collab';
import {
  indexText,
  placeOfCopy,
  readLayerContent,
  readMemo,
  readPart,
  readSketch,
  readSpan,
} from '@triad/collab';
import type { Anchor, Part, Role, Sketch } from '@triad/realist';
import { compareParts } from '@triad/realist';
import * as Y from 'yjs';

/*
 * The read model of a transcript: what its layers hold, as plain rows with offsets in its text, both
 * in one state. Rows are made anew from the documents and never edited.
 */

/** A layer whole, as it was copied; no bytes of who had none. */
export type LayerSource = {
  readonly member: string;
  readonly schema: number;
  readonly bytes: Uint8Array | null;
};

/** Offsets are UTF-16 into the text, half open. */
export type SpanRow = {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly role: Role;
  readonly unsure: boolean;
  /** Ids of its anchor's first and last character: the same until its coder moves an edge. */
  readonly edges: string;
};

/** As {@link SpanRow} has them. */
export function edgesOf({ start, end }: Pick<Anchor, 'start' | 'end'>): string {
  return `${start.join(':')} ${end.join(':')}`;
}

export type SketchRow = {
  readonly id: string;
  readonly bearing: Sketch['bearing'];
  readonly parts: readonly PartRow[];
};

export type PartRow = {
  readonly role: Role;
  /** Spans of this layer whose words are found; none of a part that is inferred. */
  readonly spans: readonly string[];
  /** Spans of the same coder that lie on other transcripts. */
  readonly elsewhere: readonly SpanElsewhere[];
  /** The coder's own words; null of a part that is quoted. */
  readonly inferred: string | null;
};

export type SpanElsewhere = {
  readonly transcript: string;
  readonly round: string;
  readonly span: string;
};

export type LayerRows = {
  readonly member: string;
  readonly spans: readonly SpanRow[];
  /** Spans whose words are not found in the text any more. */
  readonly lost: readonly string[];
  /** Of the spans, those of which words were corrected since: they stand on what is there now. */
  readonly corrected: number;
  /** Those with a part at least. */
  readonly sketches: readonly SketchRow[];
};

export type TranscriptRows = {
  readonly index: TextIndex;
  readonly layers: readonly LayerRows[];
};

/** What is written beside spans and sketches, by their ids. */
export type LayerWords = {
  readonly memos: ReadonlyMap<string, readonly string[]>;
  readonly restatements: ReadonlyMap<string, string>;
};

/** Reads a transcript's document (a Yjs update, v1) and layers, and lays the ones over the other. */
export function deriveRows(
  text: Uint8Array,
  layers: readonly LayerSource[],
): TranscriptRows & { readonly words: readonly LayerWords[] } {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, text);
  const index = indexText(doc);
  // An id is its coder's; one that somebody has given twice must not stand for two.
  const taken = new Set<string>();
  const read = layers.map(({ member, schema, bytes }) => {
    const content = bytes === null ? null : contentOf(bytes, schema);
    return content === null
      ? { rows: { member, spans: [], lost: [], corrected: 0, sketches: [] }, words: NO_WORDS }
      : { rows: rowsOf(member, content, { doc, index, taken }), words: wordsOf(content) };
  });
  doc.destroy();
  return { index, layers: read.map(({ rows }) => rows), words: read.map(({ words }) => words) };
}

const NO_WORDS: LayerWords = { memos: new Map(), restatements: new Map() };

function contentOf(bytes: Uint8Array, schema: number): LayerContent {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, bytes);
  const content = readLayerContent(doc, schema);
  doc.destroy();
  return content;
}

type Place = { readonly doc: Y.Doc; readonly index: TextIndex; readonly taken: Set<string> };

function rowsOf(member: string, content: LayerContent, { doc, index, taken }: Place): LayerRows {
  const spans: SpanRow[] = [];
  const lost: string[] = [];
  let corrected = 0;
  for (const [id, value] of content.spans) {
    const span = readSpan(id, value);
    if (span === null || taken.has(id)) continue;
    taken.add(id);
    const place = placeOfCopy(doc, index, span.anchor);
    if (place === null) lost.push(id);
    else {
      if (place.isCorrected) corrected += 1;
      const { startUtf16: start, endUtf16: end } = place.range;
      const edges = edgesOf(span.anchor);
      spans.push({ id, start, end, role: span.role, unsure: span.unsure, edges });
    }
  }
  return { member, spans, lost, corrected, sketches: sketchesOf(content, spans, taken) };
}

function sketchesOf(
  content: LayerContent,
  spans: readonly SpanRow[],
  taken: Set<string>,
): readonly SketchRow[] {
  const own = new Set(spans.map(({ id }) => id));
  const parts = new Map<string, Part[]>();
  for (const [id, value] of content.parts) {
    const part = readPart(id, value);
    if (part === null) continue;
    const beside = parts.get(part.sketch);
    if (beside === undefined) parts.set(part.sketch, [part]);
    else beside.push(part);
  }
  return [...content.sketches].flatMap(([id, value]) => {
    const sketch = readSketch(id, value);
    if (sketch === null || taken.has(id)) return [];
    taken.add(id);
    const rows = (parts.get(id) ?? []).sort(compareParts).map((part) => partOf(part, own));
    // A part that lies elsewhere altogether is shown, and counts in nothing.
    const kept = rows.filter(({ spans, elsewhere, inferred }) =>
      inferred === null ? spans.length + elsewhere.length > 0 : inferred.trim() !== '',
    );
    return kept.length === 0 ? [] : [{ id, bearing: sketch.bearing, parts: kept }];
  });
}

function partOf({ role, filledBy }: Part, own: ReadonlySet<string>): PartRow {
  if (filledBy.kind === 'inferred') {
    return { role, spans: [], elsewhere: [], inferred: filledBy.words };
  }
  const here = filledBy.spans.filter(({ elsewhere }) => elsewhere === null);
  return {
    role,
    spans: [...new Set(here.map(({ span }) => String(span)))].filter((id) => own.has(id)),
    elsewhere: filledBy.spans.flatMap(({ span, elsewhere }) =>
      elsewhere === null ? [] : [{ ...elsewhere, span: String(span) }],
    ),
    inferred: null,
  };
}

function wordsOf(content: LayerContent): LayerWords {
  const memos = new Map<string, string[]>();
  for (const [id, value] of content.memos) {
    const text = content.memoTexts.get(id)?.trim() ?? '';
    if (text === '') continue;
    for (const link of readMemo(id, value)?.links ?? []) {
      const beside = memos.get(link.id);
      if (beside === undefined) memos.set(link.id, [text]);
      else beside.push(text);
    }
  }
  return { memos, restatements: content.restatements };
}
