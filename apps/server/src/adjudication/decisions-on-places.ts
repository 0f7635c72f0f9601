import type { Touched } from '@triad/collab';
import type { LayerRows } from '../agreement/derive-rows.ts';
import type { Group } from '@triad/consolidation';
import type { DecisionBody } from '../data/adjudication-records.ts';
import type { Row } from '../data/table.ts';

/** Which decision holds for which place, and which of them should be looked at again. */
export type OnPlaces = {
  /** By the least id of a place's spans. */
  readonly byPlace: ReadonlyMap<string, Row<DecisionBody>>;
  /** By decision; absent or empty: it stands on what is there now. */
  readonly touched: ReadonlyMap<string, readonly Touched[]>;
};

/**
 * A decision holds for the place that has most of its spans (ties: the first). None is thrown away: of
 * several for one place the one with most of its spans holds, and all are touched.
 */
export function decisionsOnPlaces(
  _groups: readonly Group[],
  _layers: readonly LayerRows[],
  _decisions: readonly Row<DecisionBody>[],
): OnPlaces {
  throw new Error('not built');
}
