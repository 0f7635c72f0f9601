import { useQueryClient } from '@tanstack/react-query';
import type { CmocAnswer, QuoteAnswer } from '@triad/collab';
import type { Evidence } from '@triad/realist';
import { useCallback, useEffect, useMemo } from 'react';
import { keys } from '../../api/queries.ts';
import { quotesByKey, unknownQuotes } from './evidence.ts';

/** Evidence that somebody just added is asked about after so long, and again until it is known. */
const AGAIN_MS = 1_200;

/**
 * The quotes of a CMOC's evidence, by key. The document names them only: of those that came since the
 * server was asked, it is asked again.
 */
export function useQuotes(
  project: string,
  answer: CmocAnswer,
  evidence: readonly Evidence[],
): {
  readonly quotes: ReadonlyMap<string, QuoteAnswer>;
  /** Tells of quotes that are known already, before they are added. */
  readonly note: (quotes: readonly QuoteAnswer[]) => void;
} {
  const queryClient = useQueryClient();
  const quotes = useMemo(() => quotesByKey(answer.quotes), [answer.quotes]);
  const unknown = unknownQuotes(evidence, quotes).join();
  const { id } = answer;
  useEffect(() => {
    if (unknown === '') return;
    const timer = setTimeout(
      () => void queryClient.invalidateQueries({ queryKey: keys.cmoc(project, id) }),
      AGAIN_MS,
    );
    return () => clearTimeout(timer);
    // Each answer that still lacks them is a reason to ask again.
  }, [unknown, quotes, queryClient, project, id]);
  const note = useCallback(
    (known: readonly QuoteAnswer[]): void => {
      queryClient.setQueryData<CmocAnswer>(keys.cmoc(project, id), (before) => {
        if (before === undefined) return before;
        const present = quotesByKey(before.quotes);
        const added = [...quotesByKey(known)].filter(([key]) => !present.has(key));
        return { ...before, quotes: [...before.quotes, ...added.map(([, quote]) => quote)] };
      });
    },
    [queryClient, project, id],
  );
  return { quotes, note };
}
