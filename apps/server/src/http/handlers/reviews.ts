import type { Context } from '../../context.ts';
import { refuse } from '../../refusal.ts';
import type { Handlers } from '../route-types.ts';

type Names =
  | 'listReviewLinks'
  | 'createReviewLink'
  | 'withdrawReviewLink'
  | 'lookAtReview'
  | 'answerReview';

export function reviewHandlers(_context: Context): Pick<Handlers, Names> {
  const notBuilt = (): Promise<never> => Promise.reject(refuse('server/unavailable'));
  return {
    listReviewLinks: notBuilt,
    createReviewLink: notBuilt,
    withdrawReviewLink: notBuilt,
    lookAtReview: notBuilt,
    answerReview: notBuilt,
  };
}
