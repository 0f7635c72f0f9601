import { call } from '../api/client.ts';
import { hear } from './hear.ts';

/** Who the server says is signed in, as seen from one account; `unknown` where it does not answer. */
export async function whoIsIn(account: string): Promise<'owner' | 'other' | 'nobody' | 'unknown'> {
  const session = await call('readSession', {}).catch(() => null);
  if (session === null) return 'unknown';
  if (session.account?.id === account) return 'owner';
  hear({ what: 'session' }, session);
  return session.account === null ? 'nobody' : 'other';
}

/**
 * Whether the server says that this account is the one signed in now; null where it does not answer.
 * To be asked before anything is judged by what the server says: another tab may have let somebody
 * else in, under whose eyes it means nothing.
 */
export async function isSignedIn(account: string): Promise<boolean | null> {
  const who = await whoIsIn(account);
  return who === 'unknown' ? null : who === 'owner';
}

/** Somebody else is signed in, or the server cannot be asked: nothing may be concluded. */
export class NotTheOwner extends Error {
  override readonly name = 'NotTheOwner';
}

export async function mustBeSignedIn(account: string): Promise<void> {
  if ((await isSignedIn(account)) !== true) throw new NotTheOwner('another account is signed in');
}
