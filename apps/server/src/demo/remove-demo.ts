import type { Context } from '../context.ts';
import type { ProjectBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import { removeProject } from '../projects/remove-project.ts';
import { refuse } from '../refusal.ts';
import { eraseIdleDemoAccounts } from './demo-accounts.ts';

export type RemovedDemos = {
  readonly projects: number;
  readonly accounts: number;
  /** Left as they are: people with accounts of their own are in them, and a lead can remove them. */
  readonly kept: readonly { readonly id: string; readonly title: string }[];
};

/**
 * Removes demo projects, with their documents, and the accounts of the demo study. What people with
 * accounts of their own are in is theirs to remove: it may hold real work by now. Refuses with
 * `demo/elsewhere` where one is at home with another server; those before it are gone then.
 */
export async function removeDemos(context: Context): Promise<RemovedDemos> {
  const { tables } = context;
  const before = await tables.accounts.count('kind', 'demo');
  const kept: { readonly id: string; readonly title: string }[] = [];
  let projects = 0;
  for (const kind of ['first-run', 'asked-for']) {
    for (const project of await tables.projects.find('demo', kind)) {
      if (await hasOwnAccounts(context, project)) {
        kept.push({ id: project.id, title: project.body.title });
        continue;
      }
      // What is removed is removed by the server that acts for it.
      if ((await context.homes.find(project.id)) !== null) throw refuse('demo/elsewhere');
      await removeProject(context, project);
      projects += 1;
    }
  }
  // Most went with their projects; these are left where one was made and not shown.
  const left = await tables.accounts.find('kind', 'demo');
  await eraseIdleDemoAccounts(
    context,
    left.map(({ id }) => id),
  );
  return { projects, accounts: before - (await tables.accounts.count('kind', 'demo')), kept };
}

async function hasOwnAccounts({ tables }: Context, project: Row<ProjectBody>): Promise<boolean> {
  for (const { body } of await tables.members.find('present', project.id)) {
    const account = await tables.accounts.get(body.account);
    if (account !== null && !account.body.demo) return true;
  }
  return false;
}
