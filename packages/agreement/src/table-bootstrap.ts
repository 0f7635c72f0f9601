import type { Limits, Resampling } from './limits.ts';
import { limitsOf } from './limits.ts';
import { seeded } from './random.ts';
import type { CountedTable, Table } from './table.ts';
import { countTable, sumOf } from './table.ts';
import { tableAlpha } from './table-alpha.ts';

/** What units that are drawn together add to nominal alpha, however often they are drawn. */
type DrawnUnits = {
  /** Coincidences of differing values. */
  readonly apart: number;
  readonly total: number;
  /** The values that they have, and how often. */
  readonly values: readonly number[];
  readonly times: readonly number[];
};

/**
 * Nominal alpha over resamples of whole units, Do and De both anew. Resamples without variation are
 * left out.
 */
export function bootstrapUnits(table: CountedTable, resampling: Resampling): Limits {
  if (table.pairable.length === 0) return null;
  const units = table.pairable.map((_, at) => drawnTogether(table, at, at + 1));
  return bootstrap(units, table.values.length, resampling);
}

/**
 * The same over resamples of whole tables, the columns of each drawn together: for units of one text,
 * which are not independent. Null with fewer than two tables that add to alpha.
 * @throws RangeError as {@link poolTables}
 */
export function bootstrapTables(tables: readonly Table[], resampling: Resampling): Limits {
  const pooled = countTable(poolTables(tables));
  let [from, next] = [0, 0];
  const groups = tables.map((table) => {
    const end = from + (table[0]?.length ?? 0);
    const first = next;
    while ((pooled.pairable[next] ?? Infinity) < end) next += 1;
    from = end;
    return drawnTogether(pooled, first, next);
  });
  if (groups.filter(({ total }) => total > 0).length < 2) return null;
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

/** Of the pairable units from one place up to another. */
function drawnTogether(
  { counts, sizes, values }: CountedTable,
  from: number,
  to: number,
): DrawnUnits {
  const many = values.length;
  const margins = new Map<number, number>();
  let [apart, total] = [0, 0];
  for (let unit = from; unit < to; unit += 1) {
    const size = sizes[unit] ?? 0;
    total += size;
    for (let value = 0; value < many; value += 1) {
      const times = counts[unit * many + value] ?? 0;
      if (times === 0) continue;
      apart += (times * (size - times)) / (size - 1);
      margins.set(value, (margins.get(value) ?? 0) + times);
    }
  }
  return { apart, total, values: [...margins.keys()], times: [...margins.values()] };
}

function bootstrap(
  groups: readonly DrawnUnits[],
  values: number,
  { resamples, seed }: Resampling,
): Limits {
  const random = seeded(seed);
  const alphas: number[] = [];
  const margins = new Float64Array(values);
  for (let resample = 0; resample < resamples; resample += 1) {
    margins.fill(0);
    let [apart, total] = [0, 0];
    for (let draw = 0; draw < groups.length; draw += 1) {
      const group = groups[random.int(groups.length)];
      if (group === undefined) continue;
      apart += group.apart;
      total += group.total;
      for (const [at, value] of group.values.entries()) {
        margins[value] = (margins[value] ?? 0) + (group.times[at] ?? 0);
      }
    }
    let chance = total ** 2;
    for (const margin of margins) chance -= margin ** 2;
    if (chance > 0) alphas.push(1 - (apart * (total - 1)) / chance);
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
