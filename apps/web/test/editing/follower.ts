import { addSpan, findAnchor, indexText, sameLetters } from '@triad/collab';
import type { FollowedText, TextIndex } from '@triad/collab';
import * as Y from 'yjs';
import { createLayerModel } from '../../src/annotator/layer-model.ts';
import type { LayerModel } from '../../src/annotator/layer-model.ts';
import { MarkStore } from '../../src/annotator/marks.ts';
import { textChange } from '../../src/annotator/text-change.ts';
import type { Marked } from './judge.ts';

/**
 * The annotator's own bookkeeping of where spans stand in a text that is edited: what did not change is
 * not looked up again. It must come out where looking everything up anew does.
 */
export class Follower {
  readonly #doc: Y.Doc;
  readonly #text: FollowedText;
  readonly #model: LayerModel;
  readonly #marks = new MarkStore(3);
  #placedIn: TextIndex;
  /** Spans that were moved along without being looked up, over all changes. */
  moved = 0;

  constructor(doc: Y.Doc, text: FollowedText, spans: readonly Pick<Marked, 'anchor'>[]) {
    this.#doc = doc;
    this.#text = text;
    this.#placedIn = this.#text.index();
    const layer = new Y.Doc();
    let made = 0;
    const editor = {
      doc: layer,
      origin: null,
      now: () => '2026-01-01T00:00:00.000Z',
      newId: () => `span-${(made += 1)}`,
    };
    for (const { anchor } of spans) addSpan(editor, { role: made % 2 === 0 ? 'C' : 'M', anchor });
    this.#model = createLayerModel(
      'coder',
      layer,
      { doc, index: this.#text.index },
      { onSpans: (change) => void this.#marks.apply(change), onNotes: () => undefined },
    );
  }

  /** How many spans have a place now. */
  get found(): number {
    return this.#model.placed.size;
  }

  /** To be called after each change, or several. */
  follow(): void {
    const change = textChange(this.#placedIn, this.#text.index());
    this.#placedIn = this.#text.index();
    if (change === null) return;
    const before = this.#model.placed.size;
    const moves = this.#model.retext(change);
    this.moved += before - moves.removed.length;
    this.#marks.retext(moves, { fromUtf16: change.before.endUtf16, byUtf16: change.shiftUtf16 });
  }

  /** Throws where a span is not where looking it up finds it, before and after the pause for the doubtful. */
  check(): void {
    const fresh = indexText(this.#doc);
    if (
      JSON.stringify({ ...fresh, paragraphs: fresh.paragraphs.map(bare) }) !==
        JSON.stringify({ ...this.#placedIn, paragraphs: this.#placedIn.paragraphs.map(bare) }) ||
      [...fresh.startOf].some(([text, start]) => this.#placedIn.startOf.get(text) !== start)
    ) {
      throw new Error('the text that was followed is not the text');
    }
    for (const { span, ...range } of this.#model.placed.values()) {
      const words = fresh.text.slice(range.startUtf16, range.endUtf16);
      if (!sameLetters(words, span.anchor.quote)) throw new Error('a span is on other words');
    }
    this.#marks.apply(this.#model.relocate());
    for (const { span, ...now } of this.#model.placed.values()) {
      const found = findAnchor(this.#doc, fresh, span.anchor);
      if (found?.range.startUtf16 !== now.startUtf16 || found.range.endUtf16 !== now.endUtf16) {
        throw new Error('a span is taken for moved along that is found elsewhere or not');
      }
    }
    for (const { span } of this.#model.lost.values()) {
      if (findAnchor(this.#doc, fresh, span.anchor) !== null) {
        throw new Error('a span is taken for lost that is found');
      }
    }
    this.#checkMarks();
  }

  /** Marks in their order, each span in one, no two that overlap in one lane. */
  #checkMarks(): void {
    const anew = new MarkStore(3);
    anew.load(this.#model.placed.values());
    const listed = (store: MarkStore): string =>
      store.marks
        .map(({ startUtf16, endUtf16, role, spans }) =>
          [startUtf16, endUtf16, role, ...spans.map(({ span }) => span.id).sort()].join(),
        )
        .join(' ');
    if (listed(this.#marks) !== listed(anew)) throw new Error('the marks are not the spans');
    for (const mark of this.#marks.marks) {
      if (this.#marks.within(mark).length !== anew.within(mark).length)
        throw new Error('a mark is not found');
      const lanes = this.#marks.within(mark).filter(({ lane }) => lane === mark.lane);
      if (lanes.length !== 1) throw new Error('two marks lie on one another');
    }
  }

  close(): void {
    this.#model.destroy();
  }
}

/** Without what is no data: which Y texts a paragraph has is seen by where they begin. */
function bare({ texts, ...paragraph }: TextIndex['paragraphs'][number]): object {
  return { ...paragraph, texts: texts.length };
}
