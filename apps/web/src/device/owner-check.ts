import { call } from '../api/client.ts';
import { hear } from './hear.ts';

/**
 * Whether the server says that this account is the one signed in now; null where it does not answer.
 * To be asked before anything is judged by what the server says: another tab may have let somebody
 * else in, under whose eyes it means nothing.
 */
export async function isSignedIn(account: string): Promise<boolean | null> {
  const session = await call('readSession', {}).catch(() => null);
  if (session === null) return null;
  const isIn = session.account?.id === account;
  if (!isIn) hear({ what: 'session' }, session);
  return isIn;
}

/** Somebody else is signed in, or the server cannot be asked: nothing may be concluded. */
export class NotTheOwner extends Error {
  override readonly name = 'NotTheOwner';
}

export async function mustBeSignedIn(account: string): Promise<void> {
  if ((await isSignedIn(account)) !== true) throw new NotTheOwner('another account is signed in');
}
