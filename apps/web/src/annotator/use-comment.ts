import { useIsMutating, useMutation, useQueryClient } from '@tanstack/react-query';
import type { CommentAnswer } from '@triad/collab';
import { call } from '../api/client.ts';
import { keys } from '../api/queries.ts';
import type { CommentDraft, CommentDrafts } from './comment-drafts.ts';
import { draftSent } from './comment-drafts.ts';
import type { TalkPage } from './talk-page.ts';

/** Sends one draft, which goes once it is there, whatever panel is shown by then. */
export function useSendComment(
  session: TalkPage,
  { project, drafts, about }: SendOptions,
): {
  readonly send: (draft: CommentDraft) => void;
  /** Also of before the panel was left and shown again. */
  readonly isPending: boolean;
  readonly error: Error | null;
} {
  const settled = useSettled(session, project);
  const { id: transcript } = session.transcript;
  const mutationKey = ['createComment', transcript, about];
  const { mutate, error } = useMutation({
    mutationKey,
    mutationFn: ({ text, ...draft }: CommentDraft) =>
      call('createComment', { transcript }, { ...draft, text: text.trim() }),
    onSuccess: (_comment, { text }) => draftSent(drafts, about, text),
    onSettled: settled,
  });
  return { send: mutate, isPending: useIsMutating({ mutationKey }) > 0, error };
}

type SendOptions = {
  readonly project: string;
  readonly drafts: CommentDrafts;
  /** The comment that is answered, or `NEW_COMMENT`. */
  readonly about: string;
};

/** What is done to a comment that is there. */
export function useChangeComment(session: TalkPage, project: string) {
  const settled = useSettled(session, project);
  const { id: transcript } = session.transcript;
  return {
    resolve: useMutation({
      mutationFn: ({ comment, resolved }: { comment: CommentAnswer; resolved: boolean }) =>
        call(
          'resolveComment',
          { transcript, comment: comment.id },
          { version: comment.version, resolved },
        ),
      onSettled: settled,
    }),
    remove: useMutation({
      mutationFn: (comment: string) => call('removeComment', { transcript, comment }),
      onSettled: settled,
    }),
  };
}

function useSettled(session: TalkPage, project: string): () => Promise<void> {
  const client = useQueryClient();
  const { id: transcript } = session.transcript;
  return () => client.invalidateQueries({ queryKey: keys.comments(project, transcript) });
}
