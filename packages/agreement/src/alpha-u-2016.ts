import type { Continuum, Segment } from './continuum.ts';
import { cutUp, forEachMeeting, unitsOf } from './continuum.ts';
import type { Figure } from './figure.ts';
import { alphaOf, figure, undefinedFor } from './figure.ts';
import { pairsOf, sumOf } from './table.ts';

/*
 * The family of 2016 (Krippendorff, Mathet, Bouvry & Widlöcher, Quality & Quantity 50, 2347-2364;
 * Krippendorff 2019, section 12.6, equations 32-38): coincidences of labels, counted in positions.
 */

/** Observed and expected coincidences of values, row after row; the value at 0 is the gap. */
export type Unitized2016 = {
  readonly labels: readonly string[];
  readonly observed: Float64Array;
  readonly expected: Float64Array;
  /** The same of labels alone, where units meet; in the same rows, with those of the gap empty. */
  readonly metObserved: Float64Array;
  readonly metExpected: Float64Array;
  /** Positions of the text times coders. */
  readonly total: number;
};

/** Whether spans of one coder with different labels share a position. */
export function labelsOverlap({ coders }: Continuum, labels: readonly string[]): boolean {
  return coders.some(({ spans }) => {
    const units = allUnits(spans, labels);
    return units.some(({ start }, at) => at > 0 && start < (units[at - 1]?.end ?? 0));
  });
}

function allUnits(spans: Continuum['coders'][number]['spans'], labels: readonly string[]) {
  return labels
    .flatMap((label) => unitsOf(spans, label).map((unit) => ({ ...unit, label })))
    .sort((a, b) => a.start - b.start || a.end - b.end);
}

/**
 * Counts the coincidences of these labels. Two coders or more, whose units do not overlap
 * ({@link labelsOverlap}).
 */
export function unitize2016(
  { coders, length }: Continuum,
  labels: readonly string[],
): Unitized2016 {
  const index = new Map<string | null, number>([[null, 0]]);
  for (const [at, label] of labels.entries()) index.set(label, at + 1);
  const many = labels.length + 1;
  const cut = coders.map(({ spans }) =>
    cutUp(allUnits(spans, labels), length).map((segment) => ({
      ...segment,
      value: index.get(segment.label) ?? 0,
      shared: 0,
    })),
  );
  const others = coders.length - 1;
  const observed = new Float64Array(many * many);
  const metObserved = new Float64Array(many * many);
  for (const [a, b] of pairsOf(cut.length)) {
    forEachMeeting(cut[a] ?? [], cut[b] ?? [], (one, other, shared) => {
      const share = shared / others;
      add(observed, one.value * many + other.value, share);
      add(observed, other.value * many + one.value, share);
      if (one.value === 0 || other.value === 0) return;
      add(metObserved, one.value * many + other.value, share);
      add(metObserved, other.value * many + one.value, share);
      one.shared += share;
      other.shared += share;
    });
  }
  const all = cut.flat();
  // A gap has no inner structure: only its single positions are kept from pairing with themselves.
  const self = (segment: Segment): number =>
    segment.label === null ? segment.end - segment.start : (segment.end - segment.start) ** 2;
  const expected = expectedOf(observed, many, sumsBy(all, many, self));
  const metExpected = expectedOf(
    metObserved,
    many,
    sumsBy(all, many, ({ label, shared }) => (label === null ? 0 : shared ** 2)),
  );
  return { labels, observed, expected, metObserved, metExpected, total: coders.length * length };
}

function add(sums: Float64Array, at: number, more: number): void {
  sums[at] = (sums[at] ?? 0) + more;
}

function sumsBy<Each extends { readonly value: number }>(
  segments: readonly Each[],
  many: number,
  of: (segment: Each) => number,
): Float64Array {
  const sums = new Float64Array(many);
  for (const segment of segments) add(sums, segment.value, of(segment));
  return sums;
}

/** e_ck = (l_c l_k - [c = k] S_c) / (l - S/l): no unit is paired with itself. */
function expectedOf(observed: Float64Array, many: number, self: Float64Array): Float64Array {
  const margins = Array.from({ length: many }, (_, c) => sumOf(rowOf(observed, many, c)));
  const total = sumOf(margins);
  const expected = new Float64Array(many * many);
  const left = total - sumOf(self) / total;
  if (!(left > 0)) return expected;
  for (let c = 0; c < many; c += 1) {
    for (let k = 0; k < many; k += 1) {
      const own = c === k ? (self[c] ?? 0) : 0;
      expected[c * many + k] = ((margins[c] ?? 0) * (margins[k] ?? 0) - own) / left;
    }
  }
  return expected;
}

function rowOf(cells: Float64Array, many: number, row: number): Float64Array {
  return cells.subarray(row * many, (row + 1) * many);
}

function diagonal(cells: Float64Array): number {
  const many = Math.sqrt(cells.length);
  return sumOf(Array.from({ length: many }, (_, c) => cells[c * many + c] ?? 0));
}

/** The coincidences of several texts, of the same labels, added: so they are pooled. */
export function pool2016(all: readonly Unitized2016[]): Unitized2016 {
  const [first, ...rest] = all;
  if (first === undefined) throw new RangeError('there is nothing to pool');
  const sum = (of: (one: Unitized2016) => Float64Array): Float64Array =>
    of(first).map((value, at) => value + sumOf(rest.map((each) => of(each)[at] ?? 0)));
  return {
    labels: first.labels,
    observed: sum((one) => one.observed),
    expected: sum((one) => one.expected),
    metObserved: sum((one) => one.metObserved),
    metExpected: sum((one) => one.metExpected),
    total: sumOf(all.map(({ total }) => total)),
  };
}

/** uα: boundaries and labels together. */
export function uAlpha({ observed, expected }: Unitized2016): Figure {
  const [met, chance] = [sumOf(observed), sumOf(expected)];
  return alphaOf(
    round(met - diagonal(observed), met),
    round(chance - diagonal(expected), chance),
    'no-variation',
  );
}

/** |uα: relevant matter against irrelevant, by the same expected coincidences. */
export function uAlphaBinary({ observed, expected, labels }: Unitized2016): Figure {
  const many = labels.length + 1;
  const [gap, chance] = [rowOf(observed, many, 0), rowOf(expected, many, 0)];
  if (sumOf(gap) === 0) return undefinedFor('no-gap');
  return alphaOf(sumOf(gap.subarray(1)), sumOf(chance.subarray(1)), 'nothing-coded');
}

/** cuα: labels alone, where units of different coders meet. */
export function cuAlpha({ metObserved, metExpected }: Unitized2016): Figure {
  const [met, chance] = [sumOf(metObserved), sumOf(metExpected)];
  if (met === 0) return undefinedFor('never-meet');
  return alphaOf(
    round(met - diagonal(metObserved), met),
    round(chance - diagonal(metExpected), chance),
    'no-variation',
  );
}

/** The share of all positions of all coders at which units meet. */
export function cuCoverage({ metObserved, total }: Unitized2016): number {
  return sumOf(metObserved) / total;
}

/** (k)uα of each label that somebody used, and the share of its positions at which it meets units of others. */
export function kuAlpha({
  labels,
  observed,
  metObserved,
  metExpected,
}: Unitized2016): ReadonlyMap<string, { readonly alpha: Figure; readonly coverage: number }> {
  const many = labels.length + 1;
  const found = new Map<string, { readonly alpha: Figure; readonly coverage: number }>();
  for (const [at, label] of labels.entries()) {
    const k = at + 1;
    const length = sumOf(rowOf(observed, many, k));
    if (length === 0) continue;
    const met = sumOf(rowOf(metObserved, many, k));
    const chance = sumOf(Array.from({ length: many }, (_, c) => metExpected[c * many + k] ?? 0));
    const [own, ownChance] = [metObserved[k * many + k] ?? 0, metExpected[k * many + k] ?? 0];
    const apart = round(chance - ownChance, chance);
    const none = undefinedFor(met === 0 ? 'never-meet' : 'no-variation');
    const alpha =
      met === 0 || apart === 0
        ? none
        : figure(1 - (chance * round(met - own, met)) / (met * apart));
    found.set(label, { alpha, coverage: met / length });
  }
  return found;
}

/** What is left of a difference of sums by rounding alone is nothing. */
function round(difference: number, of: number): number {
  return Math.abs(difference) <= of * 1e-12 ? 0 : difference;
}
