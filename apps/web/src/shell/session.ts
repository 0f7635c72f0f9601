import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { AccountAnswer, SessionAnswer } from '@triad/collab';
import { sentenceOf } from '../api/api-error.ts';
import { call } from '../api/client.ts';
import { keys, queries } from '../api/queries.ts';
import { forgetImports } from '../pages/import/import-session.ts';
import { sendBeforeLeaving } from '../device/leaving.ts';
import { toast } from '../ui/index.ts';

/** Who is signed in, if anybody. */
export function useSession(): SessionAnswer {
  return useSuspenseQuery(queries.session()).data;
}

/** The signed-in account, on pages that nobody sees without one. */
export function useAccount(): AccountAnswer {
  const { account } = useSession();
  if (account === null) throw new Error('a page for accounts was shown without one');
  return account;
}

/**
 * To be called with what signing in answered: forgets all that an earlier account had fetched, so
 * that nothing of it is shown to the next.
 */
export function useEnter(): () => Promise<void> {
  const queryClient = useQueryClient();
  return async () => {
    forgetImports();
    queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== keys.session[0] });
    await queryClient.fetchQuery({ ...queries.session(), staleTime: 0 });
  };
}

export function useSignOut() {
  const enter = useEnter();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async () => {
      // What waits on this device is sent first: nobody can once they are out.
      await sendBeforeLeaving();
      return call('signOut', {});
    },
    onSuccess: async () => {
      await navigate({ to: '/sign-in' });
      await enter();
    },
    onError: (error) => toast(sentenceOf(error), { bad: true }),
  });
}
