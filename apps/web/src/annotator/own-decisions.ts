import type { DecisionAnswer } from '@triad/collab';
import { mayAnswer } from '../pages/adjudicate/may-answer.ts';

/** What was decided of the spans of a transcript, as one of its coders sees it. */
export type OwnDecisions = {
  /** By span, everybody's. */
  readonly bySpan: ReadonlyMap<string, DecisionAnswer>;
  /** One's own spans of which something is decided, and those of them that wait for one's answer. */
  readonly decided: ReadonlySet<string>;
  readonly toAnswer: ReadonlySet<string>;
  /** The closed round in whose layers they stand; null where nothing is decided. */
  readonly round: string | null;
};

export const NO_DECISIONS: OwnDecisions = {
  bySpan: new Map(),
  decided: new Set(),
  toAnswer: new Set(),
  round: null,
};

/** What is decided now; what was taken back waits, and is told of no span. */
export function ownDecisions(decisions: readonly DecisionAnswer[], me: string): OwnDecisions {
  const bySpan = new Map<string, DecisionAnswer>();
  const decided = new Set<string>();
  const toAnswer = new Set<string>();
  for (const decision of decisions) {
    if (decision.ruling === null) continue;
    for (const { member, span } of decision.spans) {
      bySpan.set(span, decision);
      if (member !== me) continue;
      decided.add(span);
      if (mayAnswer(decision, me)) toAnswer.add(span);
    }
  }
  return { bySpan, decided, toAnswer, round: decisions[0]?.round ?? null };
}
