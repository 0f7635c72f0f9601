import type { Ruling, StrategyBatch } from '@triad/collab';
import type { DecisionBody } from '../data/adjudication-records.ts';

/**
 * The command that a strategy decided by last, of those of which something stands. Computing candidates again
 * leaves it, so that it can be undone together whatever came after; once it is, the one before is the last.
 */
export function standingBatch(
  decisions: readonly { readonly body: Pick<DecisionBody, 'rulings'> }[],
): StrategyBatch | null {
  const batches = Map.groupBy(
    decisions.flatMap(({ body }) => {
      const last = body.rulings.at(-1);
      return last !== undefined && last.outcome !== null && last.batch !== null ? [last] : [];
    }),
    ({ batch }) => batch,
  );
  const [latest] = [...batches.values()].sort((a, b) => (begunAt(a) < begunAt(b) ? 1 : -1));
  const first = latest?.[0];
  if (latest === undefined || first === undefined) return null;
  const { batch, strategy, by } = first;
  if (batch === null || strategy === null) return null;
  return { batch, strategy, by, at: begunAt(latest), places: latest.length };
}

function begunAt(rulings: readonly Ruling[]): string {
  return rulings.reduce((first, { at }) => (at < first ? at : first), rulings[0]?.at ?? '');
}
