import type { DecisionAnswer } from '@triad/collab';
import { useState } from 'react';
import { lastRuling, rulingsOf } from './pending.ts';

/**
 * Whether somebody else ruled on the place while this lead was looking at it: then nothing is decided
 * there before they have seen so. `known` is what the server said, without what is on its way.
 */
export function useLock(
  place: string | undefined,
  known: DecisionAnswer | undefined,
  me: string,
  isPending: boolean,
): { readonly isLocked: boolean; readonly unlock: () => void } {
  const ruled = rulingsOf(known);
  const [seen, setSeen] = useState({ place, ruled });
  const isOwn = isPending || lastRuling(known)?.by === me;
  if (seen.place !== place || (isOwn && seen.ruled !== ruled)) setSeen({ place, ruled });
  return {
    isLocked: seen.place === place && seen.ruled !== ruled && !isOwn,
    unlock: () => setSeen({ place, ruled }),
  };
}
