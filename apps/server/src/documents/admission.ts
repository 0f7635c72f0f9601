/**
 * Lets clients in a few at a time. Each asks the store several things, one after the other; where all of
 * a crowd ask at once and the store is slow, every one is still asking when its time is over, comes
 * again, and nobody ever gets in. Whoever waits has asked for nothing yet, and their time has not begun.
 */
export class Admission {
  readonly #atOnce: number;
  #inside = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /** Resolves when it is one's turn, with what ends it; that may be called again. */
  async turn(): Promise<() => void> {
    if (this.#inside < this.#atOnce) this.#inside += 1;
    // Whoever leaves hands over the place.
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const next = this.#waiting.shift();
      if (next === undefined) this.#inside -= 1;
      else next();
    };
  }
}
