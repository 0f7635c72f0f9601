import type { AdjudicationAnswer } from '@triad/collab';
import { expect, test } from 'vitest';
import { tieInWords } from '../src/pages/adjudicate/configurations-at.ts';

test('what a lead said of sketches names whose they are, each once', () => {
  const sketches = [
    { id: 'a', member: 'Ben' },
    { id: 'b', member: 'Cleo' },
    { id: 'c', member: 'Ben' },
    { id: 'd', member: 'Dan' },
  ] as unknown as AdjudicationAnswer['sketches'];
  const said = (kind: 'join' | 'part', ...tied: readonly string[]): string =>
    tieInWords({ kind, by: 'Ana', sketches: tied }, sketches, String);
  expect(said('join', 'a', 'b', 'c')).toBe('Ana joined sketches of Ben and Cleo');
  expect(said('part', 'd')).toBe('Ana parted a sketch of Dan');
});
