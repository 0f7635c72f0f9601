import type { Context } from '../../context.ts';
import {
  createComment,
  listComments,
  placeComment,
  removeComment,
  resolveComment,
} from '../../transcripts/comments.ts';
import { commentAnswer } from '../answers.ts';
import type { Handlers } from '../route-types.ts';

type Names = 'listComments' | 'createComment' | 'resolveComment' | 'placeComment' | 'removeComment';

export function commentHandlers(context: Context): Pick<Handlers, Names> {
  return {
    listComments: async ({ things }) =>
      (await listComments(context, things.transcript.id)).map((row) => commentAnswer(row)),

    createComment: async ({ me, things, body }) =>
      commentAnswer(await createComment(context, things.transcript, me.member.id, body)),

    resolveComment: async ({ me, things, body: { version, resolved } }) =>
      commentAnswer(
        await resolveComment(context, things.transcript, things.comment, {
          version,
          resolvedBy: resolved ? me.member.id : null,
        }),
      ),

    placeComment: async ({ things, body }) =>
      commentAnswer(await placeComment(context, things.transcript, things.comment, body)),

    removeComment: async ({ things }) => {
      await removeComment(context, things.transcript, things.comment);
      return null;
    },
  };
}
