import { refuse } from '../refusal.ts';
import type { Refusal } from '../refusal.ts';
import { MOST_PLACES } from './places.ts';
import type { RedactionResult } from './redaction-work.ts';

/** What is said to the lead where words cannot be taken out. */
export function refuseFor(result: RedactionResult): Refusal | Error {
  if (!('objection' in result)) return new Error('a redaction gave something else');
  switch (result.objection) {
    case 'moved':
      return refuse('redactions/moved');
    case 'no-words':
      return refuse('redactions/no-words');
    case 'replacement':
      return refuse('redactions/replacement');
    case 'too-many':
      return refuse('redactions/too-many', MOST_PLACES);
  }
}
