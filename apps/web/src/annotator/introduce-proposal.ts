import { sameLetters } from '@triad/collab';
import { editing } from '../messages/editing.ts';

/** Said before what stands now where a quote may have been; these may be its own words, elsewhere. */
export function introduceProposal(quote: string, now: string): string {
  return sameLetters(quote, now) ? editing.lost.same : editing.lost.now;
}
