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

function coincidencesOf({ counts, sizes, values }: CountedTable): Coincidences {
  const many = values.length;
  const cells = new Float64Array(many * many);
  const margins = new Float64Array(many);
  for (let unit = 0; unit < sizes.length; unit += 1) {
    const size = sizes[unit] ?? 0;
    for (let c = 0; c < many; c += 1) {
      const ofC = counts[unit * many + c] ?? 0;
      if (ofC === 0) continue;
      margins[c] = (margins[c] ?? 0) + ofC;
      for (let k = 0; k < many; k += 1) {
        const ofK = (counts[unit * many + k] ?? 0) - (c === k ? 1 : 0);
        cells[c * many + k] = (cells[c * many + k] ?? 0) + (ofC * ofK) / (size - 1);
      }
    }
  }
  return { cells, margins, total: sumOf(sizes) };
}

/** Squared differences of every two numbers, row after row. */
function differences(
  metric: Exclude<Metric, 'nominal'>,
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
      if (metric === 'interval') found[c * many + k] = (high - low) ** 2;
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
  if (metric === 'nominal') return nominalAlpha(table);
  const met = coincidencesOf(table);
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

/** Of each value: coincidences with other values, and all of its values. */
function besideOthers({ counts, sizes, values }: CountedTable): {
  readonly apart: Float64Array;
  readonly margins: Float64Array;
  readonly total: number;
} {
  const many = values.length;
  const apart = new Float64Array(many);
  const margins = new Float64Array(many);
  for (let unit = 0; unit < sizes.length; unit += 1) {
    const size = sizes[unit] ?? 0;
    for (let value = 0; value < many; value += 1) {
      const times = counts[unit * many + value] ?? 0;
      if (times === 0) continue;
      apart[value] = (apart[value] ?? 0) + (times * (size - times)) / (size - 1);
      margins[value] = (margins[value] ?? 0) + times;
    }
  }
  return { apart, margins, total: sumOf(sizes) };
}

/** As {@link alphaFrom}, in which every two values differ by 1; without their matrix. */
function nominalAlpha(table: CountedTable): Alpha {
  const { apart, margins, total } = besideOthers(table);
  const Do = sumOf(apart) / total;
  const De = sumOf(margins.map((n) => n * (total - n))) / (total * (total - 1));
  return { Do: figure(Do), De: figure(De), alpha: alphaOf(Do, De, 'no-variation') };
}

/** Nominal alpha of each value against all others taken together. */
export function alphaByCategory(table: CountedTable): ReadonlyMap<string, Figure> {
  const none = table.pairable.length === 0 ? tableAlpha(table).alpha : null;
  const { apart, margins, total } = besideOthers(table);
  return new Map(
    table.values.map((value, at) => {
      const margin = margins[at] ?? 0;
      const expected = (margin * (total - margin)) / (total - 1);
      return [String(value), none ?? alphaOf(apart[at] ?? 0, expected, 'no-variation')];
    }),
  );
}

/** 1 - Do of nominal alpha: with nothing missing the mean share of agreeing pairs. */
export function observedAgreement(table: CountedTable): Figure {
  const { Do } = tableAlpha(table);
  return Do.value === null ? Do : figure(1 - Do.value);
}
