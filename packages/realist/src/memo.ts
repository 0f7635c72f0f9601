import type { MemoId } from './ids.ts';

/**
 * A dated note that says why the analyst decided as they did. Its text lives beside it, mergeable;
 * links are many to many.
 */
export type Memo = {
  readonly id: MemoId;
  readonly links: readonly MemoLink[];
  /** UTC ISO 8601, by the coder's clock. */
  readonly createdAt: string;
};

export type MemoLink = {
  readonly kind: 'span' | 'sketch' | 'part' | 'memo';
  readonly id: string;
};
