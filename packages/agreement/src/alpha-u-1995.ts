import type { Continuum, Segment } from './continuum.ts';
import { cutUp, forEachMeeting, labelsOf, unitsOf } from './continuum.ts';
import type { Figure } from './figure.ts';
import { alphaOf } from './figure.ts';
import { pairsOf } from './table.ts';

/**
 * What alpha for unitizing is made of, for one label of one text: disagreement observed and expected,
 * each times the square of the text's length. Several texts are pooled by adding these.
 */
export type Unitized1995 = { readonly observed: number; readonly expected: number };

/** Of the sums; where nobody marked this label nothing is expected. */
export function alphaU1995(sums: readonly Unitized1995[]): Figure {
  let [observed, expected] = [0, 0];
  for (const each of sums) {
    observed += each.observed;
    expected += each.expected;
  }
  return alphaOf(observed, expected, 'nothing-coded');
}

/**
 * Krippendorff's alpha for unitizing, label by label (Krippendorff 1995, Sociological Methodology 25,
 * 47-76; expected disagreement as corrected in Krippendorff 2004, pp. 251-256). Empty with fewer than
 * two coders. Over labels: {@link alphaU1995} of all, which is no mean of alphas.
 */
export function unitize1995(continuum: Continuum): ReadonlyMap<string, Unitized1995> {
  const { coders, length } = continuum;
  if (coders.length < 2) return new Map();
  return new Map(
    labelsOf(continuum).map((label) => {
      const cut = coders.map(({ spans }) =>
        cutUp(
          unitsOf(spans, label).map((unit) => ({ ...unit, label })),
          length,
        ),
      );
      return [label, { observed: observedIn(cut), expected: expectedIn(cut, length) }];
    }),
  );
}

/** The mean over ordered pairs of coders of what their pieces that meet are apart. */
function observedIn(cut: readonly (readonly Segment[])[]): number {
  let sum = 0;
  for (const [a, b] of pairsOf(cut.length)) {
    forEachMeeting(cut[a] ?? [], cut[b] ?? [], (one, other) => {
      if (one.label !== null && other.label !== null) {
        sum += (one.start - other.start) ** 2 + (one.end - other.end) ** 2;
      } else if (one.label !== null && liesIn(one, other)) sum += (one.end - one.start) ** 2;
      else if (other.label !== null && liesIn(other, one)) sum += (other.end - other.start) ** 2;
    });
  }
  return (2 * sum) / (cut.length * (cut.length - 1));
}

function liesIn(unit: Segment, gap: Segment): boolean {
  return gap.label === null && gap.start <= unit.start && unit.end <= gap.end;
}

/** The mean of the same over every placing of every other unit, and of every gap, against each unit. */
function expectedIn(cut: readonly (readonly Segment[])[], length: number): number {
  const lengths = (isUnit: boolean): number[] =>
    cut
      .flat()
      .filter(({ label }) => (label !== null) === isUnit)
      .map(({ start, end }) => end - start);
  const units = lengths(true);
  if (units.length === 0) return 0;
  const gaps = lengths(false).sort((a, b) => b - a);
  const longest = units.toSorted((a, b) => b - a);
  let sum = 0;
  let [within, room] = [0, 0];
  let ofSelf = 0;
  for (const l of longest) {
    // Gaps into which a unit of this length goes, and their lengths together.
    while (within < gaps.length && (gaps[within] ?? 0) >= l) {
      room += gaps[within] ?? 0;
      within += 1;
    }
    sum += ((units.length - 1) * (2 * l ** 3 - 3 * l ** 2 + l)) / 3;
    sum += l ** 2 * (room - within * (l - 1));
    ofSelf += l * (l - 1);
  }
  const all = cut.length * length;
  return (2 * length * sum) / (all * (all - 1) - ofSelf);
}

/** Of one text of this length; null where nobody is to be compared. */
export function disagreements1995(
  { observed, expected }: Unitized1995,
  length: number,
): { readonly Do: number; readonly De: number; readonly alpha: Figure } {
  return {
    Do: observed / length ** 2,
    De: expected / length ** 2,
    alpha: alphaU1995([{ observed, expected }]),
  };
}
