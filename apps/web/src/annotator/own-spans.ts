import type { TranscriptSummary } from '@triad/collab';
import type { AnnotatorSession } from './session.ts';

/**
 * How many spans one has in a transcript. Null where there is nothing to be counted: for somebody
 * who does not code and never did there, and where they may not see what is.
 */
export function ownSpans(
  { layers, readable }: Pick<TranscriptSummary, 'layers' | 'readable'>,
  { me, canCode }: Pick<AnnotatorSession, 'me' | 'canCode'>,
): number | null {
  const own = layers.filter(({ member }) => member === me);
  if (own.length === 0 && !(readable && canCode)) return null;
  return own.reduce((sum, { spans }) => sum + spans, 0);
}
