import type { TextIndex } from '@triad/collab';
import { toPm } from '@triad/collab';
import type { TextRange } from '@triad/realist';
import type { EditorView } from 'prosemirror-view';
import type { Mark, PlacedSpan } from './marks.ts';
import type { Viewport } from './viewport.ts';

/** Height of the ring over a late stripe, with what parts the two (css/margin.css). */
const RING_PX = 5;

/** What is said of a span where its stripe is pointed at, and whether it came after the reveal. */
export type StripeFacts = { readonly words: string; readonly isLate: boolean };

/**
 * The lanes in the margin: a stripe per span, a column per coder. Stripes are placed from the
 * lines that their words stand on, turn by turn, and kept until the turn's marks or the layout
 * change. The margin is for the eye alone; the list in the panel says the same in words.
 */
export class Margin {
  readonly #host: HTMLElement;
  readonly #view: EditorView;
  readonly #viewport: Viewport;
  readonly #index: () => TextIndex;
  readonly #within: (range: TextRange) => readonly Mark[];
  readonly #turns = new Map<number, HTMLElement>();
  readonly #lanes: number;
  readonly #about: (placed: PlacedSpan) => StripeFacts;
  #columns: ReadonlyMap<string, number> = new Map();
  #columnWidth = 14;

  constructor(options: {
    readonly host: HTMLElement;
    readonly view: EditorView;
    readonly viewport: Viewport;
    readonly index: () => TextIndex;
    readonly within: (range: TextRange) => readonly Mark[];
    /** Lines drawn under the words at most; what lies deeper is counted here. */
    readonly lanes: number;
    /** A stripe was clicked. */
    readonly onSpan: (member: string, span: string) => void;
    readonly about: (placed: PlacedSpan) => StripeFacts;
  }) {
    options.host.addEventListener('click', ({ target }) => {
      const { member, span } = target instanceof HTMLElement ? target.dataset : {};
      if (member !== undefined && span !== undefined) options.onSpan(member, span);
    });
    this.#host = options.host;
    this.#view = options.view;
    this.#viewport = options.viewport;
    this.#index = options.index;
    this.#within = options.within;
    this.#lanes = options.lanes;
    this.#about = options.about;
  }

  /** Members in the order of their columns; returns the width of one, pixels. */
  setColumns(members: readonly string[], widthPx: number): number {
    this.#columns = new Map(members.map((member, column) => [member, column]));
    this.#columnWidth = Math.max(3, Math.min(20, widthPx / Math.max(1, members.length)));
    this.clear();
    return this.#columnWidth;
  }

  clear(): void {
    for (const element of this.#turns.values()) element.remove();
    this.#turns.clear();
  }

  /** Draws the turns from `first` to `last`; `dirty` ones anew. Reads the layout first, then writes. */
  update(first: number, last: number, dirty: ReadonlySet<number>): void {
    for (const [turn, element] of this.#turns) {
      if (turn >= first && turn <= last && !dirty.has(turn)) continue;
      element.remove();
      this.#turns.delete(turn);
    }
    const drawn: [number, HTMLElement][] = [];
    for (let turn = first; turn <= last; turn += 1) {
      if (this.#turns.has(turn)) continue;
      drawn.push([turn, this.#draw(turn)]);
    }
    for (const [turn, element] of drawn) {
      this.#turns.set(turn, element);
      this.#host.append(element);
    }
  }

  #draw(turn: number): HTMLElement {
    const group = document.createElement('div');
    group.className = 'margin-turn';
    const place = this.#index().turns[turn];
    if (place === undefined) return group;
    const top = this.#viewport.topOf(turn);
    group.style.cssText = `top:${top}px;height:${this.#viewport.bottomOf(turn) - top}px`;
    const origin = this.#viewport.text.getBoundingClientRect().top + top;
    // Spans of one coder that stand on the same lines are side by side in their column.
    const ends = new Map<string, number[]>();
    let hidden = 0;
    for (const mark of this.#within(place)) {
      const piece = clip(mark, place);
      const lines = this.#lines(piece);
      if (lines === null) continue;
      if (mark.lane >= this.#lanes) hidden += 1;
      for (const placed of mark.spans) {
        const column = this.#columns.get(placed.member);
        if (column === undefined) continue;
        const own = ends.get(placed.member) ?? [];
        ends.set(placed.member, own);
        let lane = own.findIndex((bottom) => bottom <= lines.top + 1);
        if (lane < 0) lane = own.length;
        own[lane] = lines.bottom;
        group.append(this.#stripe(placed, column, lane, lines.top - origin, lines.bottom - origin));
      }
    }
    if (hidden > 0) {
      const more = document.createElement('span');
      more.className = 'margin-more';
      more.textContent = `+${hidden}`;
      group.append(more);
    }
    return group;
  }

  #stripe(
    placed: PlacedSpan,
    column: number,
    lane: number,
    top: number,
    bottom: number,
  ): HTMLElement {
    const stripe = document.createElement('i');
    const { words, isLate } = this.#about(placed);
    stripe.className = `stripe ${placed.span.role}${placed.span.unsure ? ' unsure' : ''}`;
    stripe.classList.toggle('late', isLate);
    stripe.title = words;
    stripe.dataset['member'] = placed.member;
    stripe.dataset['span'] = placed.span.id;
    const offset = Math.min(lane * 5, Math.max(0, this.#columnWidth - 4));
    // The ring over a late one has its room within the line: beyond the turn nothing is drawn.
    const begins = top + (isLate ? 3 + RING_PX : 3);
    stripe.style.cssText = `left:${column * this.#columnWidth + offset}px;top:${begins}px;height:${Math.max(6, bottom - 3 - begins)}px`;
    return stripe;
  }

  #lines(range: TextRange): { readonly top: number; readonly bottom: number } | null {
    const index = this.#index();
    if (range.startUtf16 >= range.endUtf16) return null;
    return {
      top: this.#view.coordsAtPos(toPm(index, range.startUtf16), 1).top,
      bottom: this.#view.coordsAtPos(toPm(index, range.endUtf16), -1).bottom,
    };
  }
}

function clip(range: TextRange, place: TextRange): TextRange {
  return {
    startUtf16: Math.max(range.startUtf16, place.startUtf16),
    endUtf16: Math.min(range.endUtf16, place.endUtf16),
  };
}
