import type {
  Anchor,
  Memo,
  MemoId,
  MemoLink,
  Part,
  PartId,
  RestatementForm,
  Role,
  Sketch,
  SketchBearing,
  SketchId,
  Span,
  SpanId,
  SpanReference,
} from '@triad/realist';
import * as Y from 'yjs';
import { layerFields, readMemo, readPart, readSketch, readSpan } from './layer-document.ts';

/**
 * Every act of a coder on their layer. Each is one transaction with the caller's origin, so that it
 * reaches others as one update and is one step of undo. An act on something that is not there does
 * nothing: another tab of the same coder may have deleted it.
 */
export type LayerEditor = {
  readonly doc: Y.Doc;
  /** Origin of the transactions, by which an UndoManager knows them. */
  readonly origin: unknown;
  /** UTC ISO 8601 instant for what is made. */
  readonly now: () => string;
  readonly newId: () => string;
};

export function addSpan(
  editor: LayerEditor,
  span: { readonly role: Role; readonly anchor: Anchor; readonly unsure?: boolean },
): SpanId {
  const id = editor.newId() as SpanId;
  const value: Span = {
    id,
    role: span.role,
    unsure: span.unsure ?? false,
    anchor: span.anchor,
    nodes: [],
    createdAt: editor.now(),
  };
  edit(editor, ({ spans }) => spans.set(id, value));
  return id;
}

/** Changes what is named and keeps everything else: memos, ties, nodes. */
export function changeSpan(
  editor: LayerEditor,
  id: SpanId,
  change: Partial<Pick<Span, 'role' | 'unsure' | 'anchor'>>,
): void {
  edit(editor, ({ spans }) => {
    const span = readSpan(id, spans.get(id));
    if (span !== null) spans.set(id, { ...span, ...change });
  });
}

/**
 * Deletes a span, and in the same step its place in every part; a part left with no span goes too,
 * and so does a memo left with no link.
 */
export function removeSpan(editor: LayerEditor, id: SpanId): void {
  edit(editor, (fields) => {
    if (!fields.spans.has(id)) return;
    fields.spans.delete(id);
    for (const part of allParts(fields)) {
      if (part.filledBy.kind !== 'quoted') continue;
      const left = part.filledBy.spans.filter(
        (reference) => reference.elsewhere !== null || reference.span !== id,
      );
      if (left.length === part.filledBy.spans.length) continue;
      if (left.length === 0) dropPart(fields, part.id);
      else fields.parts.set(part.id, { ...part, filledBy: { kind: 'quoted', spans: left } });
    }
    unlinkMemos(fields, new Set([id]));
  });
}

export function addSketch(
  editor: LayerEditor,
  sketch: {
    readonly form: RestatementForm;
    readonly restatement?: string;
    readonly bearing?: SketchBearing | null;
    readonly parts: readonly Pick<Part, 'role' | 'filledBy'>[];
  },
): SketchId {
  const id = editor.newId() as SketchId;
  const value: Sketch = {
    id,
    form: sketch.form,
    bearing: sketch.bearing ?? null,
    createdAt: editor.now(),
  };
  edit(editor, (fields) => {
    fields.sketches.set(id, value);
    fields.restatements.set(id, new Y.Text(sketch.restatement ?? ''));
    sketch.parts.forEach((part, order) => {
      const partId = editor.newId() as PartId;
      fields.parts.set(partId, { ...part, id: partId, sketch: id, order } satisfies Part);
    });
  });
  return id;
}

export function changeSketch(
  editor: LayerEditor,
  id: SketchId,
  change: Partial<Pick<Sketch, 'form' | 'bearing'>>,
): void {
  edit(editor, ({ sketches }) => {
    const sketch = readSketch(id, sketches.get(id));
    if (sketch !== null) sketches.set(id, { ...sketch, ...change });
  });
}

/** Deletes a sketch with its parts and restatement; the spans stay. */
export function removeSketch(editor: LayerEditor, id: SketchId): void {
  edit(editor, (fields) => {
    const gone = new Set<string>([id]);
    for (const part of allParts(fields)) {
      if (part.sketch !== id) continue;
      fields.parts.delete(part.id);
      gone.add(part.id);
    }
    fields.sketches.delete(id);
    fields.restatements.delete(id);
    unlinkMemos(fields, gone);
  });
}

/** Adds a part at the end. Null where the sketch is not there. */
export function addPart(
  editor: LayerEditor,
  sketch: SketchId,
  part: Pick<Part, 'role' | 'filledBy'>,
): PartId | null {
  const id = editor.newId() as PartId;
  let added = false;
  edit(editor, (fields) => {
    if (!fields.sketches.has(sketch)) return;
    const orders = allParts(fields)
      .filter((other) => other.sketch === sketch)
      .map((other) => other.order);
    const order = Math.max(-1, ...orders) + 1;
    fields.parts.set(id, { ...part, id, sketch, order } satisfies Part);
    added = true;
  });
  return added ? id : null;
}

export function changePart(
  editor: LayerEditor,
  id: PartId,
  change: Partial<Pick<Part, 'role' | 'filledBy' | 'order'>>,
): void {
  edit(editor, ({ parts }) => {
    const part = readPart(id, parts.get(id));
    if (part !== null) parts.set(id, { ...part, ...change });
  });
}

export function removePart(editor: LayerEditor, id: PartId): void {
  edit(editor, (fields) => dropPart(fields, id));
}

/** Marks words and ties them into a sketch, in one step. */
export function addSpanToSketch(
  editor: LayerEditor,
  sketch: SketchId,
  span: { readonly role: Role; readonly anchor: Anchor },
): SpanId {
  let id: SpanId | undefined;
  editor.doc.transact(() => {
    id = addSpan(editor, span);
    addPart(editor, sketch, { role: span.role, filledBy: quoted([ownSpan(id)]) });
  }, editor.origin);
  return id as unknown as SpanId;
}

/** Begins a memo with its text; several things may be linked to one memo. */
export function addMemo(editor: LayerEditor, links: readonly MemoLink[], text = ''): MemoId {
  const id = editor.newId() as MemoId;
  edit(editor, ({ memos, memoTexts }) => {
    memos.set(id, { id, links, createdAt: editor.now() } satisfies Memo);
    memoTexts.set(id, new Y.Text(text));
  });
  return id;
}

export function changeMemoLinks(editor: LayerEditor, id: MemoId, links: readonly MemoLink[]): void {
  edit(editor, ({ memos }) => {
    const memo = readMemo(id, memos.get(id));
    if (memo !== null) memos.set(id, { ...memo, links });
  });
}

export function removeMemo(editor: LayerEditor, id: MemoId): void {
  edit(editor, (fields) => dropMemo(fields, id));
}

/** A reference to a span of the layer itself. */
export function ownSpan(span: SpanId): SpanReference {
  return { span, elsewhere: null };
}

export function quoted(spans: readonly SpanReference[]): Part['filledBy'] {
  return { kind: 'quoted', spans };
}

type Fields = ReturnType<typeof layerFields>;

function edit(editor: LayerEditor, act: (fields: Fields) => void): void {
  editor.doc.transact(() => act(layerFields(editor.doc)), editor.origin);
}

function allParts({ parts }: Fields): Part[] {
  return [...parts].map(([id, value]) => readPart(id, value)).filter((part) => part !== null);
}

function dropPart(fields: Fields, id: PartId): void {
  fields.parts.delete(id);
  unlinkMemos(fields, new Set([id]));
}

function dropMemo(fields: Fields, id: MemoId): void {
  fields.memos.delete(id);
  fields.memoTexts.delete(id);
}

function unlinkMemos(fields: Fields, gone: ReadonlySet<string>): void {
  for (const [id, value] of fields.memos) {
    const memo = readMemo(id, value);
    if (memo === null || !memo.links.some((link) => gone.has(link.id))) continue;
    const links = memo.links.filter((link) => !gone.has(link.id));
    if (links.length === 0) dropMemo(fields, memo.id);
    else fields.memos.set(id, { ...memo, links });
  }
}
