import type { TextIndex } from '@triad/collab';
import type { TextRange } from '@triad/realist';
import type { Node } from 'prosemirror-model';
import { Plugin } from 'prosemirror-state';
import type { Transaction } from 'prosemirror-state';
import { Decoration, DecorationSet } from 'prosemirror-view';
import type { EditorView } from 'prosemirror-view';
import { Mapping, StepMap } from 'prosemirror-transform';
import type { Mark } from './marks.ts';
import type { TextChange } from './text-change.ts';

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
  /** Paragraphs that are drawn, by their place in the text. */
  #drawn = new Set<number>();
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
    const change = this.#begin(view);
    for (const paragraph of this.#drawn) {
      if ((paragraph >= first && paragraph <= last) || paragraph === caret) continue;
      change.remove.push(...this.#standing(paragraph));
      this.#drawn.delete(paragraph);
    }
    for (let paragraph = first; paragraph <= last; paragraph += 1) {
      if (!this.#drawn.has(paragraph)) this.#renew(paragraph, change);
    }
    this.#replace(view, change);
  }

  /** Draws anew what lies in these ranges, as far as it is shown. */
  redraw(view: EditorView, ranges: readonly TextRange[]): void {
    const { paragraphs } = this.#index();
    const change = this.#begin(view);
    for (const paragraph of this.#drawn) {
      const place = paragraphs[paragraph];
      if (place === undefined || !ranges.some((range) => meets(range, place))) continue;
      this.#renew(paragraph, change);
    }
    this.#replace(view, change);
  }

  /** The text changed: what is drawn followed it; the paragraphs that changed are not drawn any more. */
  retext({ paragraphs: { first, before, after } }: TextChange): void {
    const drawn = [...this.#drawn];
    this.#drawn = new Set(drawn.filter((paragraph) => paragraph < first));
    for (const paragraph of drawn) {
      if (paragraph >= first + before) this.#drawn.add(paragraph + after - before);
    }
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
   * What is drawn stays under the hands of whoever types, and of whoever reads, until places are looked
   * up anew: both states are compared, and what is the same on either side of the change is followed. The
   * steps would not do: others' edits come as a replacement of all, and a turn that is pasted anew has
   * words that are marked still.
   */
  #follow({ docChanged, before, doc }: Transaction): void {
    if (!docChanged || !this.isOf(before)) return;
    this.#set = this.#set.map(new Mapping([differenceOf(before, doc)]), doc);
    this.#doc = doc;
  }

  /** Before anything of what is drawn is looked at. */
  #begin(view: EditorView): Change {
    if (this.#stale || !this.isOf(view.state.doc)) this.#set = DecorationSet.empty;
    return { remove: [], add: [] };
  }

  #replace(view: EditorView, { remove, add }: Change): void {
    const isStale = this.#stale || !this.isOf(view.state.doc);
    this.#stale = false;
    this.#doc = view.state.doc;
    if (remove.length + add.length === 0 && !isStale) return;
    if (remove.length > 0) this.#set = this.#set.remove(remove);
    if (add.length > 0) this.#set = this.#set.add(view.state.doc, add);
    view.dispatch(view.state.tr);
  }

  /** Draws a paragraph as its marks are now; nothing is touched where it is drawn so already. */
  #renew(paragraph: number, { remove, add }: Change): void {
    this.#drawn.add(paragraph);
    const before = this.#standing(paragraph);
    const now = this.#draw(paragraph);
    if (isDrawnAs(before, now)) return;
    remove.push(...before);
    add.push(...now);
  }

  #standing(paragraph: number): readonly Decoration[] {
    const place = this.#index().paragraphs[paragraph];
    if (place === undefined) return [];
    return this.#set.find(place.pmStart, place.pmStart + place.endUtf16 - place.startUtf16);
  }

  #draw(paragraph: number): readonly Decoration[] {
    const index = this.#index();
    const place = index.paragraphs[paragraph];
    if (place === undefined || place.startUtf16 === place.endUtf16) return [];
    const decorations: Decoration[] = [];
    const letters = new Map<number, string[]>();
    const edges: number[] = [];
    for (const mark of this.#marks.within(place)) {
      const start = Math.max(mark.startUtf16, place.startUtf16);
      const end = Math.min(mark.endUtf16, place.endUtf16);
      const from = place.pmStart + start - place.startUtf16;
      const to = place.pmStart + end - place.startUtf16;
      const line = mark.lane < this.#marks.lanes ? lineStyle(mark) : '';
      const tint = this.#marks.tinted(mark) ? `--t:var(--tint-${mark.role});` : '';
      decorations.push(inline(from, to, { class: 's', style: line + tint }));
      edges.push(start, end);
      if (mark.startUtf16 < place.startUtf16) continue;
      const letter = letterOf(mark);
      const here = letters.get(start);
      if (here === undefined) letters.set(start, [letter]);
      else if (!here.includes(letter)) here.push(letter);
    }
    for (const [start, list] of letters) {
      const from = place.pmStart + start - place.startUtf16;
      // A whole word carries the letter, so that no word is cut and no ligature breaks; but over the edge
      // of a mark ProseMirror would cut it, and draw the letter twice.
      const nextEdge = Math.min(...edges.filter((edge) => edge > start));
      const word = /^\S+/.exec(index.text.slice(start, Math.min(nextEdge, start + 64)));
      const to = from + (word?.[0].length ?? 1);
      const role = list.length === 1 ? (list[0] ?? '').charAt(0) : 'several';
      decorations.push(
        inline(from, to, {
          class: 'r',
          style: `--r:"${list.join(' ')}";--rc:var(--letter-${role === '?' ? 'undecided' : role})`,
        }),
      );
    }
    return decorations;
  }
}

type Change = { readonly remove: Decoration[]; readonly add: Decoration[] };

function inline(from: number, to: number, look: { class: string; style: string }): Decoration {
  return Decoration.inline(from, to, look, { look: `${look.class} ${look.style}` });
}

function isDrawnAs(before: readonly Decoration[], now: readonly Decoration[]): boolean {
  if (before.length !== now.length) return false;
  const keyOf = ({ from, to, spec }: Decoration): string =>
    `${from}-${to} ${(spec as { look: string }).look}`;
  const keys = before.map(keyOf).sort();
  return now
    .map(keyOf)
    .sort()
    .every((key, at) => key === keys[at]);
}

/** The one stretch in which two documents differ, as a map from the first to the second. */
function differenceOf(before: Node, after: Node): StepMap {
  const start = before.content.findDiffStart(after.content);
  const ends = before.content.findDiffEnd(after.content);
  if (start === null || ends === null) return StepMap.empty;
  // Where something was doubled both searches run over it.
  const twice = Math.max(0, start - Math.min(ends.a, ends.b));
  return new StepMap([start, ends.a + twice - start, ends.b + twice - start]);
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
