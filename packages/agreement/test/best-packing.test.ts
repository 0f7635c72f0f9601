import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Together } from '../src/best-packing.ts';
import { bestSaving } from '../src/best-packing.ts';
import { Effort } from '../src/effort.ts';

const sets = (units: number, least: number, most: number): fc.Arbitrary<readonly Together[]> =>
  fc.array(
    fc
      .tuple(
        fc.uniqueArray(fc.nat(units - 1), { minLength: 2, maxLength: 4 }),
        fc.integer({ min: 1, max: 40 }),
      )
      .map(([drawn, saving]) => ({ units: drawn, saving: saving / 8 })),
    { minLength: least, maxLength: most },
  );

/** By trying each set and trying to do without it. */
function best(left: readonly Together[]): number {
  const [first, ...rest] = left;
  if (first === undefined) return 0;
  const free = rest.filter(({ units }) => units.every((unit) => !first.units.includes(unit)));
  return Math.max(best(rest), first.saving + best(free));
}

// Many sets of few units leave many choices open at once, and those without hope are dropped; a set
// of many units reaches further than a number has bits.
test.each([
  { units: 16, least: 20, most: 40 },
  { units: 60, least: 16, most: 20 },
])('[AG8] of $units units the best sets are found', ({ units, least, most }) => {
  fc.assert(
    fc.property(sets(units, least, most), (drawn) => {
      expect(bestSaving(drawn, units, new Effort(1e9))).toBeCloseTo(best(drawn), 9);
    }),
    { numRuns: 60 },
  );
});

test('[AG10] where the effort ends there is no optimum', () => {
  const chain = Array.from({ length: 40 }, (_, at) => ({ units: [at, at + 1], saving: 1 }));
  expect(bestSaving(chain, 41, new Effort(20))).toBeNull();
  expect(bestSaving(chain, 41, new Effort(10_000))).toBe(20);
});
