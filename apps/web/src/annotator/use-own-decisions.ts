import { useQuery } from '@tanstack/react-query';
import type { ProjectAnswer } from '@triad/collab';
import { basisOf, isAllowed } from '@triad/collab';
import { useMemo } from 'react';
import { queries } from '../api/queries.ts';
import type { OwnDecisions } from './own-decisions.ts';
import { NO_DECISIONS, ownDecisions } from './own-decisions.ts';

/** Asked for only where a round is closed, by whoever may know, once the text is there. */
export function useOwnDecisions(
  { id, rounds, roles, me }: ProjectAnswer,
  transcript: string,
  isBlind: boolean,
): OwnDecisions {
  const { data } = useQuery({
    ...queries.decisions(id, transcript),
    enabled:
      !isBlind &&
      basisOf(rounds, transcript, null) !== null &&
      isAllowed('decisions.read', roles, { unblinded: true }),
  });
  return useMemo(
    () => (data === undefined || data.length === 0 ? NO_DECISIONS : ownDecisions(data, me)),
    [data, me],
  );
}
