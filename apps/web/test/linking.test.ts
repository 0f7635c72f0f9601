import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  itemSources,
  lineAt,
  lineRanges,
  positionAt,
  turnAtLine,
} from '../src/pages/import/linking.ts';

const source = (firstLine: number, lastLine: number) => ({ source: { firstLine, lastLine } });

describe('lines and turns', () => {
  const ranges = lineRanges([source(1, 2), source(4, 4), source(5, 9), { source: null }]);

  test('a turn has the lines it came from', () => {
    expect(ranges).toEqual([
      [0, 2],
      [3, 4],
      [4, 9],
      [4, 4],
    ]);
  });

  test('a line belongs to the turn that began last', () => {
    expect([0, 1, 2, 3, 4].map((line) => turnAtLine(ranges, line))).toEqual([0, 0, 0, 1, 2]);
    expect(turnAtLine(lineRanges([source(3, 3)]), 0)).toBeNull();
  });

  test('the first of two halves of one line is found', () => {
    expect(turnAtLine(lineRanges([source(1, 1), source(2, 2), source(2, 2)]), 1)).toBe(1);
  });

  test('halfway down a turn is halfway down its lines', () => {
    expect(lineAt(ranges, 0.5)).toBe(1.5);
    expect(positionAt(ranges, 1.5)).toBe(0.5);
  });

  test('a turn is scrolled together with what was left out before it', () => {
    const pieces = [
      { beforeTurn: 0, lines: { firstLine: 1, lastLine: 3 } },
      { beforeTurn: 1, lines: null },
      { beforeTurn: 2, lines: { firstLine: 9, lastLine: 9 } },
    ];
    const items = itemSources([source(4, 4), source(6, 8)], pieces);
    expect(items).toEqual([source(1, 4), source(6, 8)]);
    expect(lineAt(lineRanges(items), 0)).toBe(0);
  });

  test('no turns lead nowhere and do no harm', () => {
    expect(lineAt([], 3)).toBe(0);
    expect(positionAt([], 3)).toBe(0);
    expect(turnAtLine([], 3)).toBeNull();
  });

  test('scrolling down one side never scrolls the other up', () => {
    const turns = fc
      .array(fc.option(fc.tuple(fc.nat(50), fc.nat(5))))
      .map((each) =>
        each.map((one) =>
          one === null ? { source: null } : source(one[0] + 1, one[0] + 1 + one[1]),
        ),
      );
    fc.assert(
      fc.property(turns, (list) => {
        const found = lineRanges(list);
        const lines = Array.from({ length: list.length * 4 }, (_, step) => lineAt(found, step / 4));
        expect(lines.every((line, index) => index === 0 || line >= (lines[index - 1] ?? 0))).toBe(
          true,
        );
      }),
    );
  });
});
