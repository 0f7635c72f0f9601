import type { PartId, SketchId, SpanId, StatementId } from './ids.ts';
import type { Role } from './role.ts';
import { compareRoles } from './role.ts';

/**
 * A configuration, partial or whole, as one coder sees it in the text. Its restatement is a text
 * of its own beside it (live and mergeable), and so are the memos that link to it.
 */
export type Sketch = {
  readonly id: SketchId;
  /** Which sentence form the coder took as a start; the restatement itself is free text. */
  readonly form: RestatementForm;
  /** The theory statement on which the sketch bears, if any, and how. */
  readonly bearing: SketchBearing | null;
  /** UTC ISO 8601, by the coder's clock. */
  readonly createdAt: string;
};

export type SketchBearing = { readonly statement: StatementId; readonly bearing: Bearing };

/** A caveat says when the mechanism is not triggered; it is not a refutation. */
export type Bearing = 'supports' | 'refutes' | 'caveat';
export const BEARINGS: readonly Bearing[] = ['supports', 'refutes', 'caveat'];

/** Forms are offered and none is imposed: analysts disagree about if-then-because. */
export type RestatementForm = 'when-then-because' | 'if-then-because' | 'plain';
export const RESTATEMENT_FORMS: readonly RestatementForm[] = [
  'when-then-because',
  'if-then-because',
  'plain',
];

/**
 * One role of a sketch, filled by spans or by words of the coder's own that no quote states
 * (`inferred`, by retroduction). The role is the part's, whatever the span's first reading was.
 */
export type Part = {
  readonly id: PartId;
  readonly sketch: SketchId;
  readonly role: Role;
  readonly filledBy: Quoted | Inferred;
  /** Position among the parts of its sketch; gaps and ties are legal (ties: by id). */
  readonly order: number;
};

export type Quoted = { readonly kind: 'quoted'; readonly spans: readonly SpanReference[] };
export type Inferred = { readonly kind: 'inferred'; readonly words: string };

/**
 * A span of the same coder. `elsewhere` is null where the span lies in the sketch's own layer, and
 * names the other layer otherwise; the words themselves are never copied.
 */
export type SpanReference = {
  readonly span: SpanId;
  readonly elsewhere: { readonly transcript: string; readonly round: string } | null;
};

export type SketchShape =
  | 'empty'
  | 'single role'
  | 'C–M dyad'
  | 'M–O dyad'
  | 'C–O dyad'
  | 'C–M–O triad'
  | 'other';

/**
 * What a sketch amounts to, by the distinct roles among its parts. Dyads are results, not errors;
 * a C–O dyad is the cue for retroduction. Roles beyond C, M and O do not spoil a shape.
 */
export function sketchShape(parts: readonly Pick<Part, 'role'>[]): SketchShape {
  if (parts.length === 0) return 'empty';
  const roles = new Set(parts.map((part) => part.role));
  const core = (['C', 'M', 'O'] as const).filter((role) => roles.has(role)).join('');
  switch (core) {
    case 'CMO':
      return 'C–M–O triad';
    case 'CM':
      return 'C–M dyad';
    case 'MO':
      return 'M–O dyad';
    case 'CO':
      return 'C–O dyad';
    default:
      return roles.size === 1 ? 'single role' : 'other';
  }
}

/** Order in which parts are listed: by role, then as the coder ordered them, then by id. */
export function compareParts(a: Part, b: Part): number {
  return (
    compareRoles(a.role, b.role) || a.order - b.order || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

/** The skeleton a form offers for the restatement; empty for `plain`. */
export function restatementSkeleton(form: RestatementForm): string {
  switch (form) {
    case 'when-then-because':
      return 'When … then … because …';
    case 'if-then-because':
      return 'If … then … because …';
    case 'plain':
      return '';
  }
}
