import type { TranscriptBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import type { Tables } from '../data/tables.ts';
import { refuse } from '../refusal.ts';

/*
 * Removal hides a project or transcript first and then lists what belongs to it. So whatever is
 * added is added first and then asked about: either the removal finds it, or this does.
 */

/** Takes an addition back, and refuses, if the project went meanwhile. */
export async function keepIfProject<Body>(
  tables: Tables,
  project: string,
  added: Row<Body>,
  table: { remove(id: string): Promise<boolean> },
): Promise<Row<Body>> {
  const row = await tables.projects.get(project);
  if (row !== null && row.body.pending !== 'removing') return added;
  await table.remove(added.id);
  throw refuse('rules/unknown');
}

/** Takes an addition back, and refuses, if the transcript, or its project, went meanwhile. */
export async function keepIfTranscript(
  tables: Tables,
  { id, body }: Row<TranscriptBody>,
  takeBack: () => Promise<unknown>,
): Promise<void> {
  const [row, project] = await Promise.all([
    tables.transcripts.get(id),
    tables.projects.get(body.project),
  ]);
  const isThere = row !== null && row.body.pending !== 'removing';
  if (row?.body.pending === 'redacting') {
    await takeBack();
    throw refuse('transcripts/redacting');
  }
  if (isThere && project !== null && project.body.pending !== 'removing') return;
  await takeBack();
  throw refuse('rules/unknown');
}
