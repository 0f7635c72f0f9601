import type { Context } from '../context.ts';
import { accountHandlers } from './handlers/accounts.ts';
import { adjudicationHandlers } from './handlers/adjudication.ts';
import { agreementHandlers } from './handlers/agreement.ts';
import { cmocHandlers } from './handlers/cmocs.ts';
import { commentHandlers } from './handlers/comments.ts';
import { consolidationHandlers } from './handlers/consolidation.ts';
import { historyHandlers } from './handlers/history.ts';
import { memberHandlers } from './handlers/members.ts';
import { projectHandlers } from './handlers/projects.ts';
import { reviewHandlers } from './handlers/reviews.ts';
import { roundHandlers } from './handlers/rounds.ts';
import { signOffHandlers } from './handlers/sign-off.ts';
import { transcriptHandlers } from './handlers/transcripts.ts';
import type { RateLimiter } from './rate-limits.ts';
import type { Handlers } from './route-types.ts';

export type HandlerOptions = { readonly secure: boolean; readonly rateLimiter: RateLimiter };

/** A handler for every route. */
export function makeHandlers(context: Context, options: HandlerOptions): Handlers {
  return {
    ...accountHandlers(context, options),
    ...projectHandlers(context),
    ...memberHandlers(context),
    ...roundHandlers(context),
    ...transcriptHandlers(context),
    ...historyHandlers(context),
    ...agreementHandlers(context),
    ...adjudicationHandlers(context),
    ...consolidationHandlers(context),
    ...cmocHandlers(context),
    ...signOffHandlers(context),
    ...reviewHandlers(context),
    ...commentHandlers(context),
  };
}
