import type { Anchor } from '@triad/realist';

/**
 * Stands in an anchor for what is beside its words where a redaction took all of them, so that it is not
 * found again on a replacement.
 */
export const NOWHERE = '\ufffd';

/** Whether a redaction took all words of an anchor, which were lost by then. */
export function wasTakenOut({ before, after }: Anchor): boolean {
  return before === NOWHERE && after === NOWHERE;
}
