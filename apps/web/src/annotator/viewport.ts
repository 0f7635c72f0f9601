/**
 * Which turns are near the view. All turns stand in the page, so that find, selection and screen
 * readers have the whole text; their tops are measured once per layout and found by bisection,
 * since reading them while scrolling would lay the page out again and again.
 */
export class Viewport {
  readonly scroller: HTMLElement;
  readonly text: HTMLElement;
  #tops: Float64Array = new Float64Array(0);
  #height = 0;
  #textTop = 0;
  #viewHeight = 0;
  #wholeHeight = 0;
  #width = 0;

  constructor(scroller: HTMLElement, text: HTMLElement) {
    this.scroller = scroller;
    this.text = text;
  }

  get turns(): number {
    return this.#tops.length;
  }

  /** Height of the whole text in pixels, as last measured. */
  get height(): number {
    return this.#height;
  }

  /** Of what is visible, pixels, as last measured. */
  get viewHeight(): number {
    return this.#viewHeight;
  }

  /** Of all that can be scrolled through, pixels, as last measured. */
  get wholeHeight(): number {
    return this.#wholeHeight;
  }

  /** Whether a measurement would find what the last one found. */
  isMeasured(): boolean {
    return (
      this.#tops.length === this.text.children.length &&
      this.#height === this.text.offsetHeight &&
      this.#viewHeight === this.scroller.clientHeight &&
      this.#width === this.text.offsetWidth
    );
  }

  /** Reads the layout; to be called after anything that can move turns. */
  measure(): void {
    const { children } = this.text;
    if (this.#tops.length !== children.length) this.#tops = new Float64Array(children.length);
    for (let i = 0; i < children.length; i += 1) {
      this.#tops[i] = (children[i] as HTMLElement).offsetTop;
    }
    this.#height = this.text.offsetHeight;
    this.#textTop = this.text.offsetTop;
    this.#width = this.text.offsetWidth;
    this.#viewHeight = this.scroller.clientHeight;
    this.#wholeHeight = this.scroller.scrollHeight;
  }

  /** Top of a turn within the text, pixels. */
  topOf(turn: number): number {
    return this.#tops[turn] ?? 0;
  }

  bottomOf(turn: number): number {
    return this.#tops[turn + 1] ?? this.#height;
  }

  /** First and last turn within `marginPx` of what is visible at this scroll position. */
  near(scrollTop: number, marginPx: number): readonly [first: number, last: number] {
    const top = scrollTop - this.#textTop;
    return [this.turnAtY(top - marginPx), this.turnAtY(top + this.#viewHeight + marginPx)];
  }

  /** The turn at a height within the text. */
  turnAtY(y: number): number {
    let low = 0;
    let high = this.#tops.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#tops[middle] ?? 0) <= y) low = middle;
      else high = middle - 1;
    }
    return Math.max(0, low);
  }

  /**
   * Brings a rectangle (in client coordinates, read by `measure`) a third down the view; asked
   * again in the next frame, since what scrolls in can still move.
   */
  scrollTo(measure: () => { readonly top: number } | null): void {
    const go = (): void => {
      const rectangle = measure();
      if (rectangle === null) return;
      const view = this.scroller.getBoundingClientRect();
      const wanted = rectangle.top - view.top - view.height / 3;
      if (Math.abs(wanted) > 1) this.scroller.scrollTop += wanted;
    };
    go();
    requestAnimationFrame(go);
  }

  /** Whether a rectangle in client coordinates lies within the view, with a little room. */
  shows(rectangle: { readonly top: number; readonly bottom: number }): boolean {
    const view = this.scroller.getBoundingClientRect();
    return rectangle.top >= view.top + 24 && rectangle.bottom <= view.bottom - 24;
  }
}
