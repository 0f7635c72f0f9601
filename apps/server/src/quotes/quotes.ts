import type { QuoteAnswer } from '@triad/collab';
import type { QuoteReference } from '@triad/realist';
import type { Context } from '../context.ts';
import type { Membership } from '../projects/membership.ts';

export function quoteKey({ transcript, span }: QuoteReference): string {
  return `${transcript}/${span}`;
}

/**
 * What is agreed, with its words as they stand now, by {@link quoteKey}: every reference has an answer.
 * Words that the member may not read now (an observer of a text that they are not shown, who codes it
 * blind) are not in it.
 */
export function quotesFor(
  _context: Context,
  _me: Membership,
  _references: readonly QuoteReference[],
): Promise<ReadonlyMap<string, QuoteAnswer>> {
  throw new Error('not built');
}
