import type { StrategyName } from '@triad/collab';
import type { Candidate, Proposed } from '@triad/consolidation';
import type { Basis } from '../agreement/basis.ts';
import type { ComparisonRows } from '../agreement/compare.ts';
import type { BasisStamp } from '../agreement/stamp.ts';
import type { View } from '../agreement/view.ts';
import type { Context } from '../context.ts';
import type { TieBody } from '../data/adjudication-records.ts';
import type { Row } from '../data/table.ts';

/** A transcript compared, with the lead's ties heeded, and what else decisions need of it. */
export type Adjudicated = {
  readonly basis: Basis;
  readonly stamp: BasisStamp;
  readonly ties: readonly Row<TieBody>[];
  readonly rows: ComparisonRows;
  readonly view: View;
  /** In the order of candidates from sketches. */
  readonly configurations: readonly {
    readonly sketches: readonly string[];
    readonly byHand: boolean;
  }[];
  readonly candidates: readonly Candidate[];
  /** By the strategies that were asked for. */
  readonly proposals: ReadonlyMap<StrategyName, readonly Proposed[]>;
};

/** Of what is there now; the same is at hand while nothing has moved on. */
export function adjudicated(
  _context: Context,
  _basis: Basis,
  _strategies: readonly StrategyName[],
): Promise<Adjudicated> {
  throw new Error('not built');
}
