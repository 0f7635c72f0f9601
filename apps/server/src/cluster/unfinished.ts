import type { Context } from '../context.ts';
import { isUnfinished } from '../rounds/closing.ts';

/**
 * Projects of which something waits for their home: work that a server left half done when it went, jobs,
 * and leases that run out.
 */
export async function projectsWithWork({
  tables,
}: Pick<Context, 'tables'>): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const state of ['making', 'removing']) {
    for (const id of await tables.projects.ids('pending', state)) found.add(id);
  }
  for (const state of ['importing', 'removing', 'redacting']) {
    for (const { body } of await tables.transcripts.find('pending', state)) found.add(body.project);
  }
  for (const state of ['making', 'undoing']) {
    for (const { body } of await tables.lineages.find('unfinished', state)) found.add(body.project);
  }
  for (const { body } of await tables.cmocs.find('pending', 'making')) found.add(body.project);
  for (const row of await tables.rounds.all()) if (isUnfinished(row)) found.add(row.body.project);
  for (const table of [tables.agreementJobs, tables.consolidationJobs]) {
    for (const id of await table.ids('state', 'running')) found.add(id);
  }
  for (const { body } of await tables.leases.all()) {
    const row = await tables.transcripts.get(body.transcript);
    if (row !== null) found.add(row.body.project);
  }
  return found;
}
