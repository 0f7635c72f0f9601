import { endSessionsOf } from '../accounts/sessions.ts';
import type { Context } from '../context.ts';

type Needs = Pick<Context, 'tables' | 'documents' | 'announce'>;

/** Removes an account of the demo study with its sessions and links. */
async function eraseDemoAccount(context: Needs, account: string): Promise<void> {
  const { tables } = context;
  for (const { id } of await tables.signInLinks.find('account', account)) {
    await tables.signInLinks.remove(id);
  }
  await endSessionsOf(context, account, null);
  await tables.accounts.remove(account);
}

/** Removes those of the demo study who are in no project any more; gives how many. */
export async function eraseIdleDemoAccounts(
  context: Needs,
  accounts: readonly string[],
): Promise<number> {
  let erased = 0;
  for (const id of accounts) {
    const account = await context.tables.accounts.get(id);
    if (account?.body.demo !== true) continue;
    if ((await context.tables.members.count('account', id)) > 0) continue;
    await eraseDemoAccount(context, id);
    erased += 1;
  }
  return erased;
}
