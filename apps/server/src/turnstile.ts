/** Lets work in as soon as there is room for it. */
export type Turnstile = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** So many at once; so many wait, in the order in which they came; the next is refused. */
export function makeTurnstile(
  atOnce: number,
  waitingMost: number,
  refusal: () => Error,
): Turnstile {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= atOnce) {
      if (waiting.length >= waitingMost) throw refusal();
      // Whoever leaves hands over the place, so `running` stays as it is.
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
