import type { EntriesEvent, TextIndex } from '@triad/collab';
import { layerFields, locateAnchor, readMemo, readPart, readSketch, readSpan } from '@triad/collab';
import type { Memo, Part, Sketch, Span, TextRange } from '@triad/realist';
import { compareParts } from '@triad/realist';
import type * as Y from 'yjs';
import type { MarkChange, PlacedSpan } from './marks.ts';

/** One member's layer as it can be shown: spans on their words, sketches with their parts. */
export type LayerModel = {
  readonly member: string;
  readonly doc: Y.Doc;
  readonly placed: ReadonlyMap<string, PlacedSpan>;
  /** Spans whose words were not found in the text as it stands. */
  readonly lost: ReadonlyMap<string, LostSpan>;
  /**
   * The text changed: finds every place anew, those by `shift` that only moved along. Nobody is told;
   * the caller draws all of them.
   */
  readonly retext: (shift: (range: TextRange) => TextRange | null) => void;
  readonly sketches: () => readonly SketchView[];
  readonly memos: () => readonly MemoView[];
  readonly destroy: () => void;
};

export type LostSpan = {
  readonly member: string;
  readonly span: Span;
  /** Where its words may be; null where no place suggests itself. */
  readonly proposal: TextRange | null;
};

export type SketchView = {
  readonly member: string;
  readonly sketch: Sketch;
  readonly parts: readonly Part[];
  readonly restatement: Y.Text | null;
  /** From 1, by when it was begun. */
  readonly number: number;
};

export type MemoView = {
  readonly member: string;
  readonly memo: Memo;
  readonly text: Y.Text | null;
};

export type LayerListener = {
  /** Runs inside the transaction that changed the spans, so that the highlight is not a task late. */
  readonly onSpans: (change: MarkChange) => void;
  readonly onNotes: () => void;
};

export function createLayerModel(
  member: string,
  doc: Y.Doc,
  text: { readonly doc: Y.Doc; readonly index: () => TextIndex },
  listener: LayerListener,
): LayerModel {
  const fields = layerFields(doc);
  const placed = new Map<string, PlacedSpan>();
  const lost = new Map<string, LostSpan>();
  /** Found by their quote: whether they still are depends on their whole turn. */
  const followed = new Set<string>();
  let sketches: readonly SketchView[] | null = null;
  let memos: readonly MemoView[] | null = null;

  const put = (id: string, change: { removed: PlacedSpan[]; added: PlacedSpan[] }): void => {
    const before = placed.get(id);
    if (before !== undefined) {
      change.removed.push(before);
      placed.delete(id);
    }
    lost.delete(id);
    const span = readSpan(id, fields.spans.get(id));
    if (span === null) return;
    const now = place(span);
    if (now !== null) change.added.push(now);
  };
  const place = (span: Span): PlacedSpan | null => {
    const found = locateAnchor(text.doc, text.index(), span.anchor);
    if (found.kind === 'lost') {
      lost.set(span.id, { member, span, proposal: found.proposal });
      return null;
    }
    const now: PlacedSpan = { member, span, ...found.range };
    placed.set(span.id, now);
    if (found.by === 'quote') followed.add(span.id);
    else followed.delete(span.id);
    return now;
  };
  const retext = (shift: (range: TextRange) => TextRange | null): void => {
    const before = [...placed.values()];
    const unplaced = [...lost.values()];
    lost.clear();
    for (const one of before) {
      const moved = followed.has(one.span.id) ? null : shift(one);
      if (moved !== null) placed.set(one.span.id, { ...one, ...moved });
      else if (place(one.span) === null) placed.delete(one.span.id);
    }
    for (const { span } of unplaced) place(span);
  };

  const onSpans = (event: EntriesEvent): void => {
    const change = { removed: [] as PlacedSpan[], added: [] as PlacedSpan[] };
    for (const id of event.keysChanged) put(id, change);
    listener.onSpans(change);
  };
  const onNotes = (): void => {
    sketches = null;
    memos = null;
    listener.onNotes();
  };

  const first = { removed: [] as PlacedSpan[], added: [] as PlacedSpan[] };
  for (const id of fields.spans.keys()) put(id, first);
  fields.spans.observe(onSpans);
  const notes = [fields.sketches, fields.parts, fields.memos] as const;
  const texts = [fields.memoTexts, fields.restatements] as const;
  for (const field of notes) field.observe(onNotes);
  for (const field of texts) field.observe(onNotes);
  listener.onSpans(first);
  listener.onNotes();

  return {
    member,
    doc,
    placed,
    lost,
    retext,
    sketches: () => (sketches ??= listSketches(member, doc)),
    memos: () => (memos ??= listMemos(member, doc)),
    destroy: () => {
      fields.spans.unobserve(onSpans);
      for (const field of notes) field.unobserve(onNotes);
      for (const field of texts) field.unobserve(onNotes);
    },
  };
}

function listSketches(member: string, doc: Y.Doc): readonly SketchView[] {
  const fields = layerFields(doc);
  const parts = new Map<string, Part[]>();
  for (const [id, value] of fields.parts) {
    const part = readPart(id, value);
    if (part === null) continue;
    const list = parts.get(part.sketch);
    if (list === undefined) parts.set(part.sketch, [part]);
    else list.push(part);
  }
  return [...fields.sketches]
    .map(([id, value]) => readSketch(id, value))
    .filter((sketch) => sketch !== null)
    .sort((a, b) => compareText(a.createdAt, b.createdAt) || compareText(a.id, b.id))
    .map((sketch, index) => ({
      member,
      sketch,
      parts: (parts.get(sketch.id) ?? []).sort(compareParts),
      restatement: fields.restatements.get(sketch.id) ?? null,
      number: index + 1,
    }));
}

function listMemos(member: string, doc: Y.Doc): readonly MemoView[] {
  const fields = layerFields(doc);
  return [...fields.memos]
    .map(([id, value]) => readMemo(id, value))
    .filter((memo) => memo !== null)
    .sort((a, b) => compareText(b.createdAt, a.createdAt) || compareText(a.id, b.id))
    .map((memo) => ({ member, memo, text: fields.memoTexts.get(memo.id) ?? null }));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
