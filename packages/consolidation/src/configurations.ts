import type { Role } from '@triad/realist';
import type { Groups, SpanGroup } from './groups.ts';
import { compareIds, joinInTurn, matchOneToOne } from './match.ts';
import type { SketchMatch } from './match-sketches.ts';
import type { CodedSketch, CodedText } from './text.ts';
import type { Tie, TiedSketches } from './ties.ts';
import { tieByHand } from './ties.ts';

/** Sketches that are one configuration, in order, and how they use groups. */
export type SketchSet = {
  readonly sketches: readonly CodedSketch[];
  /** Coders with a sketch here, in order. */
  readonly coders: readonly number[];
  /** For each group of a quoted part, in order, the roles in which each coder uses it. */
  readonly uses: ReadonlyMap<SpanGroup, Uses>;
  /** They would be in other sets without a lead's ties. */
  readonly byHand: boolean;
};

/** Roles by coder. */
export type Uses = ReadonlyMap<number, ReadonlySet<Role>>;

/** Section 5: the configurations, in the order of candidates (section 6). */
export function findConfigurations(
  { sketches }: CodedText,
  groups: Groups,
  matchable: readonly SketchMatch[],
  byHand: readonly Tie[],
): readonly SketchSet[] {
  const matched = matchOneToOne(matchable).toSorted(
    (a, b) => b.weight - a.weight || compareIds(a, b),
  );
  return tieByHand(addPieces(joinInTurn(sketches, matched), matchable), byHand)
    .map((own) => toSketchSet(own, groups))
    .sort(compareSets);
}

/**
 * Some code dyads where others code a triad: a set whose sketches are all pieces of one sketch outside
 * joins the set of that one, all sets at once.
 */
function addPieces(
  sets: readonly (readonly CodedSketch[])[],
  matchable: readonly SketchMatch[],
): readonly (readonly CodedSketch[])[] {
  const wholesOf = new Map<CodedSketch, Map<CodedSketch, number>>();
  for (const { one, other, piece, weight } of matchable) {
    if (piece === null) continue;
    const wholes = wholesOf.get(piece) ?? new Map<CodedSketch, number>();
    wholesOf.set(piece, wholes.set(piece === one ? other : one, weight));
  }
  const setOf = new Map(sets.flatMap((set) => set.map((sketch) => [sketch, set] as const)));
  /** Ends: a whole has more parts than its pieces. */
  const lastOf = (set: readonly CodedSketch[]): readonly CodedSketch[] => {
    const whole = wholeOf(set, wholesOf);
    const next = whole === null ? undefined : setOf.get(whole);
    return next === undefined ? set : lastOf(next);
  };
  return [...Map.groupBy(sets, lastOf).values()].map((joined) => joined.flat());
}

/** The sketch of which all are pieces: of several that with the greatest sum of weights, then the least id. */
function wholeOf(
  set: readonly CodedSketch[],
  wholesOf: ReadonlyMap<CodedSketch, ReadonlyMap<CodedSketch, number>>,
): CodedSketch | null {
  const [first, ...others] = set.map((sketch) => wholesOf.get(sketch));
  let best: { readonly whole: CodedSketch; readonly sum: number } | null = null;
  for (const [whole, weight] of first ?? []) {
    const weights = others.map((wholes) => wholes?.get(whole));
    if (weights.includes(undefined)) continue;
    const sum = weights.reduce<number>((total, next) => total + (next ?? 0), weight);
    const isBetter =
      best === null || sum > best.sum || (sum === best.sum && whole.at < best.whole.at);
    if (isBetter) best = { whole, sum };
  }
  return best?.whole ?? null;
}

function toSketchSet({ sketches: own, byHand }: TiedSketches, groups: Groups): SketchSet {
  const sketches = own.toSorted((a, b) => a.at - b.at);
  const uses = new Map<SpanGroup, Map<number, Set<Role>>>();
  for (const { coder, parts } of sketches) {
    for (const { role, spans } of parts) {
      for (const group of spans.map(groups.of)) {
        const byCoder = uses.get(group) ?? new Map<number, Set<Role>>();
        uses.set(group, byCoder.set(coder, (byCoder.get(coder) ?? new Set()).add(role)));
      }
    }
  }
  return {
    sketches,
    coders: [...new Set(sketches.map(({ coder }) => coder))].sort((a, b) => a - b),
    uses: new Map([...uses].sort(([a], [b]) => a.at - b.at)),
    byHand,
  };
}

/** Support, most first; the first of the groups, none last; the least sketch id. */
function compareSets(a: SketchSet, b: SketchSet): number {
  return (
    b.coders.length - a.coders.length ||
    firstGroupOf(a) - firstGroupOf(b) ||
    leastAtOf(a) - leastAtOf(b)
  );
}

function firstGroupOf({ uses }: SketchSet): number {
  const [first] = uses.keys();
  return first?.at ?? Number.MAX_SAFE_INTEGER;
}

function leastAtOf({ sketches }: SketchSet): number {
  return sketches[0]?.at ?? 0;
}
