import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CmocAnswer, CmocVersionAnswer } from '@triad/collab';
import type { Verdict } from '@triad/realist';
import { ApiError } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';

/** Takes over what the server answers of one CMOC, and asks anew what counts them. */
export function useTakeCmoc(project: string): (answer: CmocAnswer) => Promise<void> {
  const queryClient = useQueryClient();
  return async (answer) => {
    queryClient.setQueryData(keys.cmoc(project, answer.id), answer);
    await queryClient.invalidateQueries({
      predicate: ({ queryKey }) =>
        queryKey[1] === project && queryKey[2] === 'cmocs' && queryKey[3] === 'all',
    });
  };
}

/** Says one's own word of one exact version, by its id and its hash. */
export function useSign(
  project: string,
  cmoc: string,
  /** It is recorded; told also where the form is gone by then, as when another page is shown. */
  onSaid: (said: { readonly verdict: Verdict; readonly text: string }) => void,
) {
  const queryClient = useQueryClient();
  const take = useTakeCmoc(project);
  return useMutation({
    mutationFn: ({
      version,
      me,
      verdict,
      text,
    }: {
      readonly version: CmocVersionAnswer;
      readonly me: string;
      readonly verdict: Verdict;
      readonly text: string;
    }) =>
      call(
        'signOff',
        { project, cmoc },
        {
          of: version.id,
          sha256: version.sha256,
          version: version.signOffs.find(({ member }) => member === me)?.version ?? 0,
          verdict,
          text: text.trim(),
        },
      ),
    onSuccess: (answer, said) => {
      onSaid(said);
      void take(answer);
    },
    // What stands there now is shown, so that it can be said again of that.
    onError: (error) =>
      error instanceof ApiError && error.status === 409
        ? queryClient.invalidateQueries({ queryKey: keys.cmocs(project) })
        : undefined,
  });
}

/** Somebody changed the record first: what was sent was of what stood there before. */
export function isStale(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'request/stale';
}

/** The draft says something else than its lead saw. */
export function hasDraftMoved(error: unknown): boolean {
  return isStale(error) || (error instanceof ApiError && error.code === 'sign-offs/draft-moved');
}
