import { timingSafeEqual } from 'node:crypto';
import type { Tables } from '../data/tables.ts';
import { refuse } from '../refusal.ts';
import { hashToken } from './tokens.ts';

/**
 * The first run: while no account exists, apart from the demo's, whoever holds the token that was
 * printed at start may make one. The token is in memory alone; that of a server by itself lives as long as
 * its process, and servers that share their data have one and the same.
 */
export type FirstRun = {
  /** Whether the first-run page is open. */
  isOpen(): Promise<boolean>;
  /** For the address that is printed at start; null where set-up is over. */
  token(): Promise<string | null>;
  /** Throws unless first run is open and this is its token. */
  check(token: string): Promise<void>;
};

export function makeFirstRun(tables: Tables, token: string): FirstRun {
  const hash = Buffer.from(hashToken(token));
  const isOpen = async () => (await tables.accounts.count('kind', 'person')) === 0;
  return {
    isOpen,
    token: async () => ((await isOpen()) ? token : null),
    async check(given) {
      if (!(await isOpen())) throw refuse('setup/over');
      if (!timingSafeEqual(Buffer.from(hashToken(given)), hash)) throw refuse('setup/wrong-token');
    },
  };
}
