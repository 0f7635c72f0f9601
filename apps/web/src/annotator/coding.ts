import type { LayerEditor, TextIndex } from '@triad/collab';
import {
  addMemo,
  addPart,
  addSketch,
  addSpan,
  addSpanToSketch,
  changeSpan,
  makeAnchor,
  ownSpan,
  quoted,
  removeSketch,
  removeSpan,
  trimRange,
} from '@triad/collab';
import type { MemoId, MemoLink, Role, SketchId, SpanId, TextRange } from '@triad/realist';
import type * as Y from 'yjs';
import { annotator as words } from '../messages/annotator.ts';
import { editing } from '../messages/editing.ts';
import { makeLayerUndo } from './layer-undo.ts';
import type { PlacedSpan } from './marks.ts';
import type { AnnotatorSession } from './session.ts';
import { moveBoundary } from './snapping.ts';

/**
 * A coder's acts on their own layer. Each is one transaction, one update to the others, one step of
 * undo; undo knows one's own acts alone.
 */
export class Coding {
  readonly #session: AnnotatorSession;
  readonly #own: LayerEditor;
  readonly #undo: Y.UndoManager;

  constructor(session: AnnotatorSession, doc: Y.Doc) {
    this.#session = session;
    const origin = { kind: 'gesture' };
    this.#own = {
      doc,
      origin,
      now: () => new Date().toISOString(),
      newId: () => crypto.randomUUID(),
    };
    this.#undo = makeLayerUndo(doc, origin);
  }

  get #index(): TextIndex {
    return this.#session.index;
  }

  /** Marks the selection; with no selection gives the current span this role. */
  mark(role: Role): void {
    const range = this.#session.markedRange();
    if (range === null) {
      const current = this.#current();
      if (current === null) this.#session.announce(words.announce.selectFirst);
      else this.act((own) => changeSpan(own, current.span.id, { role }));
      return;
    }
    const anchor = makeAnchor(this.#index, range);
    if (anchor === null) return;
    const sketch = this.#sketch();
    // The caret first, while the page is laid out: what the change draws at once needs no layout.
    this.#session.select({ startUtf16: range.endUtf16, endUtf16: range.endUtf16 });
    const id = this.act((own) =>
      sketch === null
        ? addSpan(own, { role, anchor })
        : addSpanToSketch(own, sketch, { role, anchor }),
    );
    this.#session.current.set({ member: this.#session.me, span: id });
    this.#session.choice.set(null);
  }

  setRole(id: string, role: Role): void {
    this.act((own) => changeSpan(own, id as SpanId, { role }));
  }

  toggleUnsure(): void {
    this.#onCurrent((own, { span }) => changeSpan(own, span.id, { unsure: !span.unsure }));
  }

  removeCurrent(): void {
    this.#onCurrent((own, { span }) => {
      removeSpan(own, span.id);
      this.#session.current.set(null);
      this.#session.announce(words.announce.deleted);
    });
  }

  /** Puts a span whose words were lost on these. */
  putOn(id: SpanId, range: TextRange): void {
    const anchor = makeAnchor(this.#index, range);
    if (anchor === null) return;
    this.act((own) => changeSpan(own, id, { anchor }));
    this.#session.showSpan({ member: this.#session.me, span: id });
    this.#session.announce(editing.lost.placed);
  }

  removeLost(id: SpanId): void {
    this.act((own) => removeSpan(own, id));
    this.#session.announce(words.announce.deleted);
  }

  moveBoundary(end: 'start' | 'end', direction: 'back' | 'forward'): void {
    this.#onCurrent((own, placed) => {
      const range = moveBoundary(this.#index, placed, end, direction);
      const anchor = range === null ? null : makeAnchor(this.#index, range);
      if (anchor !== null) changeSpan(own, placed.span.id, { anchor });
    });
  }

  /**
   * Opens a sketch on the selection: own spans inside it become its parts. With a sketch open and a
   * current span, the span joins it. With neither a selection, the current span begins one.
   */
  tie(): void {
    const range = trimRange(this.#index.text, this.#session.selection.get());
    const current = this.#current();
    const open = this.#sketch();
    if (range === null && open !== null && current !== null) {
      this.join(open, current.span.id);
      return;
    }
    const inside = range === null ? (current === null ? [] : [current]) : this.#inside(range);
    const sketch = this.act((own) =>
      addSketch(own, {
        // No form is imposed; whoever wants one chooses it.
        form: 'plain',
        parts: inside.map(({ span }) => ({
          role: span.role,
          filledBy: quoted([ownSpan(span.id)]),
        })),
      }),
    );
    this.#session.openSketch.set({ member: this.#session.me, sketch });
    if (range !== null) {
      this.#session.select({ startUtf16: range.startUtf16, endUtf16: range.startUtf16 });
    }
    this.#session.announce(words.announce.sketchOpened(inside.length));
  }

  /** Adds a span made before, from anywhere in the transcript, as a part. */
  join(sketch: SketchId, id: SpanId): void {
    const placed = this.#session.layers.placed({ member: this.#session.me, span: id });
    if (placed === null) return;
    const view = this.#session.layers
      .sketches()
      .find((candidate) => candidate.sketch.id === sketch);
    const already = view?.parts.some(
      ({ filledBy }) =>
        filledBy.kind === 'quoted' &&
        filledBy.spans.some(({ span, elsewhere }) => elsewhere === null && span === id),
    );
    if (already === true) {
      this.#session.announce(words.announce.inSketch);
      return;
    }
    this.act((own) =>
      addPart(own, sketch, { role: placed.span.role, filledBy: quoted([ownSpan(id)]) }),
    );
    this.#session.announce(words.announce.joined);
  }

  /** The memo on the current span, else on the open sketch, begun if there is none. */
  memo(): MemoId | null {
    const current = this.#current();
    if (current !== null) return this.#memoOn({ kind: 'span', id: current.span.id });
    const sketch = this.#sketch();
    if (sketch !== null) return this.memoOnSketch(sketch);
    this.#session.announce(words.announce.noMemo);
    return null;
  }

  /** The memo on a sketch, whatever span is current; begun if there is none. */
  memoOnSketch(sketch: SketchId): MemoId {
    return this.#memoOn({ kind: 'sketch', id: sketch });
  }

  #memoOn(link: MemoLink): MemoId {
    const existing = this.#session.layers
      .memos()
      .find(
        ({ member, memo }) =>
          member === this.#session.me && memo.links.some(({ id }) => id === link.id),
      );
    return existing?.memo.id ?? this.act((own) => addMemo(own, [link]));
  }

  removeSketch(sketch: SketchId): void {
    this.act((own) => removeSketch(own, sketch));
    this.#session.openSketch.set(null);
  }

  undo(): void {
    this.#undo.stopCapturing();
    if (this.#undo.undo() === null) this.#session.announce(words.announce.nothingToUndo);
    this.#settle();
  }

  redo(): void {
    if (this.#undo.redo() === null) this.#session.announce(words.announce.nothingToRedo);
    this.#settle();
  }

  /** Any other act, as one step of undo. */
  act<T>(edit: (own: LayerEditor) => T): T {
    this.#undo.stopCapturing();
    try {
      return edit(this.#own);
    } finally {
      this.#undo.stopCapturing();
    }
  }

  destroy(): void {
    this.#undo.destroy();
  }

  #settle(): void {
    if (this.#session.layers.placed(this.#session.current.get()) === null)
      this.#session.current.set(null);
    const open = this.#session.openSketch.get();
    if (
      open !== null &&
      !this.#session.layers.sketches().some(({ sketch }) => sketch.id === open.sketch)
    ) {
      this.#session.openSketch.set(null);
    }
  }

  #onCurrent(change: (own: LayerEditor, placed: PlacedSpan) => void): void {
    const current = this.#current();
    if (current === null) this.#session.announce(words.announce.ownFirst);
    else this.act((own) => change(own, current));
  }

  /**
   * The current span if it is one's own; else the shortest own span at the caret, but not while a
   * list of several asks which.
   */
  #current(): PlacedSpan | null {
    const ref = this.#session.current.get();
    if (ref !== null)
      return ref.member === this.#session.me ? this.#session.layers.placed(ref) : null;
    if (this.#session.choice.get() !== null) return null;
    const caret = this.#session.selection.get().startUtf16;
    return this.#session.spansAt(caret).find(({ member }) => member === this.#session.me) ?? null;
  }

  #sketch(): SketchId | null {
    const open = this.#session.openSketch.get();
    return open?.member === this.#session.me ? (open.sketch as SketchId) : null;
  }

  #inside(range: TextRange): readonly PlacedSpan[] {
    return this.#session.layers
      .ownSpans()
      .filter(
        (placed) => placed.startUtf16 >= range.startUtf16 && placed.endUtf16 <= range.endUtf16,
      );
  }
}
