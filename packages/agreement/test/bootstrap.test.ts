import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Continuum } from '../src/index.ts';
import {
  bootstrapTables,
  bootstrapTranscripts,
  passagesOf,
  poolFigures,
  poolTables,
  reportTable,
  sumTranscript,
} from '../src/index.ts';
import { continuum, LABELS, LENGTH } from './arbitrary-texts.ts';

const resampling = { resamples: 2_000, seed: 3 };

function coded(length: number, a: readonly [number, number], b: readonly [number, number]) {
  const spans = ([start, end]: readonly [number, number]) => [{ start, end, label: 'C' }];
  const coders = [
    { id: 'A', spans: spans(a) },
    { id: 'B', spans: spans(b) },
  ];
  return sumTranscript({ length, coders }, ['C']);
}

const [apart, alike] = [coded(100, [0, 10], [5, 15]), coded(100, [0, 30], [0, 30])];

test('[AG7] texts are drawn whole, and the same seed draws the same', () => {
  const drawn = bootstrapTranscripts([apart, alike], resampling);
  // Of two texts a quarter of the resamples has the one twice, and a quarter the other.
  const [low, high] = [poolFigures([apart, apart]), poolFigures([alike, alike])];
  for (const [at, { measure, limits }] of drawn.entries()) {
    if (measure !== 'dice' && measure !== 'alphaU1995') continue;
    expect(limits).toEqual([low[at]?.value, high[at]?.value]);
  }
  expect(drawn.some(({ measure }) => measure === 'dice')).toBe(true);
  expect(bootstrapTranscripts([apart, alike], resampling)).toEqual(drawn);
});

test('intervals stand in the order of the figures', () => {
  const all = [apart, alike, apart];
  const name = ({ measure, label, pair }: ReturnType<typeof poolFigures>[number]) =>
    JSON.stringify([measure, label, pair]);
  expect(bootstrapTranscripts(all, resampling).map((each) => name(each as never))).toEqual(
    poolFigures(all).map(name),
  );
});

test('resamples without a figure are left out and counted', () => {
  const nothing = sumTranscript(
    {
      length: 10,
      coders: [
        { id: 'A', spans: [] },
        { id: 'B', spans: [] },
      ],
    },
    ['C'],
  );
  const dice = (all: readonly (typeof apart)[]) =>
    bootstrapTranscripts(all, resampling).find(({ measure }) => measure === 'dice');
  const { limits, undefinedIn = 0 } = dice([apart, nothing]) ?? {};
  expect(limits).toEqual([0.5, 0.5]);
  expect(undefinedIn / resampling.resamples).toBeCloseTo(0.25, 1);
  // One text says nothing of how texts vary.
  expect(dice([apart])?.limits).toBeNull();
});

test('tables are drawn whole, a table of one unit like a unit', () => {
  const table = [
    ['a', 'b', 'c', 'a', 'b', 'a', 'c', 'a'],
    ['a', 'b', 'b', 'a', 'b', 'c', 'c', null],
    ['a', 'c', 'c', 'a', 'b', 'a', 'c', 'a'],
  ];
  const columns = (table[0] ?? []).map((_, unit) => table.map((row) => [row[unit] ?? null]));
  expect(poolTables(columns)).toEqual(table);
  const { units95 } = reportTable(table, { bootstrap: resampling })['bootstrap'] as {
    readonly units95: readonly [number, number];
  };
  expect(bootstrapTables(columns, resampling)).toEqual(units95);
  const halves = [0, 4].map((from) => table.map((row) => row.slice(from, from + 4)));
  const alphaOf = (twice: number) => {
    const half = halves[twice] ?? [];
    return reportTable(poolTables([half, half]))['alphaNominal'];
  };
  const limits = [Number(alphaOf(0)), Number(alphaOf(1))].sort((a, b) => a - b);
  expect(bootstrapTables(halves, resampling)).toEqual([
    expect.closeTo(limits[0] ?? 0, 12),
    expect.closeTo(limits[1] ?? 0, 12),
  ]);
  expect(bootstrapTables([table], resampling)).toBeNull();
  expect(() => poolTables([table, [['a']]])).toThrow(RangeError);
});

test('passages hold every span whole, and all of the text', () => {
  const starts = fc.uniqueArray(fc.integer({ min: 1, max: LENGTH - 1 }));
  fc.assert(
    fc.property(continuum({ min: 2, max: 3 }), starts, (text, drawn) => {
      const blocks = [0, ...drawn.sort((a, b) => a - b)].map((start, at) => ({
        start,
        end: drawn[at] ?? LENGTH,
      }));
      const passages = passagesOf(text, blocks);
      let from = 0;
      const again = text.coders.map((): Continuum['coders'][number]['spans'][number][] => []);
      for (const { coders, length } of passages) {
        for (const [coder, { spans }] of coders.entries()) {
          for (const { start, end, label } of spans) {
            expect(0 <= start && end <= length).toBe(true);
            again[coder]?.push({ start: start + from, end: end + from, label });
          }
        }
        from += length;
        // As short as can be: each begins with a block.
        expect(from === LENGTH || drawn.includes(from)).toBe(true);
      }
      expect(from).toBe(LENGTH);
      const inOrder = (spans: Continuum['coders'][number]['spans']) =>
        spans.map((span) => JSON.stringify(span)).sort();
      expect(again.map(inOrder)).toEqual(text.coders.map(({ spans }) => inOrder(spans)));
      const crossed = (at: number) =>
        text.coders.some(({ spans }) => spans.some(({ start, end }) => start < at && at < end));
      expect(passages.length - 1).toBe(drawn.filter((at) => !crossed(at)).length);
      const sums = passages.map((passage) => sumTranscript(passage, LABELS));
      expect(bootstrapTranscripts(sums, { resamples: 5, seed: 1 }).length).toBeGreaterThan(0);
    }),
  );
});
