import type { StrategyName } from '@triad/collab';
import type { Basis } from '../agreement/basis.ts';
import type { Context } from '../context.ts';

/**
 * At a lead's command the strategy decides every place of a transcript that nobody has decided. Places for
 * which it proposes nothing stay open. All bear the batch, by which they are undone together.
 */
export function decideByStrategy(
  _context: Context,
  _basis: Basis,
  _how: {
    readonly by: string;
    readonly strategy: StrategyName;
    readonly batch: string;
    readonly why: string;
  },
): Promise<{ readonly decided: number; readonly leftOpen: number }> {
  throw new Error('not built');
}

/** Takes back what the batch decided, where nothing else was decided there since. */
export function undoBatch(
  _context: Context,
  _transcript: string,
  _batch: string,
  _by: string,
): Promise<{ readonly decided: number; readonly left: number }> {
  throw new Error('not built');
}
