import type { CommentTarget } from '@triad/collab';
import type { Redacted } from './redact-anchor.ts';

type Passage = Extract<CommentTarget, { kind: 'passage' }>;

/** What a comment is about, in the redacted text: a passage stays on its words, or on what replaced them. */
export function redactTarget(redacted: Redacted, target: Passage): Passage {
  const { before, after, moved } = redacted;
  const old = before.index.turns.find(({ id }) => id === target.turn);
  const turn = after.turns.find(({ id }) => id === target.turn);
  if (old === undefined || turn === undefined) return target;
  const range = moved({
    startUtf16: old.startUtf16 + target.startUtf16,
    endUtf16: old.startUtf16 + target.endUtf16,
  });
  return {
    ...target,
    startUtf16: Math.max(0, range.startUtf16 - turn.startUtf16),
    endUtf16: Math.max(1, range.endUtf16 - turn.startUtf16),
  };
}
