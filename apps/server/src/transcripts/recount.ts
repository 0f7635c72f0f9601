import { StorageError } from '@triad/storage';
import type { Tables } from '../data/tables.ts';
import type { TextCounts } from './job-messages.ts';

/** Others change the record too, though seldom: beyond this many in a row something is wrong. */
const TRIES = 5;

/**
 * Brings the turns and words in a transcript's record up to date with its text, once it was edited.
 * Leaves a transcript alone that is being imported or removed. Rejects as the store does.
 */
export async function recount(
  tables: Tables,
  transcript: string,
  counts: TextCounts,
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const row = await tables.transcripts.get(transcript);
    if (row === null || row.body.pending !== null) return;
    const { turns, words } = row.body;
    if (counts.turns === turns && counts.words === words) return;
    try {
      await tables.transcripts.update(row, { ...row.body, ...counts });
      return;
    } catch (error) {
      const overtaken = error instanceof StorageError && error.code === 'storage/conflict';
      if (!overtaken || tries >= TRIES) throw error;
    }
  }
}
