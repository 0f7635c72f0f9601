import type { Context } from '../context.ts';
import type { TranscriptBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import { blindAccounts } from '../rounds/facts.ts';

/**
 * That something about the decisions on a transcript changed: one of them, an answer to it, a tie of
 * sketches (`id` is that of the record), or many at once (that of the batch). Not to those who code it blind.
 */
export async function announceDecisions(
  { announce, tables }: Pick<Context, 'announce' | 'tables'>,
  { id: transcript, body: { project } }: Pick<Row<TranscriptBody>, 'id' | 'body'>,
  id: string,
  version: number,
): Promise<void> {
  announce.changed(
    { project, what: 'decisions', id, version, transcript },
    { observersRead: false, unheardBy: await blindAccounts(tables, project, transcript) },
  );
}
