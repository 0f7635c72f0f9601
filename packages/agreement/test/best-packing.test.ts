import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bestSaving } from '../src/best-packing.ts';
import { Effort } from '../src/effort.ts';
import type { Continuum } from '../src/index.ts';
import { gamma } from '../src/index.ts';
import { overpriced, pricesOf } from '../src/unit-prices.ts';
import type { Together } from '../src/walk-along.ts';

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

test('[AG8] where few choices may be open, prices lead to the best sets', () => {
  fc.assert(
    fc.property(sets(16, 20, 40), (drawn) => {
      const tries = { first: 1, second: 1, leastStates: 2 };
      expect(bestSaving(drawn, 16, new Effort(1e9), tries)).toBeCloseTo(best(drawn), 9);
    }),
    { numRuns: 100 },
  );
});

test('[AG10] where the effort ends there is no optimum', () => {
  const chain = Array.from({ length: 40 }, (_, at) => ({ units: [at, at + 1], saving: 1 }));
  expect(bestSaving(chain, 41, new Effort(20))).toBeNull();
  expect(bestSaving(chain, 41, new Effort(10_000))).toBe(20);
});

test('[AG8] prices bound what is saved, and no set saves more than it costs', () => {
  fc.assert(
    fc.property(sets(16, 20, 40), (drawn) => {
      const prices = pricesOf(drawn, 16, 0, new Effort(1e8)) ?? new Float64Array();
      for (const set of drawn) expect(overpriced(set, prices)).toBeGreaterThan(-1e-9);
      const most = prices.reduce((sum, price) => sum + price, 0);
      expect(most).toBeGreaterThan(best(drawn) - 1e-9);
      // Not by much: the linear programme itself is a few percent above the best.
      expect(most).toBeLessThan(2 * best(drawn));
    }),
    { numRuns: 60 },
  );
});

// Twelve spans of each of four coders on 300 positions: everything lies near everything.
const DENSE = [
  '16-21O 19-48C 24-57O 53-58C 73-100C 90-151M 110-144C 162-168O 182-222C 217-274M 222-256C 251-286O',
  '15-62O 19-28C 44-50M 47-85C 89-151O 106-149M 133-187C 159-165O 175-195O 204-243M 208-263O 256-285M',
  '25-86C 31-40M 32-51O 95-145C 99-146M 151-163O 156-179M 173-236O 197-222M 201-233C 270-286C 283-294O',
  '25-83C 52-94M 53-81O 96-121M 98-144C 112-165O 165-183M 171-181C 178-240O 195-247C 204-262M 265-278C',
];

test('[AG8] a dense coding has the disorder that pygamma-agreement finds', () => {
  const coders = DENSE.map((spans, at) => ({
    id: `c${at}`,
    spans: spans.split(' ').map((span) => {
      const [, start, end, label = ''] = /^(\d+)-(\d+)(\w)$/.exec(span) ?? [];
      return { start: Number(start), end: Number(end), label };
    }),
  }));
  const text: Continuum = { length: 300, coders };
  const options = { sampler: 'shuffle', samples: 1, seed: 1 } as const;
  const { observedDisorder } = gamma(text, { alpha: 0.5, beta: 1, ...options });
  // Version 0.5.9 with the solver CBC, in single precision.
  expect(observedDisorder.value).toBeCloseTo(0.6636643, 6);
}, 20_000);
