import type { Role } from '@triad/realist';

/** One text and the coders who finished it; one who marked nothing is listed with no spans. */
export type ConsolidationInput = {
  /** Positions of the text, UTF-16 units. */
  readonly length: number;
  readonly coders: readonly CoderInput[];
};

export type CoderInput = {
  readonly id: string;
  readonly spans: readonly SpanInput[];
  readonly sketches?: readonly SketchInput[];
};

/** `start` and `end` are half-open. */
export type SpanInput = {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly label: Role;
  readonly unsure?: boolean;
};

export type SketchInput = {
  readonly id: string;
  readonly parts: readonly PartInput[];
  /** What the sketch bears on and how, compared as it stands. */
  readonly bearing?: string;
};

/** The role is the part's and may differ from its spans' labels. */
export type PartInput =
  | { readonly role: Role; readonly spans: readonly string[] }
  | { readonly role: Role; readonly inferred: string };
