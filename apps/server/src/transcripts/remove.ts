import type { Context } from '../context.ts';
import type { TranscriptBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';

type Needs = Pick<Context, 'tables' | 'blobs' | 'documents'>;

/** Where the original file of a transcript is kept. */
export function originalBlob(transcript: string): string {
  return `original/${transcript}`;
}

/** Removes a transcript wholly: layers, text, original, comments. Hidden by the first write. */
export async function removeTranscript(
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

/** Everything of a transcript that nobody sees; may be done again after a crash. */
export async function eraseTranscript(context: Needs, transcript: string): Promise<void> {
  const { tables, blobs, documents } = context;
  for (const layer of await documents.layers(transcript)) await documents.remove(layer.document);
  await documents.remove({ kind: 'transcript', transcript });
  await blobs.remove(originalBlob(transcript));
  for (const { id } of await tables.comments.find('transcript', transcript)) {
    await tables.comments.remove(id);
  }
  const lease = await tables.leases.one('transcript', transcript);
  if (lease !== null) await tables.leases.remove(lease.id);
  await tables.transcripts.remove(transcript);
}
