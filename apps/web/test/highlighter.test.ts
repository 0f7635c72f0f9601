// @vitest-environment jsdom
import { addSpan, followText, makeAnchor, TEXT_FIELD, transcriptSchema } from '@triad/collab';
import { EditorState } from 'prosemirror-state';
import type { Decoration, DecorationSet } from 'prosemirror-view';
import { EditorView } from 'prosemirror-view';
import { expect, test } from 'vitest';
import { initProseMirrorDoc, ySyncPlugin } from 'y-prosemirror';
import * as Y from 'yjs';
import { Highlighter } from '../src/annotator/highlighter.ts';
import { createLayerModel } from '../src/annotator/layer-model.ts';
import { MarkStore } from '../src/annotator/marks.ts';
import { rangeAfter, textChange } from '../src/annotator/text-change.ts';
import { Desk } from './editing/desk.ts';
import { Ledger } from './editing/ledger.ts';
import { Random } from './editing/random.ts';
import { documentOf } from './editing/written.ts';

/*
 * What is drawn in a text that somebody edits, at the one who types and at another who reads: after each
 * edit it is what would be drawn anew, and as long as nobody looked anything up it is on the same words.
 */

const SENTENCES = [
  'My doctor wrote it on a card and said that I should go there.',
  'Well, I went, and nobody there asked me anything about it.',
  'They needed the one who could sharpen tools. I felt useful again.',
  'So. So. So it began, and then it went on.',
];

function begin(): { doc: Y.Doc; ledger: Ledger; words: readonly string[] } {
  const ledger = new Ledger();
  const turns = Array.from({ length: 12 }, (_, at) =>
    at % 3 === 0
      ? [SENTENCES[at % 4] ?? '', SENTENCES[(at + 1) % 4] ?? '']
      : [SENTENCES[at % 4] ?? ''],
  );
  ledger.turns = turns.map((paragraphs) => paragraphs.map((words) => ledger.write(words)));
  const doc = documentOf(...turns);
  return { doc, ledger, words: SENTENCES.join(' ').split(' ') };
}

/** The annotator's drawing of a layer, in a view of its own on a document. */
class Drawing {
  readonly highlighter: Highlighter;
  readonly text;
  readonly marks = new MarkStore(3);
  readonly model;
  #placedIn;

  constructor(doc: Y.Doc, layer: Y.Doc) {
    this.text = followText(doc);
    this.#placedIn = this.text.index();
    this.model = createLayerModel(
      'coder',
      layer,
      { doc, index: this.text.index },
      { onSpans: (change) => void this.marks.apply(change), onNotes: () => undefined },
    );
    this.highlighter = this.another();
  }

  another(): Highlighter {
    const within = this.marks.within.bind(this.marks);
    return new Highlighter({ lanes: 3, within, tinted: () => true }, this.text.index);
  }

  drawAll(highlighter: Highlighter, view: EditorView): void {
    highlighter.show(view, 0, this.text.index().paragraphs.length - 1, -1);
  }

  follow(view: EditorView): void {
    const change = textChange(this.#placedIn, this.text.index());
    this.#placedIn = this.text.index();
    if (change === null) return;
    const moves = this.model.retext(change);
    const ranges = this.marks.retext(moves, {
      fromUtf16: change.before.endUtf16,
      byUtf16: change.shiftUtf16,
    });
    this.highlighter.retext(change);
    this.drawAll(this.highlighter, view);
    const now = [...ranges.map((range) => rangeAfter(change, range)), ...moves.added];
    this.highlighter.redraw(view, now);
  }

  /** What is drawn, and what a highlighter that knows nothing yet would draw. */
  compare(view: EditorView): readonly [is: readonly string[], anew: readonly string[]] {
    const is = drawn(this.highlighter, view);
    const anew = this.another();
    const state = EditorState.create({ doc: view.state.doc, plugins: [anew.plugin] });
    const place = document.createElement('div');
    const shown = new EditorView(place, { state });
    this.drawAll(anew, shown);
    const fresh = drawn(anew, shown);
    shown.destroy();
    return [is, fresh];
  }
}

function drawn(highlighter: Highlighter, { state }: EditorView): readonly string[] {
  const set = highlighter.plugin.props.decorations?.call(highlighter.plugin, state);
  return (set as DecorationSet)
    .find()
    .map(({ from, to, spec }: Decoration) => `${from}-${to} ${(spec as { look: string }).look}`)
    .sort();
}

test('a letter is drawn once for each word where marks begin', () => {
  const doc = documentOf(['What a relief. We sharpen tools, and so we go on.']);
  const layer = new Y.Doc();
  let made = 0;
  const editor = { doc: layer, origin: null, now: () => '', newId: () => `s${(made += 1)}` };
  const index = followText(doc).index();
  // Before a sign; over the end of another that begins there; behind one that ends within the word.
  for (const words of ['relief', 'sharpen tools', 'tools', 'tools, and', 'so', 'so we go']) {
    const startUtf16 = index.text.indexOf(words);
    const anchor = makeAnchor(index, { startUtf16, endUtf16: startUtf16 + words.length });
    if (anchor !== null) addSpan(editor, { role: 'M', anchor });
  }
  const drawing = new Drawing(doc, layer);
  const { doc: node } = initProseMirrorDoc(doc.getXmlFragment(TEXT_FIELD), transcriptSchema);
  const view = new EditorView(document.createElement('div'), {
    state: EditorState.create({ doc: node, plugins: [drawing.highlighter.plugin] }),
  });
  drawing.drawAll(drawing.highlighter, view);
  const lettered = [...view.dom.querySelectorAll('.r')].map((element) => element.textContent);
  expect(lettered).toEqual(['relief', 'sharpen', 'tools', 'so']);
  view.destroy();
});

test.each([1, 2, 3])(
  'marks are drawn on their words at whoever types and reads, seed %i',
  (seed) => {
    const random = new Random(seed);
    const { doc: lead, ledger, words } = begin();
    const reader = new Y.Doc();
    Y.applyUpdate(reader, Y.encodeStateAsUpdate(lead));
    const layer = new Y.Doc();
    let made = 0;
    const editor = { doc: layer, origin: null, now: () => '', newId: () => `s${(made += 1)}` };
    const text = followText(lead);
    for (const found of text.index().text.matchAll(/\S+ \S+ \S+/g)) {
      const range = { startUtf16: found.index, endUtf16: found.index + found[0].length };
      const anchor = makeAnchor(text.index(), range);
      if (anchor !== null && random.below(2) === 0) {
        addSpan(editor, { role: random.pick(['C', 'M', 'O'] as const), anchor });
      }
    }
    const [hers, his] = [new Drawing(lead, layer), new Drawing(reader, layer)];
    const desk = new Desk(lead, ledger, random, words, [hers.highlighter.plugin]);
    const fragment = reader.getXmlFragment(TEXT_FIELD);
    const { doc, mapping } = initProseMirrorDoc(fragment, transcriptSchema);
    const view = new EditorView(document.createElement('div'), {
      state: EditorState.create({
        doc,
        plugins: [ySyncPlugin(fragment, { mapping }), his.highlighter.plugin],
      }),
    });
    hers.drawAll(hers.highlighter, desk.view);
    his.drawAll(his.highlighter, view);
    const first = drawn(his.highlighter, view).length;
    let kept = 0;
    try {
      for (let edit = 0; edit < 80; edit += 1) {
        desk.edit();
        Y.applyUpdate(reader, Y.encodeStateAsUpdate(lead, Y.encodeStateVector(reader)));
        kept += drawn(his.highlighter, view).length;
        hers.follow(desk.view);
        his.follow(view);
        for (const [drawing, shown] of [
          [hers, desk.view],
          [his, view],
        ] as const) {
          const [is, anew] = drawing.compare(shown);
          expect(is, `seed ${seed}, edit ${edit}`).toEqual(anew);
        }
      }
      // Before anything was looked up, most was drawn still where it had moved to.
      expect(kept).toBeGreaterThan(first * 20);
    } finally {
      desk.close();
      view.destroy();
    }
  },
);
