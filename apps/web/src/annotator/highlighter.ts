import type { TextIndex } from '@triad/collab';
import type { TextRange } from '@triad/realist';
import type { Node } from 'prosemirror-model';
import { Plugin } from 'prosemirror-state';
import type { Transaction } from 'prosemirror-state';
import { Decoration, DecorationSet } from 'prosemirror-view';
import type { EditorView } from 'prosemirror-view';
import { ySyncPluginKey } from 'y-prosemirror';
import type { Mark } from './marks.ts';

/** Lines under the words that the leading has room for; what lies deeper is counted in the margin. */
export function drawnLanes(spacing: 'tight' | 'normal' | 'wide'): number {
  return spacing === 'wide' ? 4 : 3;
}

export type MarkSource = {
  /** Lines drawn under the words at most. */
  readonly lanes: number;
  readonly within: (range: TextRange) => readonly Mark[];
  /** Whether a mark is tinted as well as underlined. */
  readonly tinted: (mark: Mark) => boolean;
};

/**
 * Draws marks as decorations, for the paragraphs near the view alone: a span more costs its own
 * paragraph, whatever the transcript holds. Each decoration sets only its lane's variable, and one
 * class draws all lanes (css/text.css).
 */
export class Highlighter {
  readonly plugin: Plugin;
  #set: DecorationSet = DecorationSet.empty;
  #doc: Node | null = null;
  #drawn = new Map<number, readonly Decoration[]>();
  #stale = false;
  readonly #marks: MarkSource;
  readonly #index: () => TextIndex;

  constructor(marks: MarkSource, index: () => TextIndex) {
    this.#marks = marks;
    this.#index = index;
    this.plugin = new Plugin({
      state: {
        init: () => null,
        apply: (transaction) => {
          this.#follow(transaction);
          return null;
        },
      },
      props: {
        // Decorations of another state of the text stand on other words: better none.
        decorations: (state) => (this.isOf(state.doc) ? this.#set : DecorationSet.empty),
      },
    });
  }

  /**
   * Shows exactly the paragraphs from `first` to `last`, and leaves the one with the caret as it
   * is: drawing it anew would make ProseMirror set the selection, and the browser lay out the page.
   */
  show(view: EditorView, first: number, last: number, caret: number): void {
    const remove: Decoration[] = [];
    for (const [paragraph, decorations] of this.#drawn) {
      if ((paragraph >= first && paragraph <= last) || paragraph === caret) continue;
      remove.push(...decorations);
      this.#drawn.delete(paragraph);
    }
    const add: Decoration[] = [];
    for (let paragraph = first; paragraph <= last; paragraph += 1) {
      if (this.#drawn.has(paragraph)) continue;
      const decorations = this.#draw(paragraph);
      this.#drawn.set(paragraph, decorations);
      add.push(...decorations);
    }
    this.#replace(view, remove, add);
  }

  /** Draws anew what lies in these ranges, as far as it is shown. */
  redraw(view: EditorView, ranges: readonly TextRange[]): void {
    const { paragraphs } = this.#index();
    const remove: Decoration[] = [];
    const add: Decoration[] = [];
    for (const [paragraph, decorations] of this.#drawn) {
      const place = paragraphs[paragraph];
      if (place === undefined || !ranges.some((range) => meets(range, place))) continue;
      remove.push(...decorations);
      const next = this.#draw(paragraph);
      this.#drawn.set(paragraph, next);
      add.push(...next);
    }
    this.#replace(view, remove, add);
  }

  /** Whether what is drawn stands on the words of this text. */
  isOf(doc: Node): boolean {
    return doc === this.#doc;
  }

  /** Nothing drawn before holds any more; `show` draws anew, and until then it stands. */
  reset(): void {
    this.#drawn.clear();
    this.#stale = true;
  }

  /**
   * One's own edits are steps, through which places can be followed until they are looked up anew:
   * what is drawn stays under the hands of whoever types. Others' come as a replacement of all.
   */
  #follow(transaction: Transaction): void {
    const { docChanged, before, doc, mapping } = transaction;
    if (!docChanged || !this.isOf(before)) return;
    if (transaction.getMeta(ySyncPluginKey) !== undefined) return;
    this.#set = this.#set.map(mapping, doc);
    this.#doc = doc;
  }

  #replace(view: EditorView, remove: Decoration[], add: Decoration[]): void {
    if (remove.length + add.length === 0 && !this.#stale) return;
    if (this.#stale) this.#set = DecorationSet.empty;
    this.#stale = false;
    this.#doc = view.state.doc;
    if (remove.length > 0) this.#set = this.#set.remove(remove);
    if (add.length > 0) this.#set = this.#set.add(view.state.doc, add);
    view.dispatch(view.state.tr);
  }

  #draw(paragraph: number): readonly Decoration[] {
    const index = this.#index();
    const place = index.paragraphs[paragraph];
    if (place === undefined || place.startUtf16 === place.endUtf16) return [];
    const decorations: Decoration[] = [];
    const letters = new Map<number, string[]>();
    for (const mark of this.#marks.within(place)) {
      const start = Math.max(mark.startUtf16, place.startUtf16);
      const end = Math.min(mark.endUtf16, place.endUtf16);
      const from = place.pmStart + start - place.startUtf16;
      const to = place.pmStart + end - place.startUtf16;
      const line = mark.lane < this.#marks.lanes ? lineStyle(mark) : '';
      const tint = this.#marks.tinted(mark) ? `--t:var(--tint-${mark.role});` : '';
      decorations.push(Decoration.inline(from, to, { class: 's', style: line + tint }));
      if (mark.startUtf16 < place.startUtf16) continue;
      const letter = letterOf(mark);
      const here = letters.get(start);
      if (here === undefined) letters.set(start, [letter]);
      else if (!here.includes(letter)) here.push(letter);
    }
    for (const [start, list] of letters) {
      const from = place.pmStart + start - place.startUtf16;
      // A whole word carries the letter, so that no word is cut and no ligature breaks.
      const word = /^\S+/.exec(index.text.slice(start, Math.min(place.endUtf16, start + 64)));
      const to = from + (word?.[0].length ?? 1);
      const role = list.length === 1 ? (list[0] ?? '').charAt(0) : 'several';
      decorations.push(
        Decoration.inline(from, to, {
          class: 'r',
          style: `--r:"${list.join(' ')}";--rc:var(--letter-${role === '?' ? 'undecided' : role})`,
        }),
      );
    }
    return decorations;
  }
}

/** The letter of a role; undecided is a question mark, and doubt adds one. */
function letterOf(mark: Mark): string {
  const letter = mark.role === 'undecided' ? '?' : mark.role;
  const unsure = mark.role !== 'undecided' && mark.spans.every(({ span }) => span.unsure);
  return unsure ? `${letter}?` : letter;
}

function meets(a: TextRange, b: TextRange): boolean {
  return a.startUtf16 <= b.endUtf16 && b.startUtf16 <= a.endUtf16;
}

/** The double line of an outcome is a pixel thicker than the others. */
function lineStyle({ lane, role }: Mark): string {
  return `--l${lane}:var(--line-${role});${role === 'O' ? `--k${lane}:3px;` : ''}`;
}
