import type { Act, ProjectAnswer, TranscriptSummary } from '@triad/collab';
import { basisOf, blindRoundOf, isAllowed } from '@triad/collab';
import { agreement } from '../../messages/agreement.ts';

const words = agreement.place;

/** Why nothing that rests on a closed round is asked for of this transcript; null where it is. */
export function whyHidden(
  { rounds, me, roles }: ProjectAnswer,
  transcript: TranscriptSummary | undefined,
  id: string,
  needs: Act,
): { readonly title: string; readonly body: string } | null {
  if (!isAllowed(needs, roles, { unblinded: true })) {
    return { title: agreement.mayNot, body: agreement.mayNotBody };
  }
  if (blindRoundOf(rounds, id, me) !== null) {
    return { title: words.blind, body: words.blindBody };
  }
  return basisOf(rounds, id, transcript?.basis ?? null) === null
    ? { title: words.noRound, body: words.noRoundBody }
    : null;
}
