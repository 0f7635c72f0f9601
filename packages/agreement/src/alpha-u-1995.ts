import type { Runs } from './continuum.ts';
import { forEachMeeting, lengthsOf } from './continuum.ts';
import type { Figure } from './figure.ts';
import { alphaOf } from './figure.ts';
import { pairsOf, sumOf } from './table.ts';

/**
 * What alpha for unitizing is made of, for one label of one text: disagreement observed and expected,
 * each times the square of the text's length. Several labels or texts are pooled by adding these.
 */
export type Unitized1995 = { readonly observed: number; readonly expected: number };

/** Of the sums, over labels and texts: no mean of alphas. Undefined where nothing else could have come about. */
export function alphaU1995({ observed, expected }: Unitized1995): Figure {
  return alphaOf(observed, expected, 'no-variation');
}

/**
 * Krippendorff's alpha for unitizing, of one label (Krippendorff 1995, Sociological Methodology 25,
 * 47-76; expected disagreement as corrected in Krippendorff 2004, pp. 251-256).
 * @param units of each coder, two or more
 * @param length positions of the text
 */
export function unitize1995(units: readonly Runs[], length: number): Unitized1995 {
  const pairs = pairsOf(units.length);
  const apart = sumOf(pairs.map(([a, b]) => apartIn(units[a] ?? NONE, units[b] ?? NONE)));
  return { observed: apart / pairs.length, expected: expectedIn(units, length) };
}

const NONE: Runs = { starts: new Float64Array(), ends: new Float64Array() };

/** What the pieces of two coders are apart: units that meet, and units that lie in the other's gap. */
function apartIn(first: Runs, second: Runs): number {
  const [metA, metB] = [new Set<number>(), new Set<number>()];
  let sum = 0;
  forEachMeeting(first, second, (a, b) => {
    metA.add(a);
    metB.add(b);
    sum += ((first.starts[a] ?? 0) - (second.starts[b] ?? 0)) ** 2;
    sum += ((first.ends[a] ?? 0) - (second.ends[b] ?? 0)) ** 2;
  });
  for (const [units, met] of [
    [first, metA],
    [second, metB],
  ] as const) {
    // One that meets no unit lies in one gap.
    for (const [at, long] of lengthsOf(units).entries()) if (!met.has(at)) sum += long ** 2;
  }
  return sum;
}

/** The mean of the same over every placing of every other unit, and of every gap, against each unit. */
function expectedIn(units: readonly Runs[], length: number): number {
  const longest = Float64Array.from(units.flatMap((own) => [...lengthsOf(own)]))
    .sort()
    .reverse();
  if (longest.length === 0) return 0;
  const gaps = Float64Array.from(units.flatMap((own) => gapsOf(own, length)))
    .sort()
    .reverse();
  let sum = 0;
  let [within, room] = [0, 0];
  let ofSelf = 0;
  for (const l of longest) {
    // Gaps into which a unit of this length goes, and their lengths together.
    while (within < gaps.length && (gaps[within] ?? 0) >= l) {
      room += gaps[within] ?? 0;
      within += 1;
    }
    sum += ((longest.length - 1) * (2 * l ** 3 - 3 * l ** 2 + l)) / 3;
    sum += l ** 2 * (room - within * (l - 1));
    ofSelf += l * (l - 1);
  }
  const all = units.length * length;
  return (2 * length * sum) / (all * (all - 1) - ofSelf);
}

function gapsOf({ starts, ends }: Runs, length: number): readonly number[] {
  const gaps: number[] = [];
  for (let at = 0; at <= starts.length; at += 1) {
    const gap = (starts[at] ?? length) - (ends[at - 1] ?? 0);
    if (gap > 0) gaps.push(gap);
  }
  return gaps;
}
