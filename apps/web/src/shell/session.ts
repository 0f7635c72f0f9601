import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { CLOSE } from '@triad/collab';
import type { AccountAnswer, SessionAnswer } from '@triad/collab';
import { forgetDrafts } from '../annotator/comment-drafts.ts';
import { sentenceOf } from '../api/api-error.ts';
import { call } from '../api/client.ts';
import { keys, queries } from '../api/queries.ts';
import { forgetImports } from '../pages/import/import-session.ts';
import { forgetWords } from '../pages/sign-off/word-drafts.ts';
import { endUnsaved } from '../collab/unsaved.ts';
import { sendBeforeLeaving } from '../device/leaving.ts';
import { forgetTold } from '../device/told.ts';
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

/**
 * Asks anew whether somebody is signed in, which another tab may have done: to be asked before anybody
 * is let in, since nobody is while another one's work may wait. Pages then say who is in.
 */
export function useIsFree(): () => Promise<boolean> {
  const queryClient = useQueryClient();
  return async () => {
    const session = await queryClient.fetchQuery({ ...queries.session(), staleTime: 0 });
    return session.account === null;
  };
}

/** Sends what waits, signs out, and goes to where one signs in, or stays on the page. */
export function useSignOut(then: 'leave' | 'stay' = 'leave') {
  const queryClient = useQueryClient();
  const enter = useEnter();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async () => {
      // What waits in this tab and on this device is sent first: nobody can once they are out.
      await sendBeforeLeaving();
      return call('signOut', {});
    },
    onSuccess: async () => {
      const account = queryClient.getQueryData(queries.session().queryKey)?.account;
      if (account) {
        endUnsaved(account.id, CLOSE.signedOut);
        forgetTold(account.id);
      }
      forgetDrafts();
      forgetWords();
      if (then === 'leave') await navigate({ to: '/sign-in' });
      queryClient.setQueryData(queries.session().queryKey, (before) =>
        before === undefined ? before : { ...before, account: null },
      );
      await enter();
    },
    onError: (error) => toast(sentenceOf(error), { bad: true }),
  });
}
