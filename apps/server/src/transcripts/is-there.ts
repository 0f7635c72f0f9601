import type { TranscriptBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';

/** Whether it is none that is being imported or removed: for its members it exists. */
export function isThere({ body: { pending } }: Row<TranscriptBody>): boolean {
  return pending === null || pending === 'redacting';
}
