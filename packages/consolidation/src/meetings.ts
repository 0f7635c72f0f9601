import { ConsolidationError } from './errors.ts';
import type { MarkedSpan } from './text.ts';
import { sharedOf } from './text.ts';

/** Spans that lie over one another, counted in pairs; more are refused. */
const MOST_MEETINGS = 10_000_000;

/**
 * Calls with every two spans of different coders that share a position, and how many they share.
 * `spans` are in order; the first of two is the earlier. Throws {@link ConsolidationError} where more
 * lie over one another than can be compared.
 */
export function forEachMeeting(
  spans: readonly MarkedSpan[],
  meet: (a: MarkedSpan, b: MarkedSpan, shared: number) => void,
): void {
  const open: MarkedSpan[] = [];
  let compared = 0;
  for (const span of spans) {
    let stillOpen = 0;
    for (const other of open) {
      if (other.end <= span.start) continue;
      open[stillOpen] = other;
      stillOpen += 1;
      if (other.coder !== span.coder) meet(other, span, sharedOf(other, span));
    }
    open.length = stillOpen;
    open.push(span);
    compared += stillOpen;
    if (compared > MOST_MEETINGS) {
      throw new ConsolidationError(
        `The input cannot be used: over ${MOST_MEETINGS} pairs of its spans lie over one another.`,
      );
    }
  }
}
