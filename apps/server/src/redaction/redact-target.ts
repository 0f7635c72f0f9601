import type { CommentTarget, OffsetPassage } from '@triad/collab';
import { locateComment, makeAnchor, trimRange } from '@triad/collab';
import { redactAnchor } from './redact-anchor.ts';
import type { Redacted } from './redact-anchor.ts';

type Passage = Extract<CommentTarget | OffsetPassage, { kind: 'passage' }>;

/**
 * What a comment is about, in the redacted text: a passage stays on its words, or on what replaced
 * them. One that knows its words by their place alone gets them, while that place can be told.
 */
export function redactTarget(redacted: Redacted, target: Passage): Passage {
  if (target.anchor !== undefined) {
    return { kind: 'passage', anchor: redactAnchor(redacted, target.anchor) };
  }
  const { before, after, moved } = redacted;
  const place = locateComment(before.doc, before.index, target);
  if (place?.kind !== 'placed') return target;
  const range = trimRange(after.text, moved(place.range));
  const anchor = range === null ? null : makeAnchor(after, range);
  return anchor === null ? target : { kind: 'passage', anchor };
}
