import type { ComparedSpan, DecisionAnswer, MethodSettings, Outcome } from '@triad/collab';
import type { MarkRole, Role, TextRange } from '@triad/realist';
import { MARK_ROLES, rangesOverlap } from '@triad/realist';
import type { Place } from '../agreement/places.ts';

/** What becomes of a place with one key, beside taking one coder's. */
export const ACTS = ['union', 'intersection', 'both', 'drawn', 'none'] as const;
export type Act = (typeof ACTS)[number];

export function isAct(command: string): command is Act {
  return ACTS.some((act) => act === command);
}

/** A stretch with a role, and all who marked just this; `id` is the least of their spans. */
export type DistinctSpan = TextRange & {
  readonly id: string;
  readonly role: Role;
  readonly members: readonly string[];
};

/** Equal spans of several coders are one, in the order of the text. */
export function distinctSpans(spans: readonly ComparedSpan[]): readonly DistinctSpan[] {
  const together = Map.groupBy(
    spans,
    ({ startUtf16, endUtf16, role }) => `${startUtf16}:${endUtf16}:${role}`,
  );
  return [...together.values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const { startUtf16, endUtf16, role } = first;
    const id = alike.reduce((least, span) => (span.id < least ? span.id : least), first.id);
    return [{ id, startUtf16, endUtf16, role, members: alike.map(({ member }) => member) }];
  });
}

/**
 * The label of the group: the role that most of its spans carry, undecided ones not counted; null where
 * two are tied or none is decided, so that the lead must say it (consolidation, section 4).
 */
export function labelOf(spans: readonly ComparedSpan[]): MarkRole | null {
  const counts = new Map<MarkRole, number>();
  for (const { role } of spans) {
    if (role !== 'undecided') counts.set(role, (counts.get(role) ?? 0) + 1);
  }
  const sorted = [...counts].toSorted(([, a], [, b]) => b - a);
  const [first, second] = sorted;
  if (first === undefined || first[1] === second?.[1]) return null;
  return first[0];
}

/** What an act would make without asking further; null where it has to ask, or cannot be. */
export function outcomeOf(act: Act, { spans }: Place): Outcome | null {
  const distinct = distinctSpans(spans);
  switch (act) {
    case 'union':
    case 'intersection': {
      const role = labelOf(spans);
      return role === null || spans.length < 2 ? null : { kind: act, role };
    }
    case 'both':
      return distinct.length === 2 ? { kind: 'both', spans: distinct.map(({ id }) => id) } : null;
    case 'none':
      return { kind: 'none' };
    case 'drawn':
      return null;
  }
}

/** What an act has to be told before it can be sent; null where it cannot be at this place. */
export function askedFor(act: Act, { spans }: Place): 'role' | 'spans' | 'words' | null {
  if (act === 'drawn') return 'words';
  if (act === 'both') return distinctSpans(spans).length > 2 ? 'spans' : null;
  if (act === 'none') return null;
  return spans.length < 2 ? null : 'role';
}

export function isPossible(act: Act, place: Place): boolean {
  return outcomeOf(act, place) !== null || askedFor(act, place) !== null;
}

/**
 * What Ctrl+Enter decides: the same again where it is decided; what all have where all agree; both
 * where each coder's role stands in a configuration of its own. Null: nothing suggests itself.
 */
export function usualOutcome(place: Place, decision: DecisionAnswer | undefined): Outcome | null {
  const again = outcomeNow(decision);
  if (again !== null) return again;
  if (place.group?.kinds.includes('agree') === true) return takenFrom(place.spans[0]);
  return place.group?.kinds.includes('role-elsewhere') === true ? outcomeOf('both', place) : null;
}

/**
 * What was decided, to be decided once more: what was drawn is told by where its words stand now, since a
 * correction may have moved them. Null where nothing was decided, or these words are gone.
 */
export function outcomeNow(decision: DecisionAnswer | undefined): Outcome | null {
  const outcome = decision?.ruling?.outcome ?? null;
  if (outcome?.kind !== 'drawn') return outcome;
  const [startUtf16, endUtf16] = decision?.agreed[0]?.range ?? [];
  if (startUtf16 === undefined || endUtf16 === undefined) return null;
  return { ...outcome, startUtf16, endUtf16 };
}

export function takenFrom(span: ComparedSpan | undefined): Outcome | null {
  return span === undefined ? null : { kind: 'coder', span: span.id };
}

/** The act that an outcome is of; null where it takes one coder's. */
export function actOf(outcome: Outcome | null): Act | null {
  return outcome === null || outcome.kind === 'coder' ? null : outcome.kind;
}

/** Whether any of the words that were drawn is one that was marked here. */
export function isOfPlace(drawn: TextRange, { spans }: Place): boolean {
  return spans.some((span) => rangesOverlap(drawn, span));
}

/** Whether one of the spans there is the member's own. */
export function hasOwnSpan({ spans }: Place, member: string): boolean {
  return spans.some((span) => span.member === member);
}

export type RoleKey = readonly [key: string, role: MarkRole];

/** Roles that can be chosen at a place, each by its letter: those of the method, and those that are there. */
export function roleKeys(
  { roles }: Pick<MethodSettings, 'roles'>,
  spans: readonly Pick<ComparedSpan, 'role'>[],
): readonly RoleKey[] {
  const offered = new Set<Role>(['C', 'M', 'O', ...roles, ...spans.map(({ role }) => role)]);
  return MARK_ROLES.filter((role) => offered.has(role)).map((role) => [role.toLowerCase(), role]);
}
