import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt as drawInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A source of chance that gives the same for the same seed. */
export type Random = {
  /** From 0 up to, not including, 1. */
  readonly float: () => number;
  /** From 0 up to, not including, `below`. */
  readonly int: (below: number) => number;
};

/** @param seed an integer */
export function seeded(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  return {
    float: () => uniformFloat64(generator),
    int: (below) => drawInt(generator, 0, below - 1),
  };
}
