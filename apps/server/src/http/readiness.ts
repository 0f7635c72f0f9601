/** Why a server is not ready, in the one word that `/readyz` says of it. */
export type Unready = 'stopping' | 'broken' | 'store';

/** Whether requests may be sent to this server. */
export type Readiness = {
  /** Null where they may; the store is asked, for {@link READ_MS} at most. */
  ask(): Promise<Unready | null>;
  /** From now on it is not ready, for good. */
  end(why: 'stopping' | 'broken'): void;
};

/** How long the store may take for one small read: shorter than a probe usually waits. */
const READ_MS = 2_000;

/** `read` asks the store for something small. However often it is asked, one read at a time is under way. */
export function makeReadiness(read: () => Promise<unknown>, withinMs = READ_MS): Readiness {
  let over: Unready | null = null;
  let reading: Promise<boolean> | null = null;
  return {
    async ask() {
      if (over !== null) return over;
      // One that hangs is not asked again beside it: probes must not pile up at a store in trouble.
      reading ??= read()
        .then(
          () => true,
          () => false,
        )
        .finally(() => {
          reading = null;
        });
      const late = Promise.withResolvers<boolean>();
      const timer = setTimeout(() => late.resolve(false), withinMs);
      const answered = await Promise.race([reading, late.promise]);
      clearTimeout(timer);
      return over ?? (answered ? null : 'store');
    },
    end(why) {
      // That it broke is the better reason of the two, whichever came first.
      if (over !== 'broken') over = why;
    },
  };
}
