import type { LayerDigest } from '@triad/collab';
import { EMPTY_DIGEST } from '@triad/collab';
import type { Context } from '../context.ts';
import type { RoundBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import { refuse } from '../refusal.ts';
import { copyId } from './closing.ts';

/** The copy that closing made; later ones are of what changed after it. */
const FIRST = 1;

/**
 * What a member's layer held when the round was revealed, from the copy that was made then; null
 * before that. Nothing where the member had no layer: all that is in it came after.
 */
export async function readRevealed(
  { tables, blobs, documents }: Pick<Context, 'tables' | 'blobs' | 'documents'>,
  round: Row<RoundBody>,
  transcript: string,
  member: string,
): Promise<LayerDigest | null> {
  if (!isRevealed(round, transcript)) return null;
  const id = copyId(transcript, round.id, member, FIRST);
  const row = await tables.layerCopies.get(id);
  if (row === null || row.body.afterReveal) return EMPTY_DIGEST;
  const kept = await blobs.get(id);
  // Gone with its transcript since.
  if (kept === null) throw refuse('rules/unknown');
  return documents.digest({ schema: row.body.schema ?? 1, bytes: kept.bytes });
}

/** Whether every layer of it stands as a copy. */
function isRevealed({ body }: Row<RoundBody>, transcript: string): boolean {
  const isOfIt = body.transcripts === null || body.transcripts.includes(transcript);
  if (!isOfIt) return false;
  return body.state === 'closed' || body.closedTranscripts[transcript]?.copied === true;
}
