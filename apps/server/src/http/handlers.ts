import type { Context } from '../context.ts';
import { accountHandlers } from './handlers/accounts.ts';
import { agreementHandlers } from './handlers/agreement.ts';
import { commentHandlers } from './handlers/comments.ts';
import { historyHandlers } from './handlers/history.ts';
import { memberHandlers } from './handlers/members.ts';
import { projectHandlers } from './handlers/projects.ts';
import { roundHandlers } from './handlers/rounds.ts';
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
    ...commentHandlers(context),
  };
}
