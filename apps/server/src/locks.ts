/** One at a time per key, in the order of asking. */
export type Locks = <Result>(key: string, work: () => Promise<Result>) => Promise<Result>;

/**
 * For checks that span several records ('the last lead'), which the store has no transaction for.
 * It holds within one server.
 */
export function makeLocks(): Locks {
  const tails = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const before = tails.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    const tail = mine.catch(() => undefined);
    tails.set(key, tail);
    try {
      return await mine;
    } finally {
      if (tails.get(key) === tail) tails.delete(key);
    }
  };
}
