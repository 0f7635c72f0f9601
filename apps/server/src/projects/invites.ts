import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { createInviteBody } from '@triad/collab';
import { LIMITS } from '@triad/collab';
import { StorageError } from '@triad/storage';
import { createAccount } from '../accounts/accounts.ts';
import type { NewAccount } from '../accounts/accounts.ts';
import { hashToken, makeToken } from '../accounts/tokens.ts';
import type { Context } from '../context.ts';
import { DAY_MS, fromNow, now } from '../context.ts';
import type { AccountBody, InviteBody, MemberBody, ProjectBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import { refuse } from '../refusal.ts';
import { joinProject } from './members.ts';
import { findMembership } from './membership.ts';
import { keepIfProject } from './still-there.ts';

/** The link is told once, here; the store keeps a hash of its token. */
export async function createInvite(
  context: Context,
  member: Row<MemberBody>,
  { roles, note, validDays }: z.infer<typeof createInviteBody>,
): Promise<{ readonly invite: Row<InviteBody>; readonly link: string }> {
  const { project } = member.body;
  const open = (await context.tables.invites.find('project', project)).filter(
    ({ body }) => stateOf(context, body) === 'open',
  );
  if (open.length >= LIMITS.openInvites) throw refuse('invites/too-many', LIMITS.openInvites);
  const token = makeToken();
  const invite = await context.tables.invites.insert(randomUUID(), {
    project,
    hash: hashToken(token),
    roles: [...new Set(roles)],
    note,
    createdBy: member.id,
    createdAt: now(context),
    expiresAt: fromNow(context, validDays * DAY_MS),
    used: null,
  });
  await keepIfProject(context.tables, project, invite, context.tables.invites);
  announceInvite(context, invite, invite.version);
  return { invite, link: `${context.origin()}/invite#${token}` };
}

/** Newest first. */
export async function listInvites(
  { tables }: Context,
  project: string,
): Promise<readonly Row<InviteBody>[]> {
  const rows = await tables.invites.find('project', project);
  return [...rows].sort((a, b) => (a.body.createdAt < b.body.createdAt ? 1 : -1));
}

export function stateOf(
  context: Pick<Context, 'clock'>,
  { used, expiresAt }: InviteBody,
): 'open' | 'used' | 'expired' {
  if (used !== null) return 'used';
  return expiresAt <= now(context) ? 'expired' : 'open';
}

/** Withdraws an invite. A used one stays, as the record of how its member came in. */
export async function removeInvite(context: Context, invite: Row<InviteBody>): Promise<void> {
  if (invite.body.used !== null) throw refuse('invites/used');
  await context.tables.invites.remove(invite.id, invite.version);
  announceInvite(context, invite, 0);
}

/** What the token stands for; throws `invites/over` for one that is unknown, used or too old. */
export async function findInvite(
  context: Context,
  token: string,
): Promise<{ readonly invite: Row<InviteBody>; readonly project: Row<ProjectBody> }> {
  const invite = await context.tables.invites.one('hash', hashToken(token));
  if (invite === null || stateOf(context, invite.body) !== 'open') throw refuse('invites/over');
  const project = await context.tables.projects.get(invite.body.project);
  if (project === null || project.body.pending !== null) throw refuse('invites/over');
  return { invite, project };
}

/**
 * Joins the project, with the account signed in or a new one. The invite is used up first, by its
 * version, so that of two at once exactly one gets in; if joining then fails it is given back.
 */
export async function acceptInvite(
  context: Context,
  token: string,
  signedIn: Row<AccountBody> | null,
  newAccount: NewAccount | null,
): Promise<{ readonly account: Row<AccountBody>; readonly member: Row<MemberBody> }> {
  const { invite, project } = await findInvite(context, token);
  if (signedIn?.body.demo === true && !project.body.demo) throw refuse('accounts/demo-cannot-join');
  if (signedIn === null && newAccount === null) throw refuse('invites/account-needed');
  if (signedIn !== null && (await findMembership(context.tables, project.id, signedIn.id))) {
    throw refuse('invites/already-member');
  }
  const taken = await useUp(context, invite, signedIn?.id ?? null);
  try {
    const account = signedIn ?? (newAccount && (await createAccount(context, newAccount)));
    if (account === null) throw refuse('invites/account-needed');
    const member = await joinProject(context, project.id, account.id, invite.body.roles);
    announceInvite(context, taken, taken.version);
    return { account, member };
  } catch (error) {
    await context.tables.invites.update(taken, { ...taken.body, used: null });
    throw error;
  }
}

async function useUp(
  context: Context,
  invite: Row<InviteBody>,
  account: string | null,
): Promise<Row<InviteBody>> {
  try {
    return await context.tables.invites.update(invite, {
      ...invite.body,
      used: { at: now(context), account },
    });
  } catch (error) {
    if (error instanceof StorageError && error.code === 'storage/conflict') {
      throw refuse('invites/over');
    }
    throw error;
  }
}

function announceInvite({ announce }: Context, { id, body }: Row<InviteBody>, version: number) {
  announce.changed({ project: body.project, what: 'invites', id, version });
}
