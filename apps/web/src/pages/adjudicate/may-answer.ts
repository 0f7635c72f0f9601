import type { DecisionAnswer } from '@triad/collab';

/**
 * Whether a coder can answer: the decision holds, they have a span at the place or could have had one,
 * and they did not answer this ruling yet.
 */
export function mayAnswer(
  { ruling, spans, answers }: DecisionAnswer,
  me: string,
  codedIt = false,
): boolean {
  return (
    ruling !== null &&
    ruling.outcome !== null &&
    (codedIt || spans.some(({ member }) => member === me)) &&
    !answers.some((answer) => answer.member === me && answer.ruling === ruling.number)
  );
}
