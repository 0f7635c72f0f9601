import type { Context } from '../context.ts';
import type { CmocBody } from '../data/cmoc-records.ts';
import type { ProjectBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import { refuse } from '../refusal.ts';

/** Held by whatever changes CMOCs, their versions, sign-offs or settings: one at a time for each project. */
export function cmocsLock(project: string): string {
  return `cmocs/${project}`;
}

/**
 * Runs work on the CMOCs of a project that is there, alone. Removing the project waits for it, and comes
 * before whatever waits for that: nothing is left behind. Refuses with `rules/unknown` where it is gone.
 */
export function withCmocs<Result>(
  { tables, locks }: Pick<Context, 'tables' | 'locks'>,
  project: string,
  work: (project: Row<ProjectBody>) => Promise<Result>,
): Promise<Result> {
  return locks(cmocsLock(project), async () => {
    const row = await tables.projects.get(project);
    if (row === null || row.body.pending === 'removing') throw refuse('rules/unknown');
    return work(row);
  });
}

/** As it is now; refuses with `rules/unknown` where it is gone. */
export async function shownCmoc(
  { tables }: Pick<Context, 'tables'>,
  id: string,
): Promise<Row<CmocBody>> {
  const row = await tables.cmocs.get(id);
  if (row === null || row.body.life === 'making') throw refuse('rules/unknown');
  return row;
}
