import type { MemberRole } from '@triad/collab';
import { Annotator } from './annotator.ts';
import type { Stage } from './live-stage.ts';
import { importInterview } from './interview.ts';
import type { Person } from './person.ts';

export const PASSWORD = 'a long enough one';

/**
 * Makes the server's first account by the API, in a browser of its own; where a first try of the same test
 * made it, they sign in.
 */
export async function enterLead(stage: Stage, name: string): Promise<Person> {
  const lead = await stage.enter(name);
  const { setupNeeded } = await lead.call('readSession');
  if (!setupNeeded) {
    await lead.call('signIn', {}, { email: emailOf(name), password: PASSWORD });
    return lead;
  }
  await lead.call(
    'setup',
    {},
    { token: tokenOf(stage.server.setupUrl), name, email: emailOf(name), password: PASSWORD },
  );
  return lead;
}

/** Lets somebody into a project by an invitation, by the API, in a browser of their own. */
export async function enterMember(
  stage: Stage,
  lead: Person,
  project: string,
  name: string,
  roles: readonly MemberRole[] = ['coder'],
): Promise<Person> {
  const member = await stage.enter(name);
  await joinProject(lead, project, member, roles);
  return member;
}

/** The same, for somebody who has a browser already. */
export async function joinProject(
  lead: Person,
  project: string,
  member: Person,
  roles: readonly MemberRole[] = ['coder'],
): Promise<void> {
  const { name } = member;
  const invite = { roles: [...roles], note: name, validDays: 1 };
  const { link } = await lead.call('createInvite', { project }, invite);
  const [token, email] = [tokenOf(link), emailOf(name)];
  try {
    await member.call('acceptInvite', {}, { token, account: { name, email, password: PASSWORD } });
  } catch (error) {
    if (!String(error).includes('409')) throw error;
    await member.call('signIn', {}, { email, password: PASSWORD });
    await member.call('acceptInvite', {}, { token, account: null });
  }
}

export function emailOf(name: string): string {
  return `${name.toLowerCase().replace(/\W+/g, '.')}@example.org`;
}

/** The secret that a link carries in its fragment. */
export function tokenOf(link: string): string {
  return new URL(link).hash.slice(1);
}

/** A lead who codes, their project, and an invented interview in it, opened. */
export async function openInterview(
  lead: Person,
): Promise<{ readonly project: string; readonly transcript: string; readonly hers: Annotator }> {
  const { id: project } = await lead.call('createProject', {}, { title: 'Allotments' });
  const transcript = await importInterview(lead, project);
  return { project, transcript, hers: await new Annotator(lead).open(project, transcript) };
}
