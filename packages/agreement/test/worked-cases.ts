import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Continuum, Sampler, Table } from '../src/index.ts';

/*
 * Worked examples with expected values, of which the definitions tell the sources. They are not part
 * of the repository; where they are not beside it one skipped test says so.
 */

const CASES = join(dirname(fileURLToPath(import.meta.url)), '../../../../shared/agreement');

export const areThere = existsSync(CASES);

/** Names of the files, none where they are not there. */
export const FILES = areThere
  ? ['tables', 'spans', 'characters', 'span-f1', 'gamma', 'bootstrap', 'degenerate']
  : [];

type Tolerance = number | { readonly relative: number };

export type WorkedCase = {
  readonly name: string;
  readonly input: Continuum | { readonly table: Table };
  readonly parameters?: { readonly alpha: number; readonly beta: number };
  readonly expected: Readonly<Record<string, unknown>>;
  readonly tolerance: Tolerance | Readonly<Record<string, Tolerance>>;
};

export function readCases(file: string): readonly WorkedCase[] {
  return JSON.parse(readFileSync(join(CASES, `${file}.json`), 'utf8')) as readonly WorkedCase[];
}

type GammaExpected = {
  readonly observedDisorder: number;
  readonly expectedDisorder?: Readonly<Record<Sampler, number>>;
  readonly value?: Readonly<Record<Sampler, number>>;
};

/** Where figures differ from those expected, each by its path. */
export function faultsIn(
  found: Readonly<Record<string, unknown>>,
  { expected, tolerance }: WorkedCase,
  sampler: Sampler,
): readonly string[] {
  const { gamma, ...others } = expected;
  if (gamma === undefined) return faults(found, others, 'default', tolerance);
  const { observedDisorder, expectedDisorder, value } = gamma as GammaExpected;
  const wanted = {
    observedDisorder,
    ...(expectedDisorder && { expectedDisorder: expectedDisorder[sampler] }),
    ...(value && { value: value[sampler] }),
  };
  return faults(found, { ...others, gamma: wanted }, 'default', tolerance);
}

/** Where what was found differs from what is wanted, by path. */
function faults(
  found: unknown,
  wanted: unknown,
  key: string,
  tolerance: WorkedCase['tolerance'],
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
  tolerance: WorkedCase['tolerance'],
): boolean {
  if (typeof found !== 'number' || typeof wanted !== 'number') return found === wanted;
  const of = toleranceAt(key, tolerance);
  const most = typeof of === 'number' ? of : of.relative * Math.abs(wanted);
  return Math.abs(found - wanted) <= most;
}

function toleranceAt(key: string, tolerance: WorkedCase['tolerance']): Tolerance {
  if (typeof tolerance === 'number' || 'relative' in tolerance) return tolerance as Tolerance;
  return tolerance[key] ?? tolerance['default'] ?? 1e-9;
}
