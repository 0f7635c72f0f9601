import type { RoundAnswer } from '@triad/collab';
import type { Caller } from '../whole-server/caller.ts';

/** A round in which these code one transcript without seeing one another. */
export function openBlindRound(
  lead: Caller,
  project: string,
  transcript: string,
  coders: readonly { readonly member: string }[],
): Promise<RoundAnswer> {
  const body = {
    kind: 'blind',
    title: 'Alone',
    transcripts: [transcript],
    coders: coders.map(({ member }) => member),
    due: { at: '2999-01-01T00:00:00Z', zone: 'UTC' },
    ownEarlier: false,
  };
  return lead.call('openRound', { project }, body);
}
