import { cmocsLock } from '../cmocs/with-cmocs.ts';
import type { Context } from '../context.ts';
import type { ProjectBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import { eraseIdleDemoAccounts } from '../demo/demo-accounts.ts';
import { longAct } from '../long-act.ts';
import { eraseTranscript } from '../transcripts/remove.ts';

type Needs = Pick<
  Context,
  'tables' | 'blobs' | 'documents' | 'keys' | 'announce' | 'activity' | 'locks' | 'adjudication'
>;

/**
 * Removes a project and everything of it. Its first write hides it from everybody, its last
 * removes the record; what lies between may stop anywhere and is finished at the next start.
 */
export async function removeProject(
  context: Needs & Pick<Context, 'log' | 'homes'>,
  project: Row<ProjectBody>,
): Promise<void> {
  await longAct(context.log, 'project removal', project.id, () => remove(context, project));
  await context.homes.release(project.id);
}

async function remove(context: Needs, project: Row<ProjectBody>): Promise<void> {
  await context.tables.projects.update(project, { ...project.body, pending: 'removing' });
  context.announce.projectEnded(project.id);
  for (const { body } of await context.tables.members.find('present', project.id)) {
    await context.documents.recheck(body.account);
  }
  // After whatever of it still runs, such as a redaction, which would go on writing.
  await context.locks(project.id, () =>
    context.locks(cmocsLock(project.id), () => eraseProject(context, project.id)),
  );
}

/** Everything of a project that nobody sees any more; may be done again after a crash. */
export async function eraseProject(context: Needs, project: string): Promise<void> {
  const { tables, documents, activity } = context;
  const accounts = (await tables.members.find('project', project)).map(({ body }) => body.account);
  for (const transcript of await tables.transcripts.ids('project', project)) {
    await eraseTranscript(context, transcript);
  }
  await documents.remove({ kind: 'theory', project });
  for (const cmoc of await tables.cmocs.ids('project', project)) {
    await documents.remove({ kind: 'cmoc', cmoc });
  }
  for (const table of [
    tables.comments,
    tables.participants,
    tables.invites,
    tables.progress,
    tables.comparisons,
    tables.flags,
    tables.agreementJobs,
    tables.agreementFigures,
    tables.decisions,
    tables.decisionReplies,
    tables.ties,
    tables.candidates,
    tables.consolidated,
    tables.consolidationJobs,
    tables.reviewReplies,
    tables.reviewLinks,
    tables.signOffs,
    tables.cmocVersions,
    tables.lineages,
    tables.cmocs,
    tables.seen,
    tables.rounds,
    tables.members,
  ]) {
    for (const id of await table.ids('project', project)) await table.remove(id);
  }
  await activity.forget(project);
  await tables.projects.remove(project);
  await eraseIdleDemoAccounts(context, accounts);
}
