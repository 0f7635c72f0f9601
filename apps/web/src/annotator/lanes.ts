import type { DocumentAnswer } from '@triad/collab';
import { parseDocumentName } from '@triad/collab';

/*
 * What stands in one lane of the margin is one layer. In the round that the page is about it goes by
 * its member's id; a layer of another round, looked at beside it, by member and round.
 */

/** The lane of a member's layer of `round`, on a page that is about `pageRound`. */
export function laneFor(member: string, round: string, pageRound: string): string {
  return round === pageRound ? member : `${member}~${round}`;
}

/** The lane of a layer's document; null for any other document. */
export function laneOf({ name }: DocumentAnswer, pageRound: string): string | null {
  const parsed = parseDocumentName(name);
  return parsed?.kind === 'layer' ? laneFor(parsed.member, parsed.round, pageRound) : null;
}

export function memberOf(lane: string): string {
  return lane.split('~')[0] ?? lane;
}

/** The other round of which the lane is; null in the round of the page. */
export function otherRoundOf(lane: string): string | null {
  return lane.split('~')[1] ?? null;
}
