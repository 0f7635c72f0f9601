import { useQueries } from '@tanstack/react-query';
import type { CmocAnswer } from '@triad/collab';
import { queries } from '../../api/queries.ts';

/** Several CMOCs with all that is said of them; null until all are there. */
export function useCmocs(
  project: string,
  ids: readonly string[],
): { readonly cmocs: readonly CmocAnswer[] | null; readonly error: Error | null } {
  const answers = useQueries({ queries: ids.map((id) => queries.cmoc(project, id)) });
  const found = answers.flatMap(({ data }) => data ?? []);
  return {
    cmocs: found.length === ids.length ? found : null,
    error: answers.find(({ error }) => error !== null)?.error ?? null,
  };
}
