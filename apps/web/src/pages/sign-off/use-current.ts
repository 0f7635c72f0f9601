import type { CmocSummary } from '@triad/collab';
import { useState } from 'react';
import { shownAfter, stepIn } from './waiting.ts';

/** Which of those that wait is shown; one that was signed gives way to the one that stood behind it. */
export function useCurrent(waiting: readonly CmocSummary[]): {
  readonly current: CmocSummary | null;
  readonly go: (by: 1 | -1) => void;
} {
  const ids = waiting.map(({ id }) => id);
  const [shown, setShown] = useState<string | null>(null);
  const [known, setKnown] = useState<readonly string[]>(ids);
  // Kept while it is drawn, so that nothing of the one before is shown in between.
  const next = shownAfter(known, ids, shown);
  if (next !== shown || known.join() !== ids.join()) {
    setShown(next);
    setKnown(ids);
  }
  return {
    current: waiting.find(({ id }) => id === next) ?? null,
    go: (by) => setShown(stepIn(ids, next, by)),
  };
}
