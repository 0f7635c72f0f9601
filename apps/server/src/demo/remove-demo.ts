import type { Context } from '../context.ts';
import { eraseDemoAccount } from './demo-accounts.ts';
import { removeProject } from '../projects/remove-project.ts';

/** Removes every demo project, with its documents, and every account of the demo study. */
export async function removeDemos(
  context: Context,
): Promise<{ readonly projects: number; readonly accounts: number }> {
  const accounts = await context.tables.accounts.count('kind', 'demo');
  let projects = 0;
  for (const kind of ['first-run', 'asked-for']) {
    for (const project of await context.tables.projects.find('demo', kind)) {
      await removeProject(context, project);
      projects += 1;
    }
  }
  // Most went with their projects; these are left where one was made and not shown.
  for (const { id } of await context.tables.accounts.find('kind', 'demo')) {
    await eraseDemoAccount(context, id);
  }
  return { projects, accounts };
}
