import type { Context } from '../context.ts';
import { removeQuotes } from '../quotes/kept-quotes.ts';

/** Everything that was decided of a transcript, and came of it; may be done again after a crash. */
export async function removeDecisions(
  context: Pick<Context, 'tables' | 'blobs' | 'locks' | 'adjudication'>,
  transcript: string,
): Promise<void> {
  const { decisions, decisionReplies, ties, candidates, consolidated } = context.tables;
  for (const table of [decisions, decisionReplies, ties, candidates, consolidated]) {
    for (const id of await table.ids('transcript', transcript)) await table.remove(id);
  }
  await removeQuotes(context, transcript);
  context.adjudication.forget(transcript);
}
