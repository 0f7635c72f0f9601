/** Limits of an interval, 2.5 and 97.5 percent; null where there is none. */
export type Limits = readonly [low: number, high: number] | null;

/** How often to draw, and from where chance begins: an integer. */
export type Resampling = { readonly resamples: number; readonly seed: number };

/** The limits of these numbers, by the nearest rank. */
export function limitsOf(numbers: readonly number[]): Limits {
  if (numbers.length === 0) return null;
  const sorted = Float64Array.from(numbers).sort();
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? 0;
  return [at(0.025), at(0.975)];
}
