import type { Random } from './random.ts';
import type { CountedTable } from './table.ts';
import { sumOf } from './table.ts';
import { coincidencesOf, tableAlpha } from './table-alpha.ts';

/** Limits of an interval, 2.5 and 97.5 percent; null where no resample varies. */
export type Limits = readonly [low: number, high: number] | null;

/**
 * Nominal alpha over resamples of whole units, Do and De both anew. Resamples without variation are
 * left out.
 */
export function bootstrapUnits(table: CountedTable, random: Random, resamples: number): Limits {
  const { counts, values } = table;
  if (counts.length === 0 || table.coders < 2) return null;
  const many = values.length;
  // Each unit adds the same to the sums however often it is drawn: it is counted once.
  const units = counts.map((count) => {
    const { cells, margins, total } = coincidencesOf([count], many);
    let agreed = 0;
    for (let c = 0; c < many; c += 1) agreed += cells[c * many + c] ?? 0;
    return { apart: total - agreed, margins, total };
  });
  const alphas: number[] = [];
  for (let resample = 0; resample < resamples; resample += 1) {
    const margins = new Float64Array(many);
    let [apart, total] = [0, 0];
    for (let draw = 0; draw < units.length; draw += 1) {
      const unit = units[random.int(units.length)];
      if (unit === undefined) continue;
      apart += unit.apart;
      total += unit.total;
      for (let c = 0; c < many; c += 1) margins[c] = (margins[c] ?? 0) + (unit.margins[c] ?? 0);
    }
    const expected = (total ** 2 - sumOf(margins.map((n) => n ** 2))) / (total - 1);
    if (expected > 0) alphas.push(1 - apart / expected);
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
  const pairs = sumOf(table.counts.map((count) => (sumOf(count) * (sumOf(count) - 1)) / 2));
  const { Do, De } = tableAlpha(table);
  if (Do.value === null || De.value === null || De.value === 0) return { limits: null, pairs };
  const alphaAt = (differ: number, expected: number): number => 1 - differ / pairs / expected;
  const [least, most] = binomialLimits(pairs, Do.value);
  return { limits: [alphaAt(most, De.value), alphaAt(least, De.value)], pairs };
}

/** The numbers of hits below and above which 2.5 percent lie at most, of so many tries. */
function binomialLimits(tries: number, share: number): readonly [least: number, most: number] {
  if (share === 0 || share === 1) return [tries * share, tries * share];
  const odds = Math.log(share) - Math.log1p(-share);
  let log = tries * Math.log1p(-share);
  let below = 0;
  let least: number | null = null;
  for (let hits = 0; hits <= tries; hits += 1) {
    const upTo = below + Math.exp(log);
    if (least === null && upTo > 0.025) least = hits;
    // Nearly all lie below the next: this one and those above it are the last 2.5 percent.
    if (1 - upTo < 0.025) return [least ?? hits, hits];
    below = upTo;
    log += Math.log(tries - hits) - Math.log(hits + 1) + odds;
  }
  return [least ?? tries, tries];
}

/** Percentiles by the nearest rank. */
export function limitsOf(numbers: readonly number[]): Limits {
  if (numbers.length === 0) return null;
  const sorted = Float64Array.from(numbers).sort();
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? 0;
  return [at(0.025), at(0.975)];
}
