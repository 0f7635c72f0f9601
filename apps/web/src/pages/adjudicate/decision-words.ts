import type { DecisionAnswer, Outcome, Ruling } from '@triad/collab';
import { adjudicating as words } from '../../messages/adjudicating.ts';
import { say } from '../../messages.ts';

/* What was decided, in words. `decision` says whose a span is. */

export function outcomeInWords(
  outcome: Outcome | null,
  spans: DecisionAnswer['spans'],
  nameOf: (member: string) => string,
): string {
  if (outcome === null) return words.ruling.takenBack;
  const ownerOf = (span: string): string => {
    const owner = spans.find((each) => each.span === span);
    return owner === undefined ? words.ruling.gone : nameOf(owner.member);
  };
  switch (outcome.kind) {
    case 'coder':
      return words.ruling.coder(ownerOf(outcome.span));
    case 'both':
      return words.ruling.both(outcome.spans.map(ownerOf));
    case 'none':
      return words.act.none.toLowerCase();
    default:
      return words.ruling.as(words.short[outcome.kind], say.roles[outcome.role]);
  }
}

/** Who decided: a lead, who may have a span there, or a strategy at a lead's command. */
export function deciderInWords(ruling: Ruling, nameOf: (member: string) => string): string {
  const name = nameOf(ruling.by);
  return ruling.strategy === null
    ? words.ruling.by(name, ruling.ownSpan)
    : words.ruling.byStrategy(words.strategy(ruling.strategy, nameOf), name);
}
