import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Consolidation, ConsolidationInput } from '../src/index.ts';
import { consolidate, parseStrategy } from '../src/index.ts';

/*
 * Worked cases of the definitions. They are not part of the repository; where they are not beside it one
 * skipped test says so.
 */

const CASES = join(
  dirname(fileURLToPath(import.meta.url)),
  '../../../../shared/consolidation/cases',
);

type Case = {
  readonly name: string;
  readonly input: ConsolidationInput;
  readonly strategy: string;
  readonly expected: Consolidation;
};

const areThere = existsSync(CASES);

test.skipIf(!areThere)('../shared/consolidation is beside the repository', () => {
  expect(areThere).toBe(true);
});

const cases = (areThere ? readdirSync(CASES) : []).map(
  (file) => JSON.parse(readFileSync(join(CASES, file), 'utf8')) as Case,
);

describe.runIf(areThere)('worked cases', () => {
  test.each(cases)('$name', ({ input, strategy, expected }) => {
    const { candidates, ...found } = consolidate(input, parseStrategy(strategy));
    // The words of `why` are free.
    const withoutWhy = candidates.map(({ why, ...candidate }) => {
      expect(why).not.toBe('');
      return candidate;
    });
    expect({ ...found, candidates: withoutWhy }).toEqual(expected);
  });
});
