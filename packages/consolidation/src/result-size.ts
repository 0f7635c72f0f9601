import { ConsolidationError } from './errors.ts';
import type { Disagreement, Group } from './result.ts';

/** UTF-16 units of the ids that a result repeats in its lists; more are refused. */
const MOST_REPEATED = 100_000_000;

/**
 * Throws {@link ConsolidationError} where groups and disagreements name coders and sketches so often, by
 * ids so long, that the result could not be held: a coder is named wherever they marked nothing.
 */
export function refuseOversized(
  groups: readonly Group[],
  disagreements: readonly Disagreement[],
): void {
  let units = 0;
  const add = (ids: readonly string[]): void => {
    for (const { length } of ids) units += length;
    if (units > MOST_REPEATED) {
      throw new ConsolidationError(
        `The input cannot be used: its result would repeat ids of over ${MOST_REPEATED} characters; shorten them.`,
      );
    }
  };
  for (const { missing } of groups) add(missing);
  for (const each of disagreements) {
    add(each.coders);
    if ('sketches' in each) add(each.sketches);
  }
}
