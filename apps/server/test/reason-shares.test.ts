import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinShares, shareFor, shareOut } from '../src/rounds/reason-shares.ts';

const words = fc.string({ unit: 'grapheme', maxLength: 500 });
const count = fc.integer({ min: 1, max: 6 });

test('all shares together give the words, and all but one give nothing', () => {
  fc.assert(
    fc.property(words, count, fc.nat(), (said, of, left) => {
      const shares = shareOut(said, of);
      expect(shares).toHaveLength(of);
      expect(joinShares([...shares].reverse())).toBe(said);
      if (of === 1) return;
      const fewer = shares.filter((_, at) => at !== left % of);
      expect(joinShares(fewer)).toBeNull();
    }),
  );
});

test('one share written anew changes the words; with the one before, the others still give these', () => {
  fc.assert(
    fc.property(words, words, count, fc.nat(), (said, instead, of, which) => {
      const shares = shareOut(said, of);
      const at = which % of;
      const others = shares.filter((_, each) => each !== at);
      const made = shareFor(instead, others);
      const room = others[0]?.length ?? Infinity;
      if (made === null) {
        expect(Buffer.byteLength(instead)).toBeGreaterThan(room - 16);
        return;
      }
      expect(joinShares([made, ...others])).toBe(instead);
      expect(joinShares([shares[at] ?? made, ...others])).toBe(said);
    }),
  );
});

test('words too long for the shares are refused, and the size tells little', () => {
  const shares = shareOut('short', 3);
  expect(shareFor('x'.repeat(300), shares.slice(1))).toBeNull();
  expect(shareOut('shorter', 3)[0]?.length).toBe(shares[0]?.length);
});
