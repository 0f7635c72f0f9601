import { ConsolidationError } from './errors.ts';
import type { WeightedEdge } from './heaviest-matching.ts';
import { heaviestMatching } from './heaviest-matching.ts';
import { INPUT_LIMITS } from './read-input.ts';
import { compareText } from './text.ts';

/* What spans and sketches have in common: they are matched for every two coders, and matches join them. */

/** Something of a coder that is matched with something of another: a span or a sketch. */
export type Owned = {
  readonly id: string;
  readonly coder: number;
  /** Place among all. */
  readonly at: number;
  /** Place among those of its coder. */
  readonly own: number;
};

/** Two of different coders; `one` is of the coder who comes first. */
export type Match<Thing> = WeightedEdge & { readonly one: Thing; readonly other: Thing };

/** Pairs of two coders that can match; with more a matching could take too long. */
const MOST_OF_TWO_CODERS = 1_000_000;

export function toMatch<Thing extends Owned>(a: Thing, b: Thing, weight: number): Match<Thing> {
  const [one, other] = a.coder < b.coder ? [a, b] : [b, a];
  return { one, other, left: one.own, right: other.own, weight };
}

/**
 * Section 1: of the pairs that can match those that are matched, one to one for every two coders.
 * Throws {@link ConsolidationError} where two coders have too many.
 */
export function matchOneToOne<Thing extends Owned>(
  pairs: readonly Match<Thing>[],
): readonly Match<Thing>[] {
  const byCoders = Map.groupBy(
    pairs,
    ({ one, other }) => one.coder * INPUT_LIMITS.coders + other.coder,
  );
  return [...byCoders.values()].flatMap((own) => {
    if (own.length > MOST_OF_TWO_CODERS) {
      throw new ConsolidationError(
        `The input cannot be used: over ${MOST_OF_TWO_CODERS} pairs of two coders can match.`,
      );
    }
    let [lefts, rights] = [0, 0];
    for (const { left, right } of own) {
      lefts = Math.max(lefts, left + 1);
      rights = Math.max(rights, right + 1);
    }
    return heaviestMatching(lefts, rights, own);
  });
}

/**
 * Section 2: the sets that matches join, in the order given: each joins the sets of its two unless the
 * joined one would hold two of one coder or `fit` says no. What none joins is a set of its own.
 */
export function joinInTurn<Thing extends Owned>(
  things: readonly Thing[],
  matches: readonly Match<Thing>[],
  fit: (a: readonly Thing[], b: readonly Thing[]) => boolean = () => true,
): readonly (readonly Thing[])[] {
  const setOf = things.map((thing): readonly Thing[] => [thing]);
  for (const { one, other } of matches) {
    const [a = [], b = []] = [setOf[one.at], setOf[other.at]];
    if (a === b || haveOneCoder(a, b) || !fit(a, b)) continue;
    const joined = [...a, ...b];
    for (const { at } of joined) setOf[at] = joined;
  }
  return [...new Set(setOf)];
}

function haveOneCoder(a: readonly Owned[], b: readonly Owned[]): boolean {
  return a.some(({ coder }) => b.some((other) => other.coder === coder));
}

/** The last of the ties among matches: the lesser of their two ids, then the greater. */
export function compareIds(a: Match<Owned>, b: Match<Owned>): number {
  return compareText(lesserId(a), lesserId(b)) || compareText(greaterId(a), greaterId(b));
}

function lesserId({ one, other }: Match<Owned>): string {
  return one.id < other.id ? one.id : other.id;
}

function greaterId({ one, other }: Match<Owned>): string {
  return one.id < other.id ? other.id : one.id;
}

/**
 * 1,000,000 × `part` / `whole`, rounded up. Exact while both are whole and below 2^31: what is no whole
 * number is then further from one than the division is off.
 */
export function millionths(part: number, whole: number): number {
  return Math.ceil((1_000_000 * part) / whole);
}
