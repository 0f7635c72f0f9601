import type { Speaker, TextIndex } from '@triad/collab';
import { fromPm, paragraphAt, toPm } from '@triad/collab';
import type { Role, TextRange } from '@triad/realist';
import type { EditorView } from 'prosemirror-view';
import type * as Y from 'yjs';
import type { EditPluginOptions } from './edit-plugin.ts';
import { createEditor, selectionOf } from './editor.ts';
import { takeSelection } from './take-selection.ts';
import { Highlighter } from './highlighter.ts';
import { Margin } from './margin.ts';
import type { StripeFacts } from './margin.ts';
import type { Mark, MarkStore, PlacedSpan } from './marks.ts';
import { Minimap } from './minimap.ts';
import type { Columns } from './session.ts';
import { afterPaint } from './signal.ts';
import type { TextChange } from './text-change.ts';
import { rangeAfter } from './text-change.ts';
import type { ThreadedSketch } from './threads.ts';
import { Threads } from './threads.ts';
import { Unrolling } from './unrolling.ts';
import { Viewport } from './viewport.ts';

/** Where the annotator draws; made by the page, filled by the scene. */
export type Places = {
  readonly scroller: HTMLElement;
  readonly text: HTMLElement;
  readonly margin: HTMLElement;
  readonly threads: HTMLElement;
  readonly minimap: HTMLElement;
};

export type SceneOptions = {
  readonly places: Places;
  readonly doc: Y.Doc;
  readonly index: () => TextIndex;
  readonly marks: MarkStore;
  readonly tinted: (mark: Mark) => boolean;
  /** Lines drawn under the words at most. */
  readonly lanes: number;
  readonly speakers: readonly Speaker[];
  readonly label: string;
  readonly description: string;
  readonly onKey: (event: KeyboardEvent) => boolean;
  readonly onSelection: (range: TextRange) => void;
  readonly onClick: (offsetUtf16: number) => boolean;
  readonly onText: () => void;
  readonly editing: EditPluginOptions;
  readonly onOpenSketch: (id: string, member: string) => void;
  /** A span is asked for by its stripe in the margin. */
  readonly onSpan: (member: string, span: string) => void;
  /** What a stripe in the margin says of its span. */
  readonly about: (placed: PlacedSpan) => StripeFacts;
  /** First and last offset in view, after each scroll. */
  readonly onReading: (reading: readonly [number, number]) => void;
  readonly onColumns: (columns: Columns) => void;
  readonly threads: () => readonly ThreadedSketch[];
  readonly readers: () => readonly TextRange[];
};

/** How far beyond the view highlights are drawn, and stripes in the margin; pixels. */
const NEAR_PX = 900;
const MARGIN_NEAR_PX = 450;

/**
 * Everything drawn of a transcript: the text with its highlights at once, and one frame later the
 * lanes in the margin, the threads and the strip.
 */
export class Scene {
  readonly view: EditorView;
  readonly #options: SceneOptions;
  readonly #viewport: Viewport;
  readonly #highlighter: Highlighter;
  readonly #margin: Margin;
  readonly #minimap: Minimap;
  readonly #threads: Threads;
  readonly #unrolling: Unrolling;
  readonly #cleanUp: (() => void)[] = [];
  #dirty: TextRange[] = [];
  #later: TextRange[] = [];
  #resetWaits = false;
  #scrollTop = 0;
  /** By the name of the highlight. */
  readonly #flashed = new Map<string, readonly TextRange[]>();
  #members: readonly string[] = [];
  #destroyed = false;
  #pointerDown = false;
  #caretHeld = false;
  #flags: readonly HTMLElement[] = [];

  constructor(options: SceneOptions) {
    this.#options = options;
    const { places, index } = options;
    this.#highlighter = new Highlighter(
      {
        within: (range) => options.marks.within(range),
        tinted: options.tinted,
        lanes: options.lanes,
      },
      index,
    );
    this.view = createEditor({
      ...options,
      beforeKey: () => this.settleCaret(),
      place: places.text,
      plugins: [this.#highlighter.plugin],
    });
    this.#unrolling = new Unrolling(places.text, () => this.refresh());
    this.#viewport = new Viewport(places.scroller, places.text);
    const common = { view: this.view, viewport: this.#viewport, index };
    this.#margin = new Margin({
      ...common,
      host: places.margin,
      within: (range) => options.marks.within(range),
      lanes: options.lanes,
      onSpan: options.onSpan,
      about: options.about,
    });
    this.#minimap = new Minimap(places.minimap, this.#viewport, index);
    this.#threads = new Threads({
      ...common,
      host: places.threads,
      onOpen: options.onOpenSketch,
    });
    this.#listen();
    this.refresh();
  }

  get pointerDown(): boolean {
    return this.#pointerDown;
  }

  #listen(): void {
    const { scroller, text } = this.#options.places;
    let scrolled = false;
    const onScroll = (): void => {
      if (scrolled) return;
      scrolled = true;
      requestAnimationFrame(() => {
        scrolled = false;
        this.#showNear();
      });
    };
    scroller.addEventListener('scroll', onScroll, { passive: true });
    const down = (): void => {
      // A caret that waited would be set on top of what is being selected now.
      this.settleCaret();
      this.#pointerDown = true;
    };
    const up = (): void => {
      if (!this.#pointerDown) return;
      this.#pointerDown = false;
      // The editor sets its selection anew after the button, and may not know yet where that ended.
      if (!this.#destroyed && this.view.hasFocus()) takeSelection(this.view);
      this.#redrawSoon();
    };
    // A release that was never told of, as behind a menu of the browser, shows with the next move.
    const moved = ({ buttons }: PointerEvent): void => {
      if (buttons === 0) up();
    };
    const ends = ['pointerup', 'pointercancel'] as const;
    scroller.addEventListener('pointerdown', down);
    for (const end of ends) addEventListener(end, up, true);
    addEventListener('pointermove', moved, true);
    const resized = new ResizeObserver(() => {
      if (this.#viewport.isMeasured()) return;
      // A piece more was laid out: what is in view stays where it is.
      if (this.#unrolling.going) this.#viewport.measure();
      else this.refresh();
    });
    resized.observe(text);
    resized.observe(scroller);
    this.#cleanUp.push(
      () => scroller.removeEventListener('scroll', onScroll),
      () => scroller.removeEventListener('pointerdown', down),
      () => removeEventListener('pointermove', moved, true),
      ...ends.map((end) => () => removeEventListener(end, up, true)),
      () => resized.disconnect(),
    );
  }

  /** Draws anew what lies in these ranges. */
  redraw(ranges: readonly TextRange[]): void {
    this.#later.push(...ranges);
    this.#redrawNow();
  }

  /** The same when the next frame was painted. */
  redrawLater(ranges: readonly TextRange[]): void {
    this.#later.push(...ranges);
    this.#redrawSoon();
  }

  readonly #redrawSoon = afterPaint(() => this.#redrawNow());

  #redrawNow(): void {
    // Words drawn anew under a pointer that selects them would take the selection along.
    if (this.#pointerDown) return;
    if (this.#resetWaits) this.reset();
    const ranges = this.#later;
    this.#later = [];
    if (this.#destroyed || ranges.length === 0) return;
    if (this.#knowSelection() && this.#holdsSelection(ranges)) this.#holdCaret();
    this.#highlighter.redraw(this.view, ranges);
    this.#dirty.push(...ranges);
    for (const name of this.#flashed.keys()) this.setHighlight(name, []);
    this.#flashed.clear();
  }

  /**
   * Before anything is drawn in the text: the editor sets the selection that it knows behind it, and
   * it may not have heard of the last yet, also of one that a pointer is making now. False where the
   * selection is not the editor's to move.
   */
  #knowSelection(): boolean {
    this.settleCaret();
    if (!this.view.hasFocus()) return false;
    takeSelection(this.view);
    return !this.#pointerDown;
  }

  /**
   * Words in their role's line, and hue where `tinted`, in this very frame, without a change of the
   * page's elements; what `redrawLater` draws takes their place.
   */
  flash(role: Role, range: TextRange, tinted: boolean): void {
    const name = `triad-new-${role}${tinted ? '' : '-line'}`;
    const ranges = [...(this.#flashed.get(name) ?? []), range];
    this.#flashed.set(name, ranges);
    this.setHighlight(name, ranges);
  }

  /**
   * Setting the browser's selection after a change of the text makes it lay out the page at once.
   * The frame does that anyway: the caret is set there. Until then the view counts as without focus,
   * for which ProseMirror leaves the selection alone, and does not hear of a new one either: whatever
   * may select ends the wait first, see `settleCaret`.
   */
  #holdCaret(): void {
    this.#caretHeld = true;
    Object.defineProperty(this.view, 'hasFocus', { value: () => false, configurable: true });
    requestAnimationFrame(() => this.settleCaret());
  }

  /** Whether a paragraph that these ranges draw anew holds an end of the selection. */
  #holdsSelection(ranges: readonly TextRange[]): boolean {
    const index = this.#options.index();
    const { anchor, head } = this.view.state.selection;
    return [anchor, head].some((position) => {
      const place = index.paragraphs[paragraphAt(index, fromPm(index, position))];
      return (
        place !== undefined &&
        ranges.some(
          (range) => range.startUtf16 <= place.endUtf16 && place.startUtf16 <= range.endUtf16,
        )
      );
    });
  }

  /** Sets the caret now, if it waits; to be called before the selection is read or moved. */
  settleCaret(): void {
    if (!this.#caretHeld) return;
    this.#caretHeld = false;
    Reflect.deleteProperty(this.view, 'hasFocus');
    if (!this.#destroyed && this.view.hasFocus() && !this.#pointerDown) this.view.focus();
  }

  /** There is time now to lay the rest of a long text out. */
  unroll(): void {
    this.#unrolling.start();
  }

  /**
   * The text changed, and the marks in these ranges with it. Words and their marks at once; what stands
   * beside the text follows when there is a pause, see {@link rest}.
   */
  retext(change: TextChange, ranges: readonly TextRange[]): void {
    this.#highlighter.retext(change);
    this.#dirty = this.#dirty.map((range) => rangeAfter(change, range));
    this.#later = this.#later.map((range) => rangeAfter(change, range));
    if (!change.sameTurns) this.#margin.clear();
    this.#dirty.push(...ranges, change.after);
    if (this.#pointerDown) {
      this.#resetWaits = true;
      return;
    }
    this.#knowSelection();
    this.#highlightNear();
    this.#highlighter.redraw(this.view, ranges);
    if (!change.sameTurns) this.drawSides();
  }

  /** Nobody has changed the text for a moment: what stands beside it is drawn as it is now. */
  rest(): void {
    this.drawSides();
    this.drawThreads();
  }

  /** All highlights may have changed; nothing moved. In the text it waits for the pointer, see above. */
  reset(): void {
    this.#resetWaits = this.#pointerDown && this.#highlighter.isOf(this.view.state.doc);
    if (!this.#resetWaits) this.#highlighter.reset();
    this.#margin.clear();
    this.#showNear();
    this.#drawMarks();
  }

  /** What the stripes say of their spans changed, and nothing else. */
  redrawMargin(): void {
    if (this.#destroyed) return;
    this.#margin.clear();
    this.drawSides();
  }

  /** The layout changed: measure and draw everything anew. */
  refresh(): void {
    if (this.#destroyed) return;
    this.#viewport.measure();
    this.#layColumns();
    this.#showNear();
    this.#drawMarks();
    this.drawThreads();
  }

  /**
   * What a new scroll position needs. The one value read is read first; highlights are written
   * then, and what must be measured waits until the frame has laid the page out anyway.
   */
  #showNear(): void {
    if (this.#destroyed) return;
    const { scrollTop } = this.#options.places.scroller;
    this.#scrollTop = scrollTop;
    const { turns } = this.#options.index();
    this.#knowSelection();
    this.#highlightNear();
    this.#minimap.drawView(scrollTop);
    this.drawSides();
    const [top, bottom] = this.#viewport.near(scrollTop, 0);
    this.#options.onReading([turns[top]?.startUtf16 ?? 0, turns[bottom]?.endUtf16 ?? 0]);
  }

  /** By where the view was last seen: reading that after a change would lay the page out at once. */
  #highlightNear(): void {
    const index = this.#options.index();
    const { turns, paragraphs } = index;
    const [first, last] = this.#viewport.near(this.#scrollTop, NEAR_PX);
    const firstParagraph = turns[first]?.firstParagraph ?? 0;
    const lastParagraph = (turns[last + 1]?.firstParagraph ?? paragraphs.length) - 1;
    const caret = paragraphAt(index, fromPm(index, this.view.state.selection.head));
    this.#highlighter.show(this.view, firstParagraph, lastParagraph, caret);
  }

  /** The margin, one frame later. */
  readonly drawSides = afterPaint(() => {
    if (this.#destroyed) return;
    const [first, last] = this.#viewport.near(
      this.#options.places.scroller.scrollTop,
      MARGIN_NEAR_PX,
    );
    const { turns } = this.#options.index();
    const dirty = new Set<number>();
    for (let turn = first; turn <= last; turn += 1) {
      const place = turns[turn];
      if (place === undefined) continue;
      const hit = this.#dirty.some(
        (range) => place.startUtf16 <= range.endUtf16 && range.startUtf16 <= place.endUtf16,
      );
      if (hit) dirty.add(turn);
    }
    if (this.#dirty.length > 0) this.#drawMarks();
    this.#dirty = [];
    this.#margin.update(first, last, dirty);
  });

  /** Whose lanes stand in the margin, in this order. */
  setColumns(members: readonly string[]): void {
    if (members.join() === this.#members.join()) return;
    this.#members = members;
    this.#layColumns();
    this.drawSides();
  }

  #layColumns(): void {
    const { margin, scroller } = this.#options.places;
    const widthPx = this.#margin.setColumns(this.#members, margin.clientWidth);
    this.#options.onColumns({
      members: this.#members,
      widthPx,
      leftPx: margin.getBoundingClientRect().left - scroller.getBoundingClientRect().left,
    });
  }

  drawThreads(): void {
    // They reach across the whole text: measuring them would lay it out at once.
    if (!this.#destroyed && !this.#unrolling.going) this.#threads.draw(this.#options.threads());
  }

  readonly drawReaders = afterPaint(() => {
    if (!this.#destroyed) this.#minimap.drawReaders(this.#options.readers());
  });

  readonly #drawMarks = afterPaint(() => {
    if (this.#destroyed) return;
    this.#minimap.drawMarks(this.#options.marks.marks, this.#options.readers());
  });

  /** Draws ranges as a named CSS highlight: nothing in the text moves. */
  setHighlight(name: string, ranges: readonly TextRange[]): void {
    if (typeof Highlight === 'undefined' || this.#destroyed) return;
    const made = ranges.map((range) => this.domRange(range));
    if (made.length === 0) CSS.highlights.delete(name);
    else CSS.highlights.set(name, new Highlight(...made));
  }

  /** Initials at the end of what each colleague has selected. */
  drawFlags(flags: readonly { readonly initials: string; readonly atUtf16: number }[]): void {
    if (this.#destroyed) return;
    const index = this.#options.index();
    const box = this.#options.places.text.getBoundingClientRect();
    const made = flags.map(({ initials, atUtf16 }) => {
      const at = this.view.coordsAtPos(toPm(index, atUtf16), -1);
      const flag = document.createElement('b');
      flag.className = 'flag';
      flag.textContent = initials;
      flag.style.left = `${at.right - box.left}px`;
      flag.style.top = `${at.top - box.top}px`;
      return flag;
    });
    for (const flag of this.#flags) flag.remove();
    this.#flags = made;
    this.#options.places.threads.append(...made);
  }

  domRange(range: TextRange): Range {
    const index = this.#options.index();
    const from = this.view.domAtPos(toPm(index, range.startUtf16), 1);
    const to = this.view.domAtPos(toPm(index, range.endUtf16), -1);
    const made = document.createRange();
    made.setStart(from.node, from.offset);
    made.setEnd(to.node, to.offset);
    return made;
  }

  select(range: TextRange): void {
    this.settleCaret();
    this.view.dispatch(
      this.view.state.tr.setSelection(selectionOf(this.view, this.#options.index(), range)),
    );
  }

  /** Puts the caret at the start of a range and brings it into view. */
  jumpTo(range: TextRange, focus: boolean): void {
    this.#unrolling.finish();
    this.select({ startUtf16: range.startUtf16, endUtf16: range.startUtf16 });
    const measure = () => this.view.coordsAtPos(toPm(this.#options.index(), range.startUtf16));
    if (!this.#viewport.shows(measure())) this.#viewport.scrollTo(measure);
    if (focus) this.view.focus();
  }

  destroy(): void {
    this.#destroyed = true;
    this.#unrolling.stop();
    for (const clean of this.#cleanUp) clean();
    this.view.destroy();
    if (typeof Highlight !== 'undefined') CSS.highlights.clear();
  }
}
