import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import {
  compareParts,
  compareRanges,
  compareRoles,
  isUuid,
  rangesOverlap,
  ROLES,
  sketchShape,
} from '../src/index.ts';
import type { Part, Role } from '../src/index.ts';

const roles = (...list: readonly Role[]) => list.map((role) => ({ role }));

describe('the shape of a sketch', () => {
  test.each([
    [[], 'empty'],
    [['M'], 'single role'],
    [['M', 'M'], 'single role'],
    [['M', 'C'], 'C–M dyad'],
    [['O', 'M'], 'M–O dyad'],
    [['O', 'C', 'C'], 'C–O dyad'],
    [['O', 'M', 'C'], 'C–M–O triad'],
    [['O', 'M', 'C', 'I', 'undecided'], 'C–M–O triad'],
    [['C', 'undecided'], 'other'],
  ] as const)('%j is %s', (list, shape) => {
    expect(sketchShape(roles(...list))).toBe(shape);
  });
});

describe('orders', () => {
  test('roles stand as C, M, O, I, A, undecided', () => {
    expect([...ROLES].reverse().sort(compareRoles)).toEqual(ROLES);
  });

  test('parts stand by role, then as the coder put them, then by id', () => {
    const part = (id: string, role: Role, order: number) => ({ id, role, order }) as Part;
    const parts = [part('b', 'O', 0), part('c', 'C', 2), part('a', 'C', 2), part('d', 'C', 1)];
    expect(parts.sort(compareParts).map(({ id }) => id)).toEqual(['d', 'a', 'c', 'b']);
  });

  test('a range that holds another comes before it', () => {
    const host = { startUtf16: 0, endUtf16: 9 };
    const nested = { startUtf16: 0, endUtf16: 4 };
    expect(compareRanges(host, nested)).toBeLessThan(0);
  });

  test('ranges overlap when they share a position, either way round', () => {
    const range = fc
      .tuple(fc.nat(30), fc.integer({ min: 1, max: 10 }))
      .map(([start, length]) => ({ startUtf16: start, endUtf16: start + length }));
    fc.assert(
      fc.property(range, range, (a, b) => {
        const shared = Math.min(a.endUtf16, b.endUtf16) - Math.max(a.startUtf16, b.startUtf16);
        expect(rangesOverlap(a, b)).toBe(shared > 0);
        expect(rangesOverlap(b, a)).toBe(shared > 0);
      }),
    );
  });
});

test('an id is a lower-case UUID', () => {
  expect(isUuid(crypto.randomUUID())).toBe(true);
  expect(isUuid(crypto.randomUUID().toUpperCase())).toBe(false);
  expect(isUuid('x')).toBe(false);
});
