import type { Role } from '@triad/realist';

/* What comes out, as definitions number it. Ids in lists are in the orders of text.ts. */

/** Kinds of difference in a group (section 3), in their order; those that are disagreements, and all. */
export type DisputedKind = 'split' | 'missed' | 'boundary' | 'role' | 'undecided';
export type Kind = 'agree' | DisputedKind | 'role-elsewhere' | 'unsure';

/** Differences between two coders in a configuration (section 5), in their order. */
export type SketchKind = 'part-missing' | 'part-role' | 'bearing' | 'tied-otherwise';

/** One passage: spans of several coders that have a run of positions in common, one a coder. */
export type Group = {
  /** `g1`, `g2`, … in the order of groups. */
  readonly id: string;
  readonly spans: readonly string[];
  readonly kinds: readonly Kind[];
  /** All coders without a span here, split or missed. */
  readonly missing: readonly string[];
  /** From the least start to the greatest end. */
  readonly hull: readonly [start: number, end: number];
  /** What all spans share. */
  readonly shared: readonly [start: number, end: number];
  /** Where the passage is cut differently: the group of the span that shares most with it. */
  readonly splitOf?: string;
};

export type Disagreement =
  | {
      readonly kind: DisputedKind;
      readonly group: string;
      readonly coders: readonly string[];
    }
  | {
      readonly kind: SketchKind;
      /** All sketches that the two coders have in the configuration. */
      readonly sketches: readonly string[];
      readonly coders: readonly [string, string];
    };

/** A span that the strategy would agree on (section 4). */
export type Proposed = {
  readonly start: number;
  readonly end: number;
  readonly label: Role;
  readonly group: string;
  /** The spans that it came from. */
  readonly from: readonly string[];
};

/** A configuration that may become a CMOC (section 6). */
export type Candidate = {
  readonly from: 'sketches' | 'closeness';
  readonly sketches: readonly string[];
  /** How many coders. */
  readonly support: number;
  readonly parts: readonly CandidatePart[];
  /** In words, by ids alone. */
  readonly why: string;
  /** Where a lead's ties made the configuration. */
  readonly byHand?: true;
};

/** `contested` where two coders use the group here without a role in common. */
export type CandidatePart =
  | { readonly role: Role; readonly group: string; readonly contested?: true }
  | { readonly role: Role; readonly inferred: string; readonly coder: string };

export type Consolidation = {
  readonly groups: readonly Group[];
  readonly disagreements: readonly Disagreement[];
  readonly proposed: readonly Proposed[];
  readonly candidates: readonly Candidate[];
};
