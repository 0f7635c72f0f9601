import type { MemberRole } from '@triad/collab';
import { MEMBER_ROLES } from '@triad/collab';
import type { Client, TestServer } from './http-harness.ts';
import { importShort, invite, newProject, setUp } from './http-harness.ts';

/** Every set of roles that a member can have. */
export const ROLE_SETS: readonly (readonly MemberRole[])[] = Array.from(
  { length: 2 ** MEMBER_ROLES.length - 1 },
  (_, index) => MEMBER_ROLES.filter((_role, bit) => ((index + 1) >> bit) & 1),
);

export type Subject = Client & { readonly member: string; readonly roles: readonly MemberRole[] };

export type Team = {
  readonly server: TestServer;
  /** Lead and coder, who makes what the subjects then try to reach. */
  readonly owner: Subject;
  readonly project: string;
  readonly round: string;
  /** One member for each set of roles. */
  readonly subjects: readonly Subject[];
  /** With an account, but no member of the project. */
  readonly outsider: Client;
  /** A transcript that observers may not read, and one that they may. */
  readonly transcripts: { readonly closed: string; readonly open: string };
};

/** A project with a member for every set of roles, made over the API alone. */
export async function makeTeam(server: TestServer): Promise<Team> {
  const lead = await setUp(server, 'Owner');
  const { id: project, me, rounds } = await newProject(lead);
  const owner: Subject = Object.assign(lead, { member: me, roles: ['lead', 'coder'] as const });
  const closed = await importShort(lead, project);
  const open = await importShort(lead, project);
  await lead.get(
    'changeTranscript',
    { transcript: open.id },
    { version: open.version, observersRead: true },
  );
  const subjects: Subject[] = [];
  for (const roles of ROLE_SETS) {
    const client = await invite(lead, project, roles, roles.join('-'));
    subjects.push(Object.assign(client, { roles }));
  }
  const elsewhere = await newProject(lead, 'Elsewhere');
  const outsider = await invite(lead, elsewhere.id, ['lead', 'coder'], 'Outsider');
  return {
    server,
    owner,
    project,
    round: rounds[0]?.id ?? '',
    subjects,
    outsider,
    transcripts: { closed: closed.id, open: open.id },
  };
}
