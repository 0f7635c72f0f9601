import type { Runs } from './continuum.ts';
import { forEachMeeting, lengthsOf } from './continuum.ts';
import type { Figure } from './figure.ts';
import { alphaOf, figure, undefinedFor } from './figure.ts';
import { sumOf } from './table.ts';

/** Characters of a text by which of two coders coded them with a label. Texts are pooled by adding. */
export type CharacterCounts = {
  readonly both: number;
  readonly onlyA: number;
  readonly onlyB: number;
  readonly neither: number;
};

/** Counts the characters of two coders' units of one label. */
export function countCharacters(a: Runs, b: Runs, length: number): CharacterCounts {
  let both = 0;
  forEachMeeting(a, b, (_, __, shared) => (both += shared));
  const [onlyA, onlyB] = [sumOf(lengthsOf(a)) - both, sumOf(lengthsOf(b)) - both];
  return { both, onlyA, onlyB, neither: length - both - onlyA - onlyB };
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
  // Cohen's (observed - expected) / (1 - expected) in whole numbers.
  const chance = a * (length - b) + b * (length - a);
  const above = 2 * (both * neither - onlyA * onlyB);
  return {
    agreement: figure((both + neither) / length),
    kappa: chance === 0 ? undefinedFor('no-variation') : figure(above / chance),
    dice: a + b === 0 ? undefinedFor('nothing-coded') : figure((2 * both) / (a + b)),
  };
}

/** What nominal alpha over characters is made of, for one label; texts are pooled by adding. */
export type CodedCharacters = {
  /** Characters of the text, once for each of its coders. */
  readonly total: number;
  /** Those of them that their coder coded. */
  readonly coded: number;
  /** Coincidences of coded and not coded, of either order. */
  readonly apart: number;
};

/** @param pairs of every two of the coders */
export function codedCharacters(
  pairs: readonly CharacterCounts[],
  coders: number,
  length: number,
): CodedCharacters {
  const apart = sumOf(pairs.map(({ onlyA, onlyB }) => onlyA + onlyB));
  const both = sumOf(pairs.map((pair) => pair.both));
  // A character that one coder coded stands in as many pairs as there are others.
  const coded = (2 * both + apart) / (coders - 1);
  return { total: coders * length, coded, apart: (2 * apart) / (coders - 1) };
}

/** Nominal alpha over characters, coded or not. It treats neighbouring characters as independent. */
export function characterAlpha({ total, coded, apart }: CodedCharacters): Figure {
  if (total === 0) return undefinedFor('nothing-pairable');
  const expected = (2 * coded * (total - coded)) / (total - 1);
  return alphaOf(apart, expected, coded === 0 ? 'nothing-coded' : 'no-variation');
}
