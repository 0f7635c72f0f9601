import type { Continuum, Run } from './continuum.ts';
import { forEachMeeting, labelsOf, unitsOf } from './continuum.ts';
import type { Figure } from './figure.ts';
import { alphaOf, figure, kappaOf, undefinedFor } from './figure.ts';
import { pairsOf, sumOf } from './table.ts';

/** Characters of a text by which of two coders coded them with a label. */
export type CharacterCounts = {
  readonly both: number;
  readonly onlyA: number;
  readonly onlyB: number;
  readonly neither: number;
};

/** The counts of each label and pair of coders; texts are pooled by adding them. Pairs as `first|second`. */
export function countCharacters(
  continuum: Continuum,
): ReadonlyMap<string, ReadonlyMap<string, CharacterCounts>> {
  const { coders, length } = continuum;
  return new Map(
    labelsOf(continuum).map((label) => {
      const units = coders.map(({ spans }) => unitsOf(spans, label));
      const coded = units.map((own) => lengthOf(own));
      return [
        label,
        new Map(
          pairsOf(coders.length).map(([a, b]) => {
            let both = 0;
            forEachMeeting(units[a] ?? [], units[b] ?? [], (_, __, shared) => (both += shared));
            const [onlyA, onlyB] = [(coded[a] ?? 0) - both, (coded[b] ?? 0) - both];
            const counts = { both, onlyA, onlyB, neither: length - both - onlyA - onlyB };
            return [`${coders[a]?.id}|${coders[b]?.id}`, counts] as const;
          }),
        ),
      ] as const;
    }),
  );
}

function lengthOf(units: readonly Run[]): number {
  return sumOf(units.map(({ start, end }) => end - start));
}

/**
 * As NVivo's Coding Comparison query reports them: the share of characters on which the two agree,
 * Cohen's kappa over characters; and `dice`, which leaves out what nobody coded.
 */
export function characterFigures({ both, onlyA, onlyB, neither }: CharacterCounts): {
  readonly agreement: Figure;
  readonly kappa: Figure;
  readonly dice: Figure;
} {
  const length = both + onlyA + onlyB + neither;
  if (length === 0) {
    const none = undefinedFor('nothing-pairable');
    return { agreement: none, kappa: none, dice: none };
  }
  const [a, b] = [both + onlyA, both + onlyB];
  const expected = (a * b + (length - a) * (length - b)) / length ** 2;
  return {
    agreement: figure((both + neither) / length),
    kappa: kappaOf((both + neither) / length, expected),
    dice: a + b === 0 ? undefinedFor('nothing-coded') : figure((2 * both) / (a + b)),
  };
}

/** Characters of a text by how many of its coders coded them, from none on. */
export function countCoders({ coders, length }: Continuum, label: string): readonly number[] {
  const edges = coders
    .flatMap(({ spans }) => unitsOf(spans, label))
    .flatMap(({ start, end }) => [
      { at: start, step: 1 },
      { at: end, step: -1 },
    ])
    .sort((a, b) => a.at - b.at);
  const counts = Array.from({ length: coders.length + 1 }, () => 0);
  let [from, many] = [0, 0];
  for (const { at, step } of [...edges, { at: length, step: 0 }]) {
    counts[many] = (counts[many] ?? 0) + at - from;
    from = at;
    many += step;
  }
  return counts;
}

/**
 * Nominal alpha over characters, coded or not, from counts by how many coders coded them (of several
 * texts: one list each). It treats neighbouring characters as independent.
 */
export function characterAlpha(texts: readonly (readonly number[])[]): Figure {
  let [coded, apart, total] = [0, 0, 0];
  for (const counts of texts) {
    const coders = counts.length - 1;
    if (coders < 2) continue;
    for (const [many, length] of counts.entries()) {
      coded += many * length;
      total += coders * length;
      apart += (2 * many * (coders - many) * length) / (coders - 1);
    }
  }
  if (total === 0) return undefinedFor('too-few-coders');
  const expected = (2 * coded * (total - coded)) / (total - 1);
  return alphaOf(apart, expected, coded === 0 ? 'nothing-coded' : 'no-variation');
}
