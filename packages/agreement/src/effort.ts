/**
 * How much may still be tried: an optimum over units that lie close together can take longer than
 * anybody waits. Counted in steps and not by a clock, so that the same input ends in the same way.
 */
export class Effort {
  #left: number;

  /** @param steps each some ten nanoseconds */
  constructor(steps: number) {
    this.#left = steps;
  }

  /** Whether so many steps were still there to take. */
  spend(steps: number): boolean {
    this.#left -= steps;
    return this.#left >= 0;
  }
}
