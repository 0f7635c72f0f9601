import type { Context } from '../context.ts';
import { DAY_MS, HOUR_MS, now } from '../context.ts';
import type { AccountBody, SessionBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import { hashToken, makeToken } from './tokens.ts';

const IDLE_MS = 14 * DAY_MS;
/** No session lives longer than this, however much it is used. */
export const ABSOLUTE_MS = 60 * DAY_MS;
const TOUCH_MS = HOUR_MS;

type Needs = Pick<Context, 'tables' | 'clock'>;

/** Who is behind a request. */
export type SignedIn = {
  /** SHA-256 of the cookie's token; may be logged. */
  readonly session: string;
  readonly account: Row<AccountBody>;
};

/** Makes a session; the token goes into the cookie and is kept nowhere. */
export async function beginSession(
  context: Needs,
  account: Row<AccountBody>,
): Promise<{ readonly token: string; readonly signedIn: SignedIn }> {
  const token = makeToken();
  const at = now(context);
  const session = hashToken(token);
  await context.tables.sessions.insert(session, {
    account: account.id,
    createdAt: at,
    seenAt: at,
  });
  return { token, signedIn: { session, account } };
}

/** Null where the token is unknown or its session too old. */
export async function findSession(context: Needs, token: string): Promise<SignedIn | null> {
  const row = await context.tables.sessions.get(hashToken(token));
  if (row === null || isOver(context, row.body)) return null;
  const account = await context.tables.accounts.get(row.body.account);
  if (account === null) return null;
  if (context.clock().getTime() - Date.parse(row.body.seenAt) > TOUCH_MS) {
    // Lost to another request that touches it, or to its end: either is fine.
    await context.tables.sessions
      .update(row, { ...row.body, seenAt: now(context) })
      .catch(() => undefined);
  }
  return { session: row.id, account };
}

/** Ends a session and every connection that rests on it. */
export async function endSession(
  context: Pick<Context, 'tables' | 'documents' | 'announce'>,
  session: string,
): Promise<void> {
  await context.tables.sessions.remove(session);
  context.documents.endSession(session);
  context.announce.sessionEnded(session);
}

/** Ends the sessions of an account, but for the one given. */
export async function endSessionsOf(
  context: Pick<Context, 'tables' | 'documents' | 'announce'>,
  account: string,
  except: string | null,
): Promise<void> {
  for (const { id } of await context.tables.sessions.find('account', account)) {
    if (id !== except) await endSession(context, id);
  }
}

/** Ends what grew too old, so that connections do not outlive their session; gives how many. */
export async function sweepSessions(
  context: Pick<Context, 'tables' | 'clock' | 'documents' | 'announce'>,
): Promise<number> {
  let ended = 0;
  for (const row of await context.tables.sessions.all()) {
    if (!isOver(context, row.body)) continue;
    await endSession(context, row.id);
    ended += 1;
  }
  for (const row of await context.tables.signInLinks.all()) {
    if (row.body.expiresAt <= now(context)) await context.tables.signInLinks.remove(row.id);
  }
  return ended;
}

function isOver({ clock }: Needs, body: SessionBody): boolean {
  const at = clock().getTime();
  return at - Date.parse(body.seenAt) > IDLE_MS || at - Date.parse(body.createdAt) > ABSOLUTE_MS;
}
