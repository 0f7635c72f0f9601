import type { StatementId } from './ids.ts';

/**
 * What somebody thinks works, for whom and why, before any data (the initial programme theory).
 * Title and sentence are texts beside it, written together live.
 */
export type Statement = {
  readonly id: StatementId;
  /** Position in the list; ties are broken by id. */
  readonly order: number;
  /** UTC ISO 8601, by the author's clock. */
  readonly createdAt: string;
};
