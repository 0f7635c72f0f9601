import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { changeProjectBody, createProjectBody, MemberRole } from '@triad/collab';
import { LIMITS } from '@triad/collab';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type { AccountBody, MemberBody, ProjectBody } from '../data/records.ts';
import { asSeen } from '../data/table.ts';
import type { Row } from '../data/table.ts';
import { refuse } from '../refusal.ts';
import { firstRound } from '../rounds/rounds.ts';
import { findMembership } from './membership.ts';
import type { Membership } from './membership.ts';

export type NewProject = {
  readonly title: string;
  readonly description: string;
  readonly demo: boolean;
  readonly firstRun: boolean;
};

/** A project that is being made: nobody sees it until {@link showProject}. */
export type ProjectDraft = {
  readonly project: Row<ProjectBody>;
  readonly lead: Row<MemberBody>;
  readonly round: string;
};

/** What the one who makes a project is in it. */
const CREATOR_ROLES: readonly MemberRole[] = ['lead', 'coder'];

export async function draftProject(
  context: Pick<Context, 'tables' | 'documents' | 'clock' | 'homes'>,
  account: string,
  about: NewProject,
  theory: Uint8Array | null = null,
): Promise<ProjectDraft> {
  const { tables } = context;
  const id = randomUUID();
  const round = randomUUID();
  // Before anything of it is there: what is made of it is made by the server that it is at home with.
  await context.homes.begin(id);
  const project = await tables.projects.insert(id, {
    ...about,
    createdAt: now(context),
    pending: 'making',
  });
  await tables.rounds.insert(round, firstRound(context, id));
  const lead = await addMember(context, id, account, CREATOR_ROLES);
  await context.documents.create({ kind: 'theory', project: id }, theory);
  return { project, lead, round };
}

/** The last write of making a project: from now on its members see it. */
export function showProject(
  { tables }: Pick<Context, 'tables'>,
  { project }: ProjectDraft,
): Promise<Row<ProjectBody>> {
  return tables.projects.update(project, { ...project.body, pending: null });
}

export async function createProject(
  context: Context,
  account: Row<AccountBody>,
  { title, description = '' }: z.infer<typeof createProjectBody>,
): Promise<Membership> {
  if ((await listMemberships(context, account.id)).length >= LIMITS.projects) {
    throw refuse('projects/too-many', LIMITS.projects);
  }
  const draft = await draftProject(context, account.id, {
    title,
    description,
    // What somebody of the demo study makes is removed together with it, unless others are in it.
    demo: account.body.demo,
    firstRun: false,
  });
  return { project: await showProject(context, draft), member: draft.lead };
}

/** Newest first. */
export async function listMemberships(
  { tables }: Pick<Context, 'tables'>,
  account: string,
): Promise<readonly Membership[]> {
  const rows = await tables.members.find('account', account);
  const memberships = await Promise.all(
    rows.map((row) => findMembership(tables, row.body.project, account)),
  );
  return memberships
    .filter((membership) => membership !== null)
    .sort((a, b) => (a.project.body.createdAt < b.project.body.createdAt ? 1 : -1));
}

export async function changeProject(
  context: Context,
  project: Row<ProjectBody>,
  change: z.infer<typeof changeProjectBody>,
): Promise<Row<ProjectBody>> {
  const changed = await context.tables.projects.update(asSeen(project, change.version), {
    ...project.body,
    title: change.title ?? project.body.title,
    description: change.description ?? project.body.description,
    deviceCopies: change.deviceCopies ?? project.body.deviceCopies ?? false,
  });
  context.announce.changed({
    project: project.id,
    what: 'project',
    id: project.id,
    version: changed.version,
  });
  return changed;
}

export function addMember(
  context: Pick<Context, 'tables' | 'clock'>,
  project: string,
  account: string,
  roles: readonly MemberRole[],
): Promise<Row<MemberBody>> {
  return context.tables.members.insert(randomUUID(), {
    project,
    account,
    roles: [...new Set(roles)],
    joinedAt: now(context),
    removedAt: null,
  });
}
