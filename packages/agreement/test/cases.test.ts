import { describe, expect, test } from 'vitest';
import { reportSpans, reportTable } from '../src/index.ts';
import { areThere, faultsIn, FILES, readCases } from './worked-cases.ts';

test.skipIf(!areThere)('../shared/agreement is beside the repository', () => {
  expect(areThere).toBe(true);
});

describe.each(FILES)('%s', (file) => {
  test.each(readCases(file))('$name', (worked) => {
    const { input, parameters } = worked;
    for (const sampler of ['shuffle', 'statistical'] as const) {
      const gamma = parameters && { samples: 500, seed: 1, sampler, ...parameters };
      const found =
        'table' in input
          ? reportTable(input.table, { bootstrap: { resamples: 20_000, seed: 1 } })
          : reportSpans(input, gamma && { gamma });
      expect(faultsIn(found, worked, sampler)).toEqual([]);
      if (gamma === undefined) return;
    }
  });
});
