/** Turns laid out at once, enough for what is seen first. */
const AT_ONCE = 60;
/** Turns laid out in one idle moment: about 10 ms of the browser's layout. */
const PIECE = 60;
/** What a line of the text holds about, letters. */
const LINE_LETTERS = 80;

/**
 * Lays a long text out piece by piece while the page is idle, so that the first words can be read
 * and marked without waiting for the last. Until then turns far from the view stand as boxes of
 * about their height (`content-visibility`, text.css). Not for good: find, selecting by page and
 * screen readers want the whole text.
 */
export class Unrolling {
  #rolled: readonly HTMLElement[];
  #next = 0;
  #started = false;
  #cancel: () => void = () => undefined;
  readonly #onDone: () => void;

  /** `onDone` is called once, when every turn has its own height. */
  constructor(text: HTMLElement, onDone: () => void) {
    this.#onDone = onDone;
    this.#rolled = [...text.children].slice(AT_ONCE) as HTMLElement[];
    for (const turn of this.#rolled) {
      const lines = Math.ceil((turn.textContent.length + 1) / LINE_LETTERS);
      turn.style.setProperty('--lines', String(lines));
      turn.classList.add('rolled');
    }
  }

  /** Begins; until then only what is scrolled to is laid out. */
  start(): void {
    if (this.going && !this.#started) this.#schedule();
    this.#started = true;
  }

  get going(): boolean {
    return this.#next < this.#rolled.length;
  }

  /** All that is left, now: somebody is going where it must be exact. */
  finish(): void {
    if (!this.going) return;
    this.#cancel();
    this.#unroll(this.#rolled.length);
    this.#onDone();
  }

  stop(): void {
    this.#cancel();
    this.#rolled = [];
  }

  #unroll(until: number): void {
    for (const turn of this.#rolled.slice(this.#next, until)) {
      turn.classList.remove('rolled');
      turn.style.removeProperty('--lines');
    }
    this.#next = until;
  }

  #schedule(): void {
    this.#cancel = whenIdle(() => {
      this.#unroll(Math.min(this.#rolled.length, this.#next + PIECE));
      if (this.going) this.#schedule();
      else this.#onDone();
    });
  }
}

/** Runs `act` in an idle moment, or soon where the browser knows none; returns how to call it off. */
function whenIdle(act: () => void): () => void {
  if (typeof requestIdleCallback === 'function') {
    const asked = requestIdleCallback(act, { timeout: 200 });
    return () => cancelIdleCallback(asked);
  }
  const timer = setTimeout(act, 30);
  return () => clearTimeout(timer);
}
