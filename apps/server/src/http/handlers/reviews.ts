import type { Context } from '../../context.ts';
import { answerReview, lookAtReview } from '../../reviews/answer-review.ts';
import {
  createReviewLink,
  listReviewLinks,
  reviewLinkAnswer,
  withdrawReviewLink,
} from '../../reviews/links.ts';
import type { Handlers } from '../route-types.ts';

type Names =
  | 'listReviewLinks'
  | 'createReviewLink'
  | 'withdrawReviewLink'
  | 'lookAtReview'
  | 'answerReview';

export function reviewHandlers(context: Context): Pick<Handlers, Names> {
  return {
    listReviewLinks: ({ things }) => listReviewLinks(context, things.project.id),

    createReviewLink: async ({ me, things, body }) => {
      const { project } = things;
      const { review, link } = await createReviewLink(context, project.id, me.member.id, body);
      return { ...reviewLinkAnswer(context, review, []), link };
    },

    withdrawReviewLink: async ({ things, body }) => {
      const review = await withdrawReviewLink(context, things.review, body.version);
      const replies = await context.tables.reviewReplies.find('link', review.id);
      return reviewLinkAnswer(context, review, replies);
    },

    lookAtReview: ({ body }) => lookAtReview(context, body.token),

    answerReview: ({ body }) => answerReview(context, body),
  };
}
