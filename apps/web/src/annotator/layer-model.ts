import type { EntriesEvent, TextIndex } from '@triad/collab';
import {
  findAnchor,
  layerFields,
  locateAnchor,
  readMemo,
  readPart,
  readSketch,
  readSpan,
} from '@triad/collab';
import type { Memo, Part, Sketch, Span, TextRange } from '@triad/realist';
import { compareParts } from '@triad/realist';
import type * as Y from 'yjs';
import type { MarkChange, PlacedSpan } from './marks.ts';
import { moveAlong } from './marks.ts';
import type { TextChange } from './text-change.ts';

/** One member's layer as it can be shown: spans on their words, sketches with their parts. */
export type LayerModel = {
  readonly member: string;
  readonly doc: Y.Doc;
  readonly placed: ReadonlyMap<string, PlacedSpan>;
  /** Spans whose words were not found in the text as it stands. */
  readonly lost: ReadonlyMap<string, LostSpan>;
  /**
   * The text changed: finds anew what stood in the stretch that changed, and moves along in their place
   * those after it. Nobody is told; the caller draws what is answered.
   */
  readonly retext: (change: TextChange) => MarkChange;
  /** Looks up those again that may be elsewhere, or nowhere, by what changed beyond their own words. */
  readonly relocate: () => MarkChange;
  /** Whether there are any. */
  readonly mayBeElsewhere: () => boolean;
  readonly sketches: () => readonly SketchView[];
  readonly memos: () => readonly MemoView[];
  readonly destroy: () => void;
};

export type LostSpan = {
  readonly member: string;
  readonly span: Span;
  /** Where its words may be in the text of now; null where no place suggests itself. Looked up when asked for. */
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
    const found = findAnchor(text.doc, text.index(), span.anchor);
    if (found === null) {
      lost.set(span.id, {
        member,
        span,
        get proposal() {
          const now = locateAnchor(text.doc, text.index(), span.anchor);
          return now.kind === 'lost' ? now.proposal : null;
        },
      });
      return null;
    }
    const now: PlacedSpan = { member, span, ...found.range };
    placed.set(span.id, now);
    if (found.by === 'quote') followed.add(span.id);
    else followed.delete(span.id);
    return now;
  };
  /** Those that stay where they were are left out, unless `change` moved what is after them over it. */
  const placeAnew = (spans: Iterable<PlacedSpan>, endUtf16: number): MarkChange => {
    const moves = { removed: [] as PlacedSpan[], added: [] as PlacedSpan[] };
    for (const one of spans) {
      placed.delete(one.span.id);
      const now = place(one.span);
      const isThere =
        now?.startUtf16 === one.startUtf16 &&
        now.endUtf16 === one.endUtf16 &&
        now.endUtf16 <= endUtf16;
      if (isThere) placed.set(one.span.id, one);
      else {
        moves.removed.push(one);
        if (now !== null) moves.added.push(now);
      }
    }
    return moves;
  };
  const findLost = (isMeant: (span: Span) => boolean): readonly PlacedSpan[] => {
    const unplaced = [...lost.values()].filter(({ span }) => isMeant(span));
    for (const { span } of unplaced) lost.delete(span.id);
    return unplaced.map(({ span }) => place(span)).filter((now) => now !== null);
  };
  const retext = ({ before, after, shiftUtf16, turns }: TextChange): MarkChange => {
    const back = findLost(({ anchor }) => turns.has(anchor.turn));
    const isBack = new Set(back);
    const touched: PlacedSpan[] = [];
    for (const one of placed.values()) {
      if (one.endUtf16 <= before.startUtf16 || isBack.has(one)) continue;
      if (one.startUtf16 >= before.endUtf16) moveAlong(one, shiftUtf16);
      else touched.push(one);
    }
    const moves = placeAnew(touched, after.endUtf16);
    return { removed: moves.removed, added: [...moves.added, ...back] };
  };
  const relocate = (): MarkChange => {
    const doubtful = [...followed].map((id) => placed.get(id)).filter((one) => one !== undefined);
    const moves = placeAnew(doubtful, Number.POSITIVE_INFINITY);
    return { removed: moves.removed, added: [...moves.added, ...findLost(() => true)] };
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
    relocate,
    mayBeElsewhere: () => followed.size + lost.size > 0,
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
