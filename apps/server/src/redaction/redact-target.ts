import type { CommentTarget } from '@triad/collab';
import type { Anchor } from '@triad/realist';
import { redactAnchor } from './redact-anchor.ts';
import type { Redacted } from './redact-anchor.ts';

/** Where a comment's words were anchored, as a span's are, that anchor stands beside the offsets. */
type Passage = Extract<CommentTarget, { kind: 'passage' }> & { readonly anchor?: Anchor | null };

/** What a comment is about, in the redacted text: a passage stays on its words, or on what replaced them. */
export function redactTarget(redacted: Redacted, target: Passage): Passage {
  const { anchor } = target;
  return {
    ...target,
    ...offsetsAfter(redacted, target),
    ...(anchor === undefined || anchor === null ? {} : { anchor: redactAnchor(redacted, anchor) }),
  };
}

function offsetsAfter(
  { before, after, moved }: Redacted,
  { turn, startUtf16, endUtf16 }: Passage,
): Pick<Passage, 'startUtf16' | 'endUtf16'> {
  const old = before.index.turns.find(({ id }) => id === turn);
  const present = after.turns.find(({ id }) => id === turn);
  if (old === undefined || present === undefined) return { startUtf16, endUtf16 };
  const range = moved({
    startUtf16: old.startUtf16 + startUtf16,
    endUtf16: old.startUtf16 + endUtf16,
  });
  return {
    startUtf16: Math.max(0, range.startUtf16 - present.startUtf16),
    endUtf16: Math.max(1, range.endUtf16 - present.startUtf16),
  };
}
