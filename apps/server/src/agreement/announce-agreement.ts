import { isBlindAnywhere } from '@triad/collab';
import type { Context } from '../context.ts';
import { accountsOf, roundFacts } from '../rounds/facts.ts';

/** Not to those who code anything blind: when it is worked out tells of others' work. */
export async function announceAgreement(
  { announce, tables }: Pick<Context, 'announce' | 'tables'>,
  project: string,
  version: number,
): Promise<void> {
  const rounds = await roundFacts(tables, project);
  const unheardBy = await accountsOf(tables, rounds, (member) => isBlindAnywhere(rounds, member));
  announce.changed(
    { project, what: 'agreement', id: project, version },
    { observersRead: false, unheardBy },
  );
}
