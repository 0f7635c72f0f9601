import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ConsolidationInput } from '../src/index.ts';
import { consolidate, parseStrategy } from '../src/index.ts';
import { byDefinition } from './by-definition.ts';
import { drawnInput } from './drawn-input.ts';

const STRATEGIES = ['all', 'majority', 'at-least:1', 'at-least:2', 'union', 'intersection'];

function found(input: ConsolidationInput, strategy: string) {
  const { candidates, ...others } = consolidate(input, parseStrategy(strategy));
  // The words of `why` are free.
  return { ...others, candidates: candidates.map(({ why, ...candidate }) => why && candidate) };
}

test('[CN1] all comes out as by following the definitions word for word', () => {
  fc.assert(
    fc.property(drawnInput(), fc.nat(STRATEGIES.length), (input, at) => {
      const strategy = STRATEGIES[at] ?? `coder:${input.coders[0]?.id}`;
      expect(found(input, strategy)).toEqual(byDefinition(input, strategy));
    }),
    { numRuns: 1000 },
  );
});
