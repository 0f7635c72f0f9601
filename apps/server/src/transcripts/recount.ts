import { StorageError } from '@triad/storage';
import type { Context } from '../context.ts';

/** Others change the record too, though seldom: beyond this many in a row something is wrong. */
const TRIES = 5;

/**
 * Brings the turns and words in a transcript's record up to date with its text, once it was edited;
 * `isEdited` is asked when all that was on its way to the text is on disk.
 * Leaves a transcript alone that is being imported or removed. Rejects as the store and `jobs` do.
 */
export async function recount(
  { tables, documents, jobs }: Pick<Context, 'tables' | 'documents' | 'jobs'>,
  transcript: string,
  isEdited: () => boolean,
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    // The record before the text: whoever begins to remove it changes the record first.
    const row = await tables.transcripts.get(transcript);
    if (row === null || row.body.pending !== null) return;
    const { bytes } = await documents.copy({ kind: 'transcript', transcript });
    if (!isEdited()) return;
    const counts = await jobs.count(bytes);
    if (counts.turns === row.body.turns && counts.words === row.body.words) return;
    try {
      await tables.transcripts.update(row, { ...row.body, ...counts });
      return;
    } catch (error) {
      const overtaken = error instanceof StorageError && error.code === 'storage/conflict';
      if (!overtaken || tries >= TRIES) throw error;
    }
  }
}
