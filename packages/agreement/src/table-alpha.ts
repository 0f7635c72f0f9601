import type { Figure } from './figure.ts';
import { alphaOf, figure, undefinedFor } from './figure.ts';
import type { CountedTable } from './table.ts';
import { sumOf } from './table.ts';

/** How far two values are apart: the squared difference of Krippendorff 2011, section D. */
export type Metric = 'nominal' | 'ordinal' | 'interval' | 'ratio';

/**
 * How often each value meets each other one in the units of a table (Krippendorff 2004, p. 222; 2011,
 * section C): each ordered pair of values of two coders in a unit of m values counts 1 / (m - 1).
 */
type Coincidences = {
  /** Row after row, as many rows and columns as there are values. */
  readonly cells: Float64Array;
  readonly margins: Float64Array;
  /** Sum of all: how many values can be paired. */
  readonly total: number;
};

function coincidencesOf(counts: readonly Float64Array[], values: number): Coincidences {
  const cells = new Float64Array(values * values);
  const margins = new Float64Array(values);
  let total = 0;
  for (const count of counts) {
    const paired = sumOf(count) - 1;
    for (let c = 0; c < values; c += 1) {
      const ofC = count[c] ?? 0;
      if (ofC === 0) continue;
      margins[c] = (margins[c] ?? 0) + ofC;
      total += ofC;
      for (let k = 0; k < values; k += 1) {
        const ofK = (count[k] ?? 0) - (c === k ? 1 : 0);
        const at = c * values + k;
        cells[at] = (cells[at] ?? 0) + (ofC * ofK) / paired;
      }
    }
  }
  return { cells, margins, total };
}

/** Squared differences of every two values, row after row. Interval and ratio take numbers. */
function differences(
  metric: Metric,
  values: readonly (string | number)[],
  margins: Float64Array,
): Float64Array {
  const many = values.length;
  const found = new Float64Array(many * many);
  for (let c = 0; c < many; c += 1) {
    let between = 0;
    for (let k = c + 1; k < many; k += 1) {
      // Values of units that pair with nothing are in no sum.
      if (margins[c] === 0 || margins[k] === 0) continue;
      const [low, high] = [Number(values[c]), Number(values[k])];
      if (metric === 'nominal') found[c * many + k] = 1;
      else if (metric === 'interval') found[c * many + k] = (high - low) ** 2;
      else if (metric === 'ratio') found[c * many + k] = ((high - low) / (high + low)) ** 2;
      else {
        const ends = ((margins[c] ?? 0) + (margins[k] ?? 0)) / 2;
        found[c * many + k] = (ends + between) ** 2;
        between += margins[k] ?? 0;
      }
      found[k * many + c] = found[c * many + k] ?? 0;
    }
  }
  return found;
}

/** Observed and expected disagreement, and alpha of them. */
export type Alpha = { readonly Do: Figure; readonly De: Figure; readonly alpha: Figure };

/**
 * Krippendorff's alpha over a table, with values missing or not (Krippendorff 2004, pp. 222-230; 2011):
 * 1 - Do/De, Do = (1/n) sum o_ck d_ck, De = 1/(n(n - 1)) sum n_c n_k d_ck.
 */
export function tableAlpha(table: CountedTable, metric: Metric = 'nominal'): Alpha {
  const reason = table.coders < 2 ? 'too-few-coders' : 'nothing-pairable';
  const none = undefinedFor(table.pairable.length === 0 ? reason : 'not-numbers');
  const isOfNumbers =
    metric === 'nominal' || table.values.every((each) => typeof each === 'number');
  if (table.pairable.length === 0 || !isOfNumbers) return { Do: none, De: none, alpha: none };
  const met = coincidencesOf(table.counts, table.values.length);
  const apart = differences(metric, table.values, met.margins);
  if (!apart.every(Number.isFinite)) {
    const not = undefinedFor('not-a-ratio-scale');
    return { Do: not, De: not, alpha: not };
  }
  return alphaFrom(met, apart);
}

function alphaFrom({ cells, margins, total }: Coincidences, apart: Float64Array): Alpha {
  const many = margins.length;
  let [observed, expected] = [0, 0];
  for (let c = 0; c < many; c += 1) {
    for (let k = 0; k < many; k += 1) {
      const far = apart[c * many + k] ?? 0;
      observed += (cells[c * many + k] ?? 0) * far;
      expected += (margins[c] ?? 0) * (margins[k] ?? 0) * far;
    }
  }
  const Do = observed / total;
  const De = expected / (total * (total - 1));
  return { Do: figure(Do), De: figure(De), alpha: alphaOf(Do, De, 'no-variation') };
}

/** Nominal alpha of each value against all others taken together. */
export function alphaByCategory(table: CountedTable): ReadonlyMap<string, Figure> {
  const { alpha } = tableAlpha(table);
  const many = table.values.length;
  const apart = new Float64Array(many);
  const margins = new Float64Array(many);
  let total = 0;
  for (const count of table.counts) {
    const all = sumOf(count);
    total += all;
    for (const [value, times] of count.entries()) {
      apart[value] = (apart[value] ?? 0) + (2 * times * (all - times)) / (all - 1);
      margins[value] = (margins[value] ?? 0) + times;
    }
  }
  const of = (at: number): Figure => {
    if (table.pairable.length === 0) return alpha;
    const margin = margins[at] ?? 0;
    const expected = (2 * margin * (total - margin)) / (total - 1);
    return alphaOf(apart[at] ?? 0, expected, 'no-variation');
  };
  return new Map(table.values.map((value, at) => [String(value), of(at)]));
}

/** 1 - Do of nominal alpha: with nothing missing the mean share of agreeing pairs. */
export function observedAgreement(table: CountedTable): Figure {
  const { Do } = tableAlpha(table);
  return Do.value === null ? Do : figure(1 - Do.value);
}
