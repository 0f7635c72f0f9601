import type { Act, Situation } from '@triad/collab';
import { isAllowed } from '@triad/collab';
import type { MemberBody, ProjectBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import type { Tables } from '../data/tables.ts';

/** An account's place in a project that is there. */
export type Membership = { readonly project: Row<ProjectBody>; readonly member: Row<MemberBody> };

/** Null where there is no such project, or the account is not, or no longer, a member of it. */
export async function findMembership(
  tables: Tables,
  project: string,
  account: string,
): Promise<Membership | null> {
  const [projectRow, member] = await Promise.all([
    tables.projects.get(project),
    tables.members.one('membership', `${project}/${account}`),
  ]);
  if (projectRow === null || projectRow.body.pending !== null) return null;
  if (member === null || member.body.removedAt !== null) return null;
  return { project: projectRow, member };
}

export function memberMay(member: Row<MemberBody>, act: Act, situation: Situation = {}): boolean {
  return isAllowed(act, member.body.roles, situation);
}
