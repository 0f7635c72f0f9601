import { expect, test } from 'vitest';
import { createPairing } from '../src/pair-parts.ts';
import type { SketchPart } from '../src/text.ts';

function inferred(count: number): readonly SketchPart[] {
  return Array.from({ length: count }, (_, at) => ({ role: 'M', spans: [], inferred: `${at}` }));
}

test('[CN8] parts that could be paired without end are refused, over all pairings of an input', () => {
  const pairParts = createPairing();
  expect(pairParts(inferred(1), inferred(50_000), [])).toEqual([{ left: 0, right: 0, weight: 1 }]);
  // 4,960,000 more, which would do alone, and take long.
  expect(() => pairParts(inferred(100), inferred(49_600), [])).toThrow(
    /over 5000000 pairs of parts of its sketches could be one/,
  );
});
