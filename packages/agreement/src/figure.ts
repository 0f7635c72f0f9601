/**
 * Why a figure is undefined.
 *
 * - `too-few-coders`: fewer than two coders.
 * - `not-two-coders`: the measure is of exactly two.
 * - `nothing-pairable`: no unit has the values of two coders.
 * - `values-missing`: the measure needs every value of every unit.
 * - `no-variation`: all is one value, so that nothing could have gone wrong.
 * - `nothing-coded`: nobody marked anything of this.
 * - `no-gap`: nothing is left unmarked by anyone.
 * - `never-meet`: units of different coders nowhere share a position.
 * - `labels-overlap`: spans of one coder with different labels overlap; the measure needs one label a position.
 * - `too-few-samples`: one random coding does not tell how they vary.
 * - `too-dense`: so many units lie close together, or of so many samples, that best alignments are too far to find.
 * - `not-numbers`: the metric is of numbers.
 * - `not-a-ratio-scale`: two of the numbers add up to 0, so that none is a share of the other.
 * - `pair-absent`: one of the two coders has not finished it.
 * - `nothing-left`: there is no text at all, or none that adds to the figure.
 * - `a-pair-undefined`: the mean is over pairs of coders, and for one of them there is no figure.
 */
export type Reason =
  | 'too-few-coders'
  | 'not-two-coders'
  | 'nothing-pairable'
  | 'values-missing'
  | 'no-variation'
  | 'nothing-coded'
  | 'no-gap'
  | 'never-meet'
  | 'labels-overlap'
  | 'too-few-samples'
  | 'too-dense'
  | 'not-numbers'
  | 'not-a-ratio-scale'
  | 'pair-absent'
  | 'nothing-left'
  | 'a-pair-undefined';

/** A figure, or why there is none: never NaN, and never a flattering 1. */
export type Figure =
  | { readonly value: number; readonly reason: null }
  | { readonly value: null; readonly reason: Reason };

export function figure(value: number): Figure {
  if (!Number.isFinite(value)) throw new RangeError(`a figure came out as ${value}`);
  return { value, reason: null };
}

export function undefinedFor(reason: Reason): Figure {
  return { value: null, reason };
}

/** The figure of so many spans: of none there is none because nothing was coded, whatever is lacking first. */
export function ofSpans(found: Figure, spans: number): Figure {
  return found.value === null && spans === 0 ? undefinedFor('nothing-coded') : found;
}

/** 1 - observed / expected. */
export function alphaOf(observed: number, expected: number, whenNone: Reason): Figure {
  return expected === 0 ? undefinedFor(whenNone) : figure(1 - observed / expected);
}

/** (observed - expected) / (1 - expected), both shares of agreement. */
export function kappaOf(observed: number, expected: number): Figure {
  return expected >= 1
    ? undefinedFor('no-variation')
    : figure((observed - expected) / (1 - expected));
}
