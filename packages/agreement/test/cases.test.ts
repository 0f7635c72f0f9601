import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Continuum, Table } from '../src/index.ts';
import { reportSpans, reportTable } from '../src/index.ts';

/*
 * Worked examples with expected values, of which the definitions tell the sources. They are not part
 * of the repository; where they are not beside it one skipped test says so.
 */

const CASES = join(dirname(fileURLToPath(import.meta.url)), '../../../../shared/agreement');
const FILES = ['tables', 'spans', 'characters', 'span-f1', 'gamma', 'bootstrap', 'degenerate'];

type Tolerance = number | { readonly relative: number };
type Case = {
  readonly name: string;
  readonly input: Continuum | { readonly table: Table };
  readonly parameters?: { readonly alpha: number; readonly beta: number };
  readonly expected: Readonly<Record<string, unknown>>;
  readonly tolerance: Tolerance | Readonly<Record<string, Tolerance>>;
};

const areThere = existsSync(CASES);

test.skipIf(!areThere)('../shared/agreement is beside the repository', () => {
  expect(areThere).toBe(true);
});

describe.each(areThere ? FILES : [])('%s', (file) => {
  const cases = JSON.parse(readFileSync(join(CASES, `${file}.json`), 'utf8')) as readonly Case[];
  test.each(cases)('$name', ({ input, expected, parameters, tolerance }) => {
    const { gamma, ...others } = expected;
    const options = { sampler: 'shuffle', samples: 500, seed: 1 } as const;
    const found =
      'table' in input
        ? reportTable(input.table, { bootstrap: { resamples: 20_000, seed: 1 } })
        : reportSpans(input, parameters && { gamma: { ...options, ...parameters } });
    expect(faults(found, others, 'tolerance', tolerance)).toEqual([]);
    if (gamma === undefined) return;
    const { observedDisorder, expectedDisorder, value } = gamma as GammaCase;
    const wanted = {
      observedDisorder,
      ...(expectedDisorder && { expectedDisorder: expectedDisorder.shuffle }),
      ...(value && { value: value.shuffle }),
    };
    expect(faults(found['gamma'], wanted, 'gamma', tolerance)).toEqual([]);
  });
});

type GammaCase = {
  readonly observedDisorder: number;
  readonly expectedDisorder?: { readonly shuffle: number };
  readonly value?: { readonly shuffle: number };
};

/** Where what was found differs from what is wanted, by path. */
function faults(
  found: unknown,
  wanted: unknown,
  key: string,
  tolerance: Case['tolerance'],
): string[] {
  if (wanted === null || typeof wanted !== 'object') {
    return isNear(found, wanted, key, tolerance)
      ? []
      : [`${key}: ${String(found)}, not ${String(wanted)}`];
  }
  return Object.entries(wanted).flatMap(([name, value]) => {
    const inner = (found as Readonly<Record<string, unknown>> | null)?.[name];
    const at = /^\d+$/.test(name) ? key : name;
    return faults(inner, value, at, tolerance).map((fault) => `${name}.${fault}`);
  });
}

function isNear(
  found: unknown,
  wanted: unknown,
  key: string,
  tolerance: Case['tolerance'],
): boolean {
  if (typeof found !== 'number' || typeof wanted !== 'number') return found === wanted;
  const of = toleranceAt(key, tolerance);
  const most = typeof of === 'number' ? of : of.relative * Math.abs(wanted);
  return Math.abs(found - wanted) <= most;
}

function toleranceAt(key: string, tolerance: Case['tolerance']): Tolerance {
  if (typeof tolerance === 'number' || 'relative' in tolerance) return tolerance as Tolerance;
  return tolerance[key] ?? tolerance['default'] ?? 1e-9;
}
