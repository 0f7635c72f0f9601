import type { Anchor } from './anchor.ts';
import type { SpanId } from './ids.ts';
import type { Role } from './role.ts';

/**
 * Words that a coder marked, with a first reading of their role.
 *
 * Spans overlap, nest and repeat freely, between coders and within one. Whose span it is comes
 * from the name of the layer that holds it, never from a field here.
 */
export type Span = {
  readonly id: SpanId;
  readonly role: Role;
  /** The coder's own doubt about the role or the boundaries. */
  readonly unsure: boolean;
  readonly anchor: Anchor;
  /** Ids of nodes (codes) on this span; empty until the project has a codebook. */
  readonly nodes: readonly string[];
  /** UTC ISO 8601, by the coder's clock. */
  readonly createdAt: string;
};

/** A stretch of text as half-open UTF-16 offsets into a transcript's text. */
export type TextRange = { readonly startUtf16: number; readonly endUtf16: number };

/** Whether two ranges have at least one position in common. */
export function rangesOverlap(a: TextRange, b: TextRange): boolean {
  return a.startUtf16 < b.endUtf16 && b.startUtf16 < a.endUtf16;
}

/** Order of the text: by start, then the longer first, so that a nested range follows its host. */
export function compareRanges(a: TextRange, b: TextRange): number {
  return a.startUtf16 - b.startUtf16 || b.endUtf16 - a.endUtf16;
}
