import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import type { RouteName } from '@triad/collab';
import type { Redis } from 'ioredis';
import { refuse } from '../refusal.ts';

export type RateLimit = { readonly points: number; readonly seconds: number };

/**
 * How often. All are counted by address or by account: in memory, where nothing of them is kept, or in
 * Redis, where several servers count together.
 */
export const RATE_LIMITS = {
  /** Every request to the API, by address. */
  general: { points: 3_000, seconds: 60 },
  /** Sign-in with a password, by address and by e-mail. */
  signInByAddress: { points: 60, seconds: 300 },
  signInByEmail: { points: 10, seconds: 300 },
  /** Tokens tried, of the first run, invites and sign-in links, by address. */
  tokens: { points: 60, seconds: 300 },
  /** Looks at links for outside reviewers, and answers by them, by address. */
  reviews: { points: 300, seconds: 300 },
  /** Made by one account. */
  invites: { points: 100, seconds: 3_600 },
  projects: { points: 60, seconds: 3_600 },
  demos: { points: 6, seconds: 3_600 },
  passwords: { points: 10, seconds: 3_600 },
  previews: { points: 120, seconds: 60 },
  imports: { points: 600, seconds: 3_600 },
  /** Every one looks through all layers of a transcript. */
  redactions: { points: 120, seconds: 600 },
} as const satisfies Readonly<Record<string, RateLimit>>;

export type RateLimitName = keyof typeof RATE_LIMITS;
export type RateLimits = Readonly<Record<RateLimitName, RateLimit>>;

/** Which limits a route counts against, besides the general one, and by what. */
export const ROUTE_LIMITS: Partial<
  Readonly<Record<RouteName, readonly (readonly [RateLimitName, 'address' | 'account'])[]>>
> = {
  setup: [['tokens', 'address']],
  setupDemo: [['tokens', 'address']],
  signIn: [['signInByAddress', 'address']],
  redeemSignInLink: [['tokens', 'address']],
  lookAtInvite: [['tokens', 'address']],
  acceptInvite: [['tokens', 'address']],
  lookAtReview: [['reviews', 'address']],
  answerReview: [['reviews', 'address']],
  changePassword: [['passwords', 'account']],
  createInvite: [['invites', 'account']],
  createReviewLink: [['invites', 'account']],
  createProject: [['projects', 'account']],
  createDemo: [['demos', 'account']],
  previewTranscript: [['previews', 'account']],
  importTranscript: [['imports', 'account']],
  lookForWords: [['redactions', 'account']],
  redact: [['redactions', 'account']],
};

export type RateLimiter = {
  /** Throws `request/too-many` where there were too many from `key`. */
  count(limit: RateLimitName, key: string): Promise<void>;
  /** Forgets what was counted: a sign-in that went well. */
  forget(limit: RateLimitName, key: string): Promise<void>;
};

/** Where servers count together, under a name of theirs; while it is away each counts by itself. */
export type SharedCounts = { readonly client: Redis; readonly channel: string };

export function makeRateLimiter(
  limits: RateLimits,
  shared: SharedCounts | null = null,
): RateLimiter {
  const limiters = new Map<string, RateLimiterAbstract>(
    Object.entries(limits).map(([name, { points, seconds }]) => {
      const own = { keyPrefix: name, points, duration: seconds };
      const memory = new RateLimiterMemory(own);
      if (shared === null) return [name, memory];
      return [
        name,
        new RateLimiterRedis({
          ...own,
          keyPrefix: `triad:${shared.channel}:limit:${name}`,
          storeClient: shared.client,
          insuranceLimiter: memory,
          rejectIfRedisNotReady: true,
        }),
      ];
    }),
  );
  const limiter = (name: RateLimitName): RateLimiterAbstract => {
    const found = limiters.get(name);
    if (found === undefined) throw new Error(`no rate limit ${name}`);
    return found;
  };
  return {
    async count(limit, key) {
      try {
        await limiter(limit).consume(key);
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error;
        throw refuse('request/too-many', Math.max(1, Math.ceil(error.msBeforeNext / 1000)));
      }
    },
    async forget(limit, key) {
      await limiter(limit).delete(key);
    },
  };
}
