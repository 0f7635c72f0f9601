import type { Context } from '../context.ts';
import { fromNow, now } from '../context.ts';
import type { AccountBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import { refuse } from '../refusal.ts';
import { hashToken, makeToken } from './tokens.ts';

/**
 * Makes a link that signs in once. The token stands in the fragment, which browsers send to
 * nobody, so it reaches no log.
 */
export async function makeSignInLink(
  context: Pick<Context, 'tables' | 'clock' | 'origin'>,
  account: string,
  project: string | null,
  validMs: number,
): Promise<string> {
  const token = makeToken();
  await context.tables.signInLinks.insert(hashToken(token), {
    account,
    project,
    expiresAt: fromNow(context, validMs),
  });
  return `${context.origin()}/sign-in#${token}`;
}

/** Uses a link up. Of two at once exactly one removes the record, and so wins. */
export async function redeemSignInLink(
  context: Pick<Context, 'tables' | 'clock'>,
  token: string,
): Promise<{ readonly account: Row<AccountBody>; readonly project: string | null }> {
  const link = await context.tables.signInLinks.get(hashToken(token));
  if (link === null || !(await context.tables.signInLinks.remove(link.id))) {
    throw refuse('accounts/link-over');
  }
  const account = await context.tables.accounts.get(link.body.account);
  if (account === null || link.body.expiresAt <= now(context)) throw refuse('accounts/link-over');
  return { account, project: link.body.project };
}
