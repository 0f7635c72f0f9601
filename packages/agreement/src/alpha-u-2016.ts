import type { Codings, Runs } from './continuum.ts';
import { forEachMeeting, lengthsOf } from './continuum.ts';
import type { Figure } from './figure.ts';
import { alphaOf, figure, undefinedFor } from './figure.ts';
import { pairsOf, sumOf } from './table.ts';

/*
 * The family of 2016 (Krippendorff, Mathet, Bouvry & Widlöcher, Quality & Quantity 50, 2347-2364;
 * Krippendorff 2019, section 12.6, equations 32-38): coincidences of labels, counted in positions.
 * Sums stand apart from their diagonals, so that what is nothing comes out as 0 and not near it.
 */

type Cells = ArrayLike<number> & Iterable<number>;

/** Observed and expected coincidences of values, row after row; the value at 0 is the gap. Pooled by adding. */
export type Unitized2016 = {
  readonly observed: Cells;
  readonly expected: Cells;
  /** The same of labels alone, where units meet; in the same rows, with those of the gap empty. */
  readonly metObserved: Cells;
  readonly metExpected: Cells;
  /** Positions of the text times coders. */
  readonly total: number;
};

/** Units of one coder with their labels, by place from 1. */
type Row = Runs & { readonly values: Int32Array };

/** A coder's units of all labels in order; null where those of different labels share a position. */
function inOneRow(units: readonly Runs[]): Row | null {
  const many = sumOf(units.map(({ starts }) => starts.length));
  const row = {
    starts: new Float64Array(many),
    ends: new Float64Array(many),
    values: new Int32Array(many),
  };
  const next = new Int32Array(units.length);
  for (let at = 0; at < many; at += 1) {
    let [first, start] = [0, Infinity];
    for (const [label, { starts }] of units.entries()) {
      const own = starts[next[label] ?? 0] ?? Infinity;
      if (own < start) [first, start] = [label, own];
    }
    if (start < (row.ends[at - 1] ?? 0)) return null;
    const place = next[first] ?? 0;
    row.starts[at] = start;
    row.ends[at] = units[first]?.ends[place] ?? 0;
    row.values[at] = first + 1;
    next[first] = place + 1;
  }
  return row;
}

/**
 * Counts the coincidences of all labels of a text of two coders or more; null where spans of one coder
 * with different labels overlap.
 */
export function unitize2016({ units, coders, length, labels }: Codings): Unitized2016 | null {
  const rows: Row[] = [];
  for (const coder of coders.keys()) {
    const row = inOneRow(units.flatMap((own) => own[coder] ?? []));
    if (row === null) return null;
    rows.push(row);
  }
  const many = labels.length + 1;
  const others = coders.length - 1;
  const total = coders.length * length;
  // Counted for ordered pairs of coders, and divided by the other coders at the end, so that sums are exact.
  const met = new Float64Array(many * many);
  const shared = rows.map(({ starts }) => new Float64Array(starts.length));
  for (const [a, b] of pairsOf(rows.length)) {
    const [one, other, ofOne, ofOther] = [rows[a], rows[b], shared[a], shared[b]];
    if (!one || !other || !ofOne || !ofOther) continue;
    forEachMeeting(one, other, (i, j, positions) => {
      const [c, k] = [one.values[i] ?? 0, other.values[j] ?? 0];
      add(met, c * many + k, positions);
      add(met, k * many + c, positions);
      add(ofOne, i, positions);
      add(ofOther, j, positions);
    });
  }
  const lengths = new Float64Array(many);
  const self = new Float64Array(many);
  const metSelf = new Float64Array(many);
  for (const [coder, row] of rows.entries()) {
    for (const [at, long] of lengthsOf(row).entries()) {
      const value = row.values[at] ?? 0;
      add(lengths, value, long);
      add(self, value, long ** 2);
      add(metSelf, value, ((shared[coder]?.[at] ?? 0) / others) ** 2);
    }
  }
  // A gap has no inner structure: only its single positions are kept from pairing with themselves.
  lengths[0] = total - sumOf(lengths);
  self[0] = lengths[0];
  const observed = met.slice();
  for (let c = 1; c < many; c += 1) {
    const alone = (lengths[c] ?? 0) * others - sumOf(rowOf(met, many, c));
    observed[c] = alone;
    observed[c * many] = alone;
  }
  observed[0] = lengths[0] * others - sumOf(observed.subarray(1, many));
  const metLengths = Float64Array.from(lengths.keys(), (c) => sumOf(rowOf(met, many, c)) / others);
  return {
    observed: Array.from(observed, (each) => each / others),
    expected: expectedOf(lengths, self),
    metObserved: Array.from(met, (each) => each / others),
    metExpected: expectedOf(metLengths, metSelf),
    total,
  };
}

function add(sums: Float64Array, at: number, more: number): void {
  sums[at] = (sums[at] ?? 0) + more;
}

/** e_ck = (l_c l_k - [c = k] S_c) / (l - S/l): no unit is paired with itself. */
function expectedOf(margins: Float64Array, self: Float64Array): readonly number[] {
  const total = sumOf(margins);
  const left = total - sumOf(self) / total;
  const expected: number[] = [];
  for (const [c, ofC] of margins.entries()) {
    for (const [k, ofK] of margins.entries()) {
      expected.push(left > 0 ? (ofC * ofK - (c === k ? (self[c] ?? 0) : 0)) / left : 0);
    }
  }
  return expected;
}

/** Observed and expected coincidences of one label with the gap, where it stands against all else alone. */
export type OneLabel2016 = { readonly observed: number; readonly expected: number };

/**
 * Of one label, in which labels that overlap do not matter.
 * @param apart positions that one of two coders coded and the other did not, of all pairs together
 */
export function unitizeOne2016(
  units: readonly Runs[],
  length: number,
  apart: number,
): OneLabel2016 {
  const lengths = units.map(lengthsOf);
  const coded = sumOf(lengths.map(sumOf));
  const gap = units.length * length - coded;
  const squares = sumOf(lengths.map((own) => sumOf(own.map((long) => long ** 2))));
  const expected = expectedOf(Float64Array.of(gap, coded), Float64Array.of(gap, squares));
  return { observed: apart / (units.length - 1), expected: expected[1] ?? 0 };
}

function rowOf(cells: Float64Array, many: number, row: number): Float64Array {
  return cells.subarray(row * many, (row + 1) * many);
}

function sideOf(cells: Cells): number {
  return Math.sqrt(cells.length);
}

/** The sum of a row but for the cell on the diagonal. */
function besideDiagonal(cells: Cells, row: number): number {
  const many = sideOf(cells);
  let sum = 0;
  for (let k = 0; k < many; k += 1) if (k !== row) sum += cells[row * many + k] ?? 0;
  return sum;
}

function differing(cells: Cells): number {
  let sum = 0;
  for (let row = 0; row < sideOf(cells); row += 1) sum += besideDiagonal(cells, row);
  return sum;
}

/** uα: boundaries and labels together. Of one label it is that of {@link uAlphaBinary} too. */
export function uAlpha({ observed, expected }: Unitized2016): Figure {
  return alphaOf(differing(observed), differing(expected), 'no-variation');
}

/** uα of one label against all else. */
export function uAlphaOfOne({ observed, expected }: OneLabel2016): Figure {
  return alphaOf(observed, expected, 'no-variation');
}

/** |uα: relevant matter against irrelevant, by the same expected coincidences. */
export function uAlphaBinary({ observed, expected }: Unitized2016): Figure {
  if (besideDiagonal(observed, 0) + (observed[0] ?? 0) === 0) return undefinedFor('no-gap');
  return alphaOf(besideDiagonal(observed, 0), besideDiagonal(expected, 0), 'nothing-coded');
}

/** cuα: labels alone, where units of different coders meet. */
export function cuAlpha({ metObserved, metExpected }: Unitized2016): Figure {
  if (sumOf(metObserved) === 0) return undefinedFor('never-meet');
  return alphaOf(differing(metObserved), differing(metExpected), 'no-variation');
}

/** The share of all positions of all coders at which units meet. */
export function cuCoverage({ metObserved, total }: Unitized2016): Figure {
  return total === 0 ? undefinedFor('nothing-pairable') : figure(sumOf(metObserved) / total);
}

/** What (k)uα of one label is made of; texts are pooled by adding. */
export type MetLabel2016 = {
  /** Positions of the label, of all coders. */
  readonly length: number;
  /** Coincidences, where units meet, with other labels and with itself. */
  readonly apart: number;
  readonly own: number;
  /** The same as expected. */
  readonly chanceApart: number;
  readonly chanceOwn: number;
};

/** @param label its place, from 1 */
export function metOf(
  { observed, metObserved, metExpected }: Unitized2016,
  label: number,
): MetLabel2016 {
  const at = label * sideOf(observed) + label;
  return {
    length: besideDiagonal(observed, label) + (observed[at] ?? 0),
    apart: besideDiagonal(metObserved, label),
    own: metObserved[at] ?? 0,
    chanceApart: besideDiagonal(metExpected, label),
    chanceOwn: metExpected[at] ?? 0,
  };
}

/** (k)uα of one label, and the share of its positions at which it meets units of others. */
export function kuAlpha({ length, apart, own, chanceApart, chanceOwn }: MetLabel2016): {
  readonly alpha: Figure;
  readonly coverage: Figure;
} {
  const none = undefinedFor('nothing-coded');
  if (length === 0) return { alpha: none, coverage: none };
  const met = apart + own;
  const coverage = figure(met / length);
  if (met === 0) return { alpha: undefinedFor('never-meet'), coverage };
  if (chanceApart === 0) return { alpha: undefinedFor('no-variation'), coverage };
  return { alpha: figure(1 - ((chanceApart + chanceOwn) * apart) / (met * chanceApart)), coverage };
}
