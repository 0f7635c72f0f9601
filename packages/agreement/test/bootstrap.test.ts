import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Continuum } from '../src/index.ts';
import {
  bootstrapPassages,
  bootstrapTables,
  bootstrapTranscripts,
  poolFigures,
  poolTables,
  reportTable,
  sumTranscript,
} from '../src/index.ts';
import { passagesOf } from '../src/passages.ts';
import { continuum, LENGTH } from './arbitrary-texts.ts';

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
    }),
  );
});

/** Passages of 100 positions; in each, A has [10, 40) and B begins so much later. */
function passageText(later: readonly number[]) {
  const coder = (id: string, shift: (at: number) => number) => ({
    id,
    spans: later.map((_, at) => ({
      start: 100 * at + 10 + shift(at),
      end: 100 * at + 40,
      label: at % 3 === 0 ? 'C' : 'M',
    })),
  });
  const coders = [coder('A', () => 0), coder('B', (at) => later[at] ?? 0)];
  const blocks = later.map((_, at) => ({ start: 100 * at, end: 100 * at + 100 }));
  return { continuum: { length: 100 * later.length, labels: ['C', 'M'], coders }, blocks };
}

test('passages are drawn and laid end to end, so that chance is expected of a whole text', () => {
  const varied = passageText(Array.from({ length: 30 }, (_, at) => (at * 7) % 25));
  const drawn = bootstrapPassages([varied], { resamples: 300, seed: 5 });
  const figures = poolFigures([sumTranscript(varied.continuum)]);
  expect(drawn).toHaveLength(figures.length);
  for (const [at, { measure, label, value }] of figures.entries()) {
    const { limits } = drawn[at] ?? { limits: null };
    if (value === null) continue;
    const [low, high] = limits ?? [Number.NaN, Number.NaN];
    expect(low, `${measure} ${label}`).toBeLessThanOrEqual(value + 1e-9);
    expect(high, `${measure} ${label}`).toBeGreaterThanOrEqual(value - 1e-9);
  }
  expect(
    drawn.filter(({ limits }) => limits !== null && limits[0] < limits[1]).length,
  ).toBeGreaterThan(5);
  expect(bootstrapPassages([varied], { resamples: 300, seed: 5 })).toEqual(drawn);
});

test('one passage says nothing of how passages vary, and equal ones that they do not', () => {
  const one = bootstrapPassages([passageText([5])], { resamples: 20, seed: 1 });
  expect(one.every(({ limits }) => limits === null)).toBe(true);
  const alike = passageText([5, 5]);
  const [text] = [{ ...alike, continuum: { ...alike.continuum, labels: ['C', 'M'] } }];
  const same = text.continuum.coders.map(({ id, spans }) => ({
    id,
    spans: spans.map((span) => ({ ...span, label: 'C' })),
  }));
  const equal = { ...text, continuum: { ...text.continuum, coders: same } };
  const found = bootstrapPassages([equal], { resamples: 20, seed: 1 });
  const figures = poolFigures([sumTranscript(equal.continuum)]);
  for (const [at, { value }] of figures.entries()) {
    expect(found[at]?.limits).toEqual(value === null ? null : [value, value]);
  }
});
