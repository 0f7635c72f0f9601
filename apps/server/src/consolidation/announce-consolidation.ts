import { isBlindAnywhere } from '@triad/collab';
import type { Context } from '../context.ts';
import { accountsOf, roundFacts } from '../rounds/facts.ts';

/** Not to those who code anything blind: when there is something to consolidate tells of others' work. */
export async function announceConsolidation(
  { announce, tables }: Pick<Context, 'announce' | 'tables'>,
  project: string,
  id: string,
  version: number,
): Promise<void> {
  const rounds = await roundFacts(tables, project);
  const unheardBy = await accountsOf(tables, rounds, (member) => isBlindAnywhere(rounds, member));
  announce.changed(
    { project, what: 'consolidation', id, version },
    { observersRead: false, unheardBy },
  );
}
