import type { Role } from '@triad/realist';
import type { Match } from './match.ts';
import { compareIds, joinInTurn } from './match.ts';
import type { CodedText, MarkedSpan } from './text.ts';
import { compareText, inOrder, sharedOf } from './text.ts';

/** One passage: at most one span of each coder, all of which share positions. */
export type SpanGroup = {
  /** Place among all groups. */
  readonly at: number;
  readonly spans: readonly MarkedSpan[];
  readonly hull: Run;
  readonly shared: Run;
  /** Section 4: what most of its spans carry, undecided ones not counted; undecided if two tie or all are. */
  readonly label: Role;
};

/** Positions from `start` up to `end`. */
export type Run = { readonly start: number; readonly end: number };

export type Groups = {
  /** In order. */
  readonly all: readonly SpanGroup[];
  readonly of: (span: MarkedSpan) => SpanGroup;
};

/** Section 2: matched spans joined, the heaviest match first. */
export function groupSpans({ spans }: CodedText, matches: readonly Match<MarkedSpan>[]): Groups {
  const all = joinInTurn(spans, matches.toSorted(compareMatches), shareSome)
    .map(inOrder)
    .map((own) => ({ spans: own, hull: hullOf(own), shared: sharedBy(own), label: labelOf(own) }))
    .sort(compareGroups)
    .map((group, at): SpanGroup => ({ at, ...group }));
  const groupOf: SpanGroup[] = [];
  for (const group of all) for (const { at } of group.spans) groupOf[at] = group;
  return {
    all,
    of: ({ at }) => {
      const group = groupOf[at];
      if (group === undefined) throw new Error('a span is in no group');
      return group;
    },
  };
}

/** Under which the group is known outside. */
export function groupId({ at }: SpanGroup): string {
  return `g${at + 1}`;
}

function compareMatches(a: Match<MarkedSpan>, b: Match<MarkedSpan>): number {
  return (
    b.weight - a.weight ||
    Math.min(a.one.start, a.other.start) - Math.min(b.one.start, b.other.start) ||
    Math.min(a.one.end, a.other.end) - Math.min(b.one.end, b.other.end) ||
    compareIds(a, b)
  );
}

function compareGroups(a: Omit<SpanGroup, 'at'>, b: Omit<SpanGroup, 'at'>): number {
  return (
    a.hull.start - b.hull.start ||
    a.hull.end - b.hull.end ||
    compareText(leastIdOf(a), leastIdOf(b))
  );
}

function leastIdOf({ spans }: Pick<SpanGroup, 'spans'>): string {
  return spans.map(({ id }) => id).reduce((least, id) => (id < least ? id : least));
}

/** Runs of which every two share a position have one that all share. */
function shareSome(a: readonly MarkedSpan[], b: readonly MarkedSpan[]): boolean {
  return a.every((span) => b.every((other) => sharedOf(span, other) > 0));
}

function hullOf(spans: readonly MarkedSpan[]): Run {
  return {
    start: Math.min(...spans.map(({ start }) => start)),
    end: Math.max(...spans.map(({ end }) => end)),
  };
}

function sharedBy(spans: readonly MarkedSpan[]): Run {
  return {
    start: Math.max(...spans.map(({ start }) => start)),
    end: Math.min(...spans.map(({ end }) => end)),
  };
}

function labelOf(spans: readonly MarkedSpan[]): Role {
  const decided = spans.filter(({ label }) => label !== 'undecided');
  const counts = Map.groupBy(decided, ({ label }) => label);
  const [first, second] = [...counts].sort(([, a], [, b]) => b.length - a.length);
  if (first === undefined || first[1].length === second?.[1].length) return 'undecided';
  return first[0];
}
