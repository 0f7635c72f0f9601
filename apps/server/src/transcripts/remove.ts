import type { Context } from '../context.ts';
import type { TranscriptBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import { longAct } from '../long-act.ts';
import { removeComparison } from '../agreement/kept.ts';
import { removeCopies } from '../rounds/closing.ts';
import { removeReasons } from '../rounds/reasons.ts';
import { planBlob } from '../redaction/plan.ts';
import { removeDecisions } from '../adjudication/remove-decisions.ts';
import { removeHistory } from './history.ts';

type Needs = Pick<Context, 'tables' | 'blobs' | 'documents' | 'keys' | 'locks' | 'adjudication'>;

/** Where the original file of a transcript is kept. */
export function originalBlob(transcript: string): string {
  return `original/${transcript}`;
}

/** Removes a transcript wholly: layers, text, original, comments, key. Hidden by the first write. */
export async function removeTranscript(
  context: Needs & Pick<Context, 'announce' | 'log'>,
  row: Row<TranscriptBody>,
): Promise<void> {
  await longAct(context.log, 'transcript removal', row.id, () => remove(context, row));
}

async function remove(
  context: Needs & Pick<Context, 'announce'>,
  row: Row<TranscriptBody>,
): Promise<void> {
  await context.tables.transcripts.update(row, { ...row.body, pending: 'removing' });
  context.announce.changed({
    project: row.body.project,
    what: 'transcripts',
    id: row.id,
    version: 0,
  });
  await eraseTranscript(context, row.id);
}

/**
 * Everything of a transcript that nobody sees; may be done again after a crash. `ofKeys`: whether they
 * are destroyed, too. They are not where these data are older than a redaction: the key that would go
 * opens newer data.
 */
export async function eraseTranscript(
  context: Needs,
  transcript: string,
  ofKeys: 'destroyed' | 'left' = 'destroyed',
): Promise<void> {
  const { tables, blobs, documents, keys } = context;
  try {
    // Before their key goes, so that nobody still writes with it.
    for (const layer of await documents.layers(transcript)) await documents.remove(layer.document);
    await documents.remove({ kind: 'transcript', transcript });
  } finally {
    if (ofKeys === 'destroyed') await keys.destroy(transcript);
  }
  await blobs.remove(originalBlob(transcript));
  await removeCopies(context, transcript);
  await removeHistory(context, transcript);
  await removeReasons(context, transcript);
  await blobs.remove(planBlob(transcript));
  await removeComparison(context, transcript);
  await removeDecisions(context, transcript);
  for (const id of await tables.flags.ids('transcript', transcript)) {
    await tables.flags.remove(id);
  }
  for (const id of await tables.redactions.ids('transcript', transcript)) {
    await tables.redactions.remove(id);
  }
  for (const { id } of await tables.seen.find('transcript', transcript)) {
    await tables.seen.remove(id);
  }
  for (const id of await tables.comments.ids('transcript', transcript)) {
    await tables.comments.remove(id);
  }
  const lease = await tables.leases.one('transcript', transcript);
  if (lease !== null) await tables.leases.remove(lease.id);
  await tables.transcripts.remove(transcript);
}
