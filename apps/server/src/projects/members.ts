import type { MemberRole } from '@triad/collab';
import { LIMITS } from '@triad/collab';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type { MemberBody } from '../data/records.ts';
import { asSeen } from '../data/table.ts';
import type { Row } from '../data/table.ts';
import { refuse } from '../refusal.ts';
import { noteCoder } from '../rounds/coders.ts';
import { announceRound } from '../rounds/rounds.ts';
import { addMember } from './projects.ts';
import { keepIfProject } from './still-there.ts';

/** Removed members too, since their work stays; in the order in which they joined. */
export async function listMembers(
  { tables }: Context,
  project: string,
): Promise<readonly Row<MemberBody>[]> {
  const rows = await tables.members.find('project', project);
  return [...rows].sort((a, b) => (a.body.joinedAt < b.body.joinedAt ? -1 : 1));
}

/** Gives a member other roles; open connections that they no longer allow end at once. `by` is a member. */
export function changeRoles(
  context: Context,
  row: Row<MemberBody>,
  { version, roles }: { readonly version: number; readonly roles: readonly MemberRole[] },
  by: string,
): Promise<Row<MemberBody>> {
  const { id, body } = row;
  return context.locks(body.project, async () => {
    if (body.removedAt !== null) throw refuse('members/removed');
    if (!roles.includes('lead')) await keepALead(context, body.project, id);
    const changed = await context.tables.members.update(asSeen(row, version), {
      ...body,
      roles: [...new Set(roles)],
    });
    await context.announce.rolesChanged(body.project, body.account);
    await context.documents.recheck(body.account);
    await noteInRounds(context, body, changed, by);
    announceMember(context, changed);
    return changed;
  });
}

/** Ends a membership and its connections. The entry and the work stay. */
export function removeMember(
  context: Context,
  { id, body }: Row<MemberBody>,
  by: string,
): Promise<void> {
  return context.locks(body.project, async () => {
    const row = await context.tables.members.get(id);
    if (row === null || row.body.removedAt !== null) return;
    await keepALead(context, body.project, id);
    const changed = await context.tables.members.update(row, {
      ...row.body,
      removedAt: now(context),
    });
    await context.documents.recheck(body.account);
    await noteInRounds(context, row.body, changed, by);
    context.announce.membershipEnded(body.project, body.account);
    announceMember(context, changed);
  });
}

/** A new member, or one who was removed and comes back to their own work. */
export function joinProject(
  context: Context,
  project: string,
  account: string,
  roles: readonly MemberRole[],
): Promise<Row<MemberBody>> {
  return context.locks(project, async () => {
    const { tables } = context;
    const before = await tables.members.one('membership', `${project}/${account}`);
    if (before !== null && before.body.removedAt === null) throw refuse('invites/already-member');
    if ((await tables.members.count('present', project)) >= LIMITS.projectMembers) {
      throw refuse('members/too-many', LIMITS.projectMembers);
    }
    const joined =
      before === null
        ? await addMember(context, project, account, roles)
        : await tables.members.update(before, { ...before.body, roles, removedAt: null });
    await keepIfProject(tables, project, joined, tables.members);
    if (before !== null) await noteInRounds(context, before.body, joined, joined.id);
    announceMember(context, joined);
    return joined;
  });
}

/** To be asked under the project's lock, before this member ceases to be a lead. */
async function keepALead(context: Context, project: string, member: string): Promise<void> {
  const present = await context.tables.members.find('present', project);
  const others = present.filter(({ id, body }) => id !== member && body.roles.includes('lead'));
  if (others.length > 0) return;
  if (present.some(({ id, body }) => id === member && body.roles.includes('lead'))) {
    throw refuse('members/last-lead');
  }
}

async function noteInRounds(
  context: Context,
  before: MemberBody,
  after: Row<MemberBody>,
  by: string,
): Promise<void> {
  const changed = await noteCoder(context, before, after, by);
  for (const round of changed) announceRound(context, round);
}

function announceMember({ announce }: Context, { id, version, body }: Row<MemberBody>): void {
  announce.changed({ project: body.project, what: 'members', id, version });
}
