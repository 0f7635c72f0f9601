import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CandidateAnswer, ConsolidationAnswer } from '@triad/collab';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { toast } from '../../ui/index.ts';

/** What a lead does with candidates; what the server made of one is shown at once. */
export function useCandidateActs(project: string) {
  const queryClient = useQueryClient();
  const put = (candidate: CandidateAnswer): void => {
    queryClient.setQueryData<ConsolidationAnswer>(keys.consolidation(project), (known) =>
      known === undefined
        ? known
        : {
            ...known,
            candidates: known.candidates.map((each) =>
              each.id === candidate.id ? candidate : each,
            ),
          },
    );
  };
  // Not waited for: who goes on by keys would be held up at each candidate.
  const settled = (): void => {
    void queryClient.invalidateQueries({ queryKey: keys.consolidation(project) });
    void queryClient.invalidateQueries({ queryKey: keys.cmocs(project) });
  };
  const accept = useMutation({
    mutationFn: ({
      candidate,
      into,
    }: {
      readonly candidate: CandidateAnswer;
      /** The CMOC that it goes into; null: one of its own. */
      readonly into: string | null;
    }) =>
      call(
        'acceptCandidate',
        { project, candidate: candidate.id },
        { version: candidate.version, into },
      ),
    onSuccess: ({ candidate }) => put(candidate),
    onError: (error: Error) => toast(sentenceOf(error), { bad: true }),
    onSettled: settled,
  });
  const change = useMutation({
    mutationFn: ({
      candidate,
      state,
      why,
    }: {
      readonly candidate: CandidateAnswer;
      readonly state: 'open' | 'set-aside';
      readonly why: string;
    }) =>
      call(
        'changeCandidate',
        { project, candidate: candidate.id },
        { version: candidate.version, state, why },
      ),
    onSuccess: put,
    onError: (error: Error) => toast(sentenceOf(error), { bad: true }),
    onSettled: settled,
  });
  return { accept, change };
}
