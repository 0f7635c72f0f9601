import type { Limits, Resampling } from './limits.ts';
import { limitsOf } from './limits.ts';
import { seeded } from './random.ts';
import type { CountedTable, Table } from './table.ts';
import { countTable, sumOf } from './table.ts';
import { tableAlpha } from './table-alpha.ts';

/**
 * Nominal alpha over resamples of whole units, Do and De both anew. Resamples without variation are
 * left out.
 */
export function bootstrapUnits(table: CountedTable, resampling: Resampling): Limits {
  if (table.pairable.length === 0) return null;
  const ends = table.pairable.map((_, at) => at + 1);
  return bootstrap(groupsOf(table, ends), table.values.length, resampling);
}

/**
 * The same over resamples of whole tables, the columns of each drawn together: for units of one text,
 * which are not independent. Null with fewer than two tables that add to alpha.
 * @throws RangeError as {@link poolTables}
 */
export function bootstrapTables(tables: readonly Table[], resampling: Resampling): Limits {
  const pooled = countTable(poolTables(tables));
  let [columns, end] = [0, 0];
  const ends = tables.map((table) => {
    columns += table[0]?.length ?? 0;
    while ((pooled.pairable[end] ?? Infinity) < columns) end += 1;
    return end;
  });
  const groups = groupsOf(pooled, ends);
  if (groups.totals.filter((total) => total > 0).length < 2) return null;
  return bootstrap(groups, pooled.values.length, resampling);
}

/**
 * The tables of several texts as one, their columns side by side. Rows are coders, the same in every
 * table; who has not finished a text has a row of nulls in it.
 * @throws RangeError where tables differ in their number of rows
 */
export function poolTables(tables: readonly Table[]): Table {
  const [first = []] = tables;
  for (const table of tables) {
    if (table.length !== first.length) {
      throw new RangeError('tables that are pooled have the same rows of coders');
    }
  }
  return first.map((_, coder) => tables.flatMap((table) => table[coder] ?? []));
}

/** What units that are drawn together add to nominal alpha, however often they are drawn; group after group. */
type Groups = {
  /** Coincidences of differing values. */
  readonly apart: Float64Array;
  readonly totals: Float64Array;
  /** Up to where a group's values stand in the next two. */
  readonly ends: Int32Array;
  /** The values that a group has, and how often. */
  readonly values: Int32Array;
  readonly times: Float64Array;
};

/** @param unitEnds up to which pairable unit each group goes */
function groupsOf(
  { counts, sizes, values: all }: CountedTable,
  unitEnds: readonly number[],
): Groups {
  const many = all.length;
  const [apart, totals] = [new Float64Array(unitEnds.length), new Float64Array(unitEnds.length)];
  const ends = new Int32Array(unitEnds.length);
  const [values, times]: [number[], number[]] = [[], []];
  const margins = new Float64Array(many);
  let unit = 0;
  for (const [group, end] of unitEnds.entries()) {
    margins.fill(0);
    for (; unit < end; unit += 1) {
      const size = sizes[unit] ?? 0;
      totals[group] = (totals[group] ?? 0) + size;
      for (let value = 0; value < many; value += 1) {
        const own = counts[unit * many + value] ?? 0;
        apart[group] = (apart[group] ?? 0) + (own * (size - own)) / (size - 1);
        margins[value] = (margins[value] ?? 0) + own;
      }
    }
    for (const [value, own] of margins.entries()) {
      if (own === 0) continue;
      values.push(value);
      times.push(own);
    }
    ends[group] = values.length;
  }
  return { apart, totals, ends, values: Int32Array.from(values), times: Float64Array.from(times) };
}

function bootstrap(
  { apart, totals, ends, values, times }: Groups,
  many: number,
  { resamples, seed }: Resampling,
): Limits {
  const random = seeded(seed);
  const alphas: number[] = [];
  const margins = new Float64Array(many);
  for (let resample = 0; resample < resamples; resample += 1) {
    margins.fill(0);
    let [differing, total] = [0, 0];
    for (let draw = 0; draw < totals.length; draw += 1) {
      const group = random.int(totals.length);
      differing += apart[group] ?? 0;
      total += totals[group] ?? 0;
      for (let at = ends[group - 1] ?? 0; at < (ends[group] ?? 0); at += 1) {
        const value = values[at] ?? 0;
        margins[value] = (margins[value] ?? 0) + (times[at] ?? 0);
      }
    }
    let chance = total ** 2;
    for (const margin of margins) chance -= margin ** 2;
    if (chance > 0) alphas.push(1 - (differing * (total - 1)) / chance);
  }
  return limitsOf(alphas);
}

/**
 * Krippendorff's algorithm as in Hayes & Krippendorff 2007 (Communication Methods and Measures 1,
 * 77-89): as many pairs as there are in the table are drawn from the cells of the coincidence matrix,
 * De stays. How many of them differ is binomial, so the limits are those of resampling without end. It
 * takes pairs of one unit for independent, and so is too narrow with many coders.
 */
export function bootstrapPairs(table: CountedTable): {
  readonly limits: Limits;
  readonly pairs: number;
} {
  const pairs = sumOf(table.sizes.map((size) => (size * (size - 1)) / 2));
  const { Do, De } = tableAlpha(table);
  if (Do.value === null || De.value === null || De.value === 0) return { limits: null, pairs };
  const alphaAt = (differ: number, expected: number): number => 1 - differ / pairs / expected;
  const [least, most] = binomialLimits(pairs, Do.value);
  return { limits: [alphaAt(most, De.value), alphaAt(least, De.value)], pairs };
}

/** The numbers of hits below and above which 2.5 percent lie at most, of so many tries. */
function binomialLimits(tries: number, share: number): readonly [least: number, most: number] {
  if (share <= 0 || share >= 1) return [tries * share, tries * share];
  // From the likeliest number on, as far as anything is left that counts; each by way of the one before.
  const top = Math.min(tries, Math.floor((tries + 1) * share));
  const reach = Math.ceil(10 * Math.sqrt(tries * share * (1 - share))) + 20;
  const [first, last] = [Math.max(0, top - reach), Math.min(tries, top + reach)];
  const odds = share / (1 - share);
  const weights = new Float64Array(last - first + 1);
  weights[top - first] = 1;
  for (let hits = top + 1; hits <= last; hits += 1) {
    const before = weights[hits - 1 - first] ?? 0;
    weights[hits - first] = (before * (tries - hits + 1) * odds) / hits;
  }
  for (let hits = top - 1; hits >= first; hits -= 1) {
    const after = weights[hits + 1 - first] ?? 0;
    weights[hits - first] = (after * (hits + 1)) / ((tries - hits) * odds);
  }
  const all = sumOf(weights);
  const upTo = (wanted: (below: number) => boolean): number => {
    let below = 0;
    for (const [at, weight] of weights.entries()) {
      below += weight / all;
      if (wanted(below)) return first + at;
    }
    return last;
  };
  return [upTo((below) => below > 0.025), upTo((below) => 1 - below < 0.025)];
}
