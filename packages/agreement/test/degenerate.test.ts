import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Continuum, Report, Table } from '../src/index.ts';
import { reportSpans, reportTable } from '../src/index.ts';

/* What the worked cases of degenerate inputs leave open. */

const gamma = { alpha: 1, beta: 1, sampler: 'shuffle', samples: 20, seed: 1 } as const;

function coded(length: number, ...coders: readonly (readonly (readonly [number, number])[])[]) {
  return {
    length,
    labels: ['C'],
    coders: coders.map((spans, at) => ({
      id: `c${at}`,
      spans: spans.map(([start, end]) => ({ start, end, label: 'C' })),
    })),
  };
}

/** Every null has a reason, at its own path or at one above. */
function unexplained(report: Report): readonly string[] {
  const found: string[] = [];
  const walk = (value: unknown, path: string, isExplained: boolean): void => {
    const here = isExplained || path in report.reasons;
    if (typeof value === 'number' && !Number.isFinite(value)) found.push(path);
    if (value === null && !here) found.push(path);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value))
      walk(inner, path ? `${path}.${key}` : key, here);
  };
  const { reasons, ...figures } = report;
  expect(reasons).toBeDefined();
  // F of a pair stands one step deeper than its reason.
  const { spanF1, ...others } = figures as Record<string, unknown> & {
    spanF1?: { pairs: object; mean: unknown };
  };
  walk(others, '', false);
  if (spanF1) {
    for (const [pair, own] of Object.entries(spanF1.pairs)) walk(own, `spanF1.${pair}`, false);
    walk(spanF1.mean, 'spanF1.mean', false);
  }
  return found;
}

test.each<readonly [string, Continuum]>([
  ['a text without a position', coded(0, [], [])],
  ['nobody', coded(10)],
  ['one coder', coded(10, [[0, 3]])],
  ['spans without length alone', coded(10, [[3, 3]], [[5, 5]])],
  ['one position that both marked', coded(1, [[0, 1]], [[0, 1]])],
  [
    'single positions everywhere',
    coded(
      2,
      [
        [0, 1],
        [1, 2],
      ],
      [
        [0, 1],
        [1, 2],
      ],
    ),
  ],
  [
    'no label',
    {
      length: 10,
      labels: [],
      coders: [
        { id: 'A', spans: [] },
        { id: 'B', spans: [] },
      ],
    },
  ],
])('[AG1] %s has no figure without a reason', (_, text) => {
  expect(unexplained(reportSpans(text, { gamma }))).toEqual([]);
});

test('[AG1] where nothing could differ there is no agreement', () => {
  expect(reportSpans(coded(1, [[0, 1]], [[0, 1]]))).toMatchObject({
    alphaU1995: null,
    uAlpha: null,
    reasons: { alphaU1995: 'no-variation', uAlpha: 'no-variation' },
  });
  expect(reportSpans(coded(10, [], [])).reasons['alphaU1995']).toBe('nothing-coded');
});

test('a label that stands twice is reported on once, and others are left out of all', () => {
  const text = coded(50, [[0, 10]], [[5, 15]]);
  const others = text.coders.map(({ id, spans }) => ({
    id,
    spans: [...spans, { start: 2, end: 40, label: 'X' }],
  }));
  const twice = { length: 50, labels: ['C', 'C'], coders: others };
  expect(reportSpans(twice, { gamma })).toEqual(reportSpans(text, { gamma }));
});

test('[AG4] spans in any order, twice or in pieces that overlap, are one unit', () => {
  const one = coded(
    100,
    [
      [10, 40],
      [60, 70],
    ],
    [[12, 40]],
    [],
  );
  const other = coded(
    100,
    [
      [60, 70],
      [20, 40],
      [10, 25],
      [60, 70],
    ],
    [
      [12, 40],
      [13, 20],
    ],
    [],
  );
  const [a, b] = [reportSpans(one, { gamma }), reportSpans(other, { gamma })];
  for (const name of ['alphaU1995', 'uAlpha', 'characters', 'characterAlpha', 'gamma']) {
    expect([name, b[name]]).toEqual([name, a[name]]);
  }
});

test.each<readonly [string, Table]>([
  ['no unit', [[], []]],
  [
    'nothing but gaps',
    [
      [null, null],
      [null, null],
    ],
  ],
  ['one coder', [['C', 'M']]],
  ['one value', [['C'], ['C']]],
  [
    'numbers that add up to 0',
    [
      [-1, 1, 2],
      [1, 1, 2],
    ],
  ],
  [
    'words and numbers',
    [
      ['C', 1, 2],
      ['C', 2, 2],
    ],
  ],
])('[AG1] a table of %s has no figure without a reason', (_, table) => {
  const { bootstrap, ...report } = reportTable(table, { bootstrap: { resamples: 50, seed: 1 } });
  expect(bootstrap).toBeDefined();
  expect(unexplained(report as Report)).toEqual([]);
});

test('[AG1] figures over any table are numbers or undefined', () => {
  const cell = fc.option(fc.oneof(fc.integer({ min: -2, max: 2 }), fc.constant('x')));
  const rows = fc
    .integer({ min: 0, max: 4 })
    .chain((units) =>
      fc.array(fc.array(cell, { minLength: units, maxLength: units }), { maxLength: 4 }),
    );
  fc.assert(
    fc.property(rows, (table) => {
      expect(unexplained(reportTable(table))).toEqual([]);
    }),
  );
});

test('[AG10] many spans over one place come to an end', () => {
  const many = Array.from({ length: 3_000 }, (_, at) => [at, 9_000 + at] as const);
  const { spanF1 } = reportSpans(coded(20_000, many, many.slice(1_000), many.slice(0, 10)));
  const { pairs } = spanF1 as { readonly pairs: Record<string, { readonly C: object }> };
  expect(pairs['c0|c1']?.C).toEqual({ exact: 0.8, overlap: 1, overlapOneToOne: 0.8 });
});
