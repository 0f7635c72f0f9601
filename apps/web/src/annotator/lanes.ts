import type { DocumentAnswer } from '@triad/collab';
import { parseDocumentName } from '@triad/collab';

/*
 * What stands in one lane of the margin is one layer. In the round that the page is about it goes by
 * its member's id; a layer of another round, looked at beside it, by member and round.
 */

/**
 * In the place of a member: what is agreed. It is looked at beside the layers, in whatever round, as a
 * layer of another round is.
 */
export const AGREED = 'agreed';

/** The lane of a member's layer of `round`, on a page that is about `pageRound`. */
export function laneFor(member: string, round: string, pageRound: string): string {
  return round === pageRound && member !== AGREED ? member : `${member}~${round}`;
}

/** The lane of a layer's document; null for what has no spans. */
export function laneOf({ name }: DocumentAnswer, pageRound: string): string | null {
  const parsed = parseDocumentName(name);
  if (parsed?.kind === 'consensus') return laneFor(AGREED, parsed.round, pageRound);
  return parsed?.kind === 'layer' ? laneFor(parsed.member, parsed.round, pageRound) : null;
}

export function memberOf(lane: string): string {
  return lane.split('~')[0] ?? lane;
}

/** The other round of which the lane is; null in the round of the page. */
export function otherRoundOf(lane: string): string | null {
  return lane.split('~')[1] ?? null;
}
