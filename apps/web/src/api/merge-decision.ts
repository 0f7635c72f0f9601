import type { AdjudicationAnswer, DecisionAnswer } from '@triad/collab';

/**
 * The decisions with one that was told of: anew, changed, or answered by a coder. What is known to be
 * newer stays: answers may overtake one another.
 */
export function withDecision(
  decisions: readonly DecisionAnswer[],
  told: DecisionAnswer,
): readonly DecisionAnswer[] {
  const at = decisions.findIndex(({ id }) => id === told.id);
  if (at < 0) return [...decisions, told];
  const known = decisions[at];
  if (known !== undefined && isNewer(known, told)) return decisions;
  return decisions.with(at, told);
}

/** An answer with all but the decisions as it was, to the object: what is drawn of it stays. */
export function mergeDecision(
  answer: AdjudicationAnswer,
  told: DecisionAnswer,
): AdjudicationAnswer {
  const decisions = withDecision(answer.decisions, told);
  return decisions === answer.decisions ? answer : { ...answer, decisions };
}

/** Of one version, the one with more answers is the newer: nobody takes an answer back. */
function isNewer(known: DecisionAnswer, told: DecisionAnswer): boolean {
  if (known.version !== told.version) return known.version > told.version;
  return known.answers.length > told.answers.length;
}
