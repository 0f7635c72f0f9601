import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { changeAccountBody, changePasswordBody, setupBody } from '@triad/collab';
import { StorageError } from '@triad/storage';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type { AccountBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import { refuse } from '../refusal.ts';
import { endSessionsOf } from './sessions.ts';
import { makeToken } from './tokens.ts';
import type { SignedIn } from './sessions.ts';

export type NewAccount = {
  readonly name: string;
  readonly email: string;
  readonly password: string;
};

/** Throws `accounts/email-taken` where there is one already; of two at once one wins. */
export async function createAccount(
  context: Pick<Context, 'tables' | 'passwords' | 'clock'>,
  { name, email, password }: NewAccount,
): Promise<Row<AccountBody>> {
  if ((await context.tables.accounts.one('email', email)) !== null) {
    throw refuse('accounts/email-taken');
  }
  return insertAccount(context, {
    name,
    email,
    password: await context.passwords.hash(password),
    preferences: {},
    demo: false,
    createdAt: now(context),
  });
}

/** An account of the demo study: without a password, under an address that no mail reaches. */
export function createDemoAccount(
  context: Pick<Context, 'tables' | 'clock'>,
  { name, email }: { readonly name: string; readonly email: string },
): Promise<Row<AccountBody>> {
  return insertAccount(context, {
    name,
    email,
    password: null,
    preferences: {},
    demo: true,
    createdAt: now(context),
  });
}

async function insertAccount(
  { tables }: Pick<Context, 'tables'>,
  body: AccountBody,
): Promise<Row<AccountBody>> {
  try {
    return await tables.accounts.insert(randomUUID(), body);
  } catch (error) {
    if (error instanceof StorageError && error.code === 'storage/not-unique') {
      throw refuse('accounts/email-taken');
    }
    throw error;
  }
}

/** The first account of all; of two at once one wins. */
export function setUp(
  context: Context,
  { token, ...account }: z.infer<typeof setupBody>,
): Promise<Row<AccountBody>> {
  return context.locks('first-run', async () => {
    await context.firstRun.check(token);
    return createAccount(context, account);
  });
}

/** Does the same work whether or not the address is known, so that time tells nothing. */
export async function checkPassword(
  context: Context,
  email: string,
  password: string,
): Promise<Row<AccountBody>> {
  const account = await context.tables.accounts.one('email', email);
  const right = await context.passwords.verify(password, account?.body.password ?? null);
  if (account === null || !right) throw refuse('accounts/wrong');
  return account;
}

/** Field by field, one change after the other: two tabs do not undo each other's. */
export function changeAccount(
  { tables, locks }: Context,
  { id }: Row<AccountBody>,
  change: z.infer<typeof changeAccountBody>,
): Promise<Row<AccountBody>> {
  return locks(id, async () => {
    const account = await tables.accounts.get(id);
    if (account === null) throw refuse('session/needed');
    return tables.accounts.update(account, {
      ...account.body,
      name: change.name ?? account.body.name,
      preferences: { ...account.body.preferences, ...change.preferences },
    });
  });
}

/** Ends every other session of the account, since who changes a password fears that it is known. */
export async function changePassword(
  context: Context,
  { account, session }: SignedIn,
  { current, next }: z.infer<typeof changePasswordBody>,
): Promise<void> {
  if (account.body.password === null) throw refuse('accounts/no-password');
  if (!(await context.passwords.verify(current, account.body.password))) {
    throw refuse('accounts/wrong-password');
  }
  const password = await context.passwords.hash(next);
  await context.tables.accounts.update(account, { ...account.body, password });
  await endSessionsOf(context, account.id, session);
}

/**
 * By the operator, for somebody who forgot theirs: a new password, given back once and kept as its
 * hash. Every session of the account ends.
 */
export async function resetPassword(context: Context, email: string): Promise<string> {
  const account = await context.tables.accounts.one('email', email);
  if (account === null || account.body.demo) throw refuse('accounts/unknown');
  const password = makeToken().slice(0, 20);
  const hash = await context.passwords.hash(password);
  await context.tables.accounts.update(account, { ...account.body, password: hash });
  await endSessionsOf(context, account.id, null);
  return password;
}
