import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Continuum, PooledFigure, TranscriptSums } from '../src/index.ts';
import { gamma, poolFigures, poolGammas, reportSpans, sumTranscript } from '../src/index.ts';
import { continuum, LABELS } from './arbitrary-texts.ts';

type Spans = readonly (readonly [start: number, end: number, label?: string])[];

function text(length: number, coders: Readonly<Record<string, Spans>>): Continuum {
  return {
    length,
    coders: Object.entries(coders).map(([id, spans]) => ({
      id,
      spans: spans.map(([start, end, label = 'C']) => ({ start, end, label })),
    })),
  };
}

function sums(...texts: readonly Continuum[]): readonly TranscriptSums[] {
  return texts.map((each) => sumTranscript(each, LABELS));
}

function find(
  all: readonly PooledFigure[],
  measure: string,
  label: string | null = null,
  pair: string | null = null,
): PooledFigure | undefined {
  return all.find(
    (one) =>
      one.measure === measure &&
      one.label === label &&
      (one.pair === null ? null : one.pair.join('|')) === pair,
  );
}

// By hand, as at the end of the definitions.
const first = text(100, { A: [[0, 10]], B: [[5, 15]] });
const second = text(300, { A: [[0, 30]], B: [[0, 30]] });

test('[AG5] counts are added before the division', () => {
  const pooled = poolFigures(sums(first, second));
  expect(find(pooled, 'characterAgreement', 'C', 'A|B')?.value).toBe(0.975);
  expect(find(pooled, 'dice', 'C', 'A|B')).toEqual({
    measure: 'dice',
    label: 'C',
    pair: ['A', 'B'],
    value: 0.875,
    reason: null,
    transcripts: 2,
    leftOut: {},
    coders: 2,
    spans: 4,
  });
  expect(find(pooled, 'spanF1Exact', null, 'A|B')?.value).toBe(0.5);
});

test('[AG4] coders may stand in another order in each text', () => {
  const turned = (one: Continuum): Continuum => ({ ...one, coders: one.coders.toReversed() });
  fc.assert(
    fc.property(
      fc.array(continuum({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 }),
      (texts) => {
        const one = poolFigures(sums(...texts));
        const [head, ...rest] = texts;
        const other = poolFigures(sums(...(head ? [head] : []), ...rest.map(turned)));
        for (const { measure, label, pair, value } of one) {
          // Coders who are not in the first text may stand the other way round.
          const found =
            find(other, measure, label, pair?.join('|')) ??
            find(other, measure, label, pair?.toReversed().join('|'));
          if (value === null) expect(found?.value).toBeNull();
          else expect(found?.value).toBeCloseTo(value, 9);
        }
      },
    ),
  );
});

test('[AG5] a text pooled alone has its own figures', () => {
  fc.assert(
    fc.property(continuum({ min: 0, max: 3 }), (one) => {
      const report = reportSpans(one);
      const pooled = poolFigures(sums(one));
      for (const name of ['alphaU1995', 'uAlpha', 'uAlphaBinary', 'cuAlpha', 'cuCoverage']) {
        const found = find(pooled, name);
        expect([name, found?.value]).toEqual([name, report[name]]);
        expect([name, found?.reason]).toEqual([name, report.reasons[name] ?? null]);
      }
      for (const label of LABELS) {
        const at = (name: string) => (report[name] as Record<string, unknown>)[label];
        const ku = at('kuAlpha') as { alpha: number; coverage: number } | undefined;
        expect(find(pooled, 'uAlpha', label)?.value).toBe(at('uAlphaByLabel'));
        expect(find(pooled, 'characterAlpha', label)?.value).toBe(at('characterAlpha'));
        expect(find(pooled, 'kuAlpha', label)?.value).toBe(ku?.alpha ?? null);
        expect(find(pooled, 'kuCoverage', label)?.value).toBe(ku?.coverage ?? null);
        const pairs = at('characters') as Record<string, Record<string, number | null>>;
        for (const [pair, figures] of Object.entries(pairs)) {
          expect(find(pooled, 'characterKappa', label, pair)?.value).toBe(figures['kappa']);
          expect(find(pooled, 'dice', label, pair)?.value).toBe(figures['dice']);
        }
      }
      const { mean } = report['spanF1'] as { mean: Record<string, number> | null };
      expect(find(pooled, 'spanF1OneToOne')?.value).toBe(mean?.['overlapOneToOne'] ?? null);
    }),
  );
});

test('[AG5] counts of texts are those of the texts one after the other', () => {
  const both = fc.tuple(continuum({ min: 3, max: 3 }), continuum({ min: 3, max: 3 }));
  fc.assert(
    fc.property(both, ([one, other]) => {
      const joined: Continuum = {
        length: one.length + other.length,
        labels: LABELS,
        coders: one.coders.map(({ id, spans }, at) => ({
          id,
          spans: [
            ...spans,
            ...(other.coders[at]?.spans ?? []).map(({ start, end, label }) => ({
              start: start + one.length,
              end: end + one.length,
              label,
            })),
          ],
        })),
      };
      const [pooled, whole] = [poolFigures(sums(one, other)), poolFigures(sums(joined))];
      const isCount = /^(character|dice|spanF1)/;
      for (const { measure, label, pair, value } of pooled.filter((each) =>
        isCount.test(each.measure),
      )) {
        const found = find(whole, measure, label, pair?.join('|'))?.value;
        if (value === null) expect(found).toBeNull();
        else expect(found).toBeCloseTo(value, 9);
      }
    }),
  );
});

test('[AG2] two coders are compared on the texts that both finished', () => {
  const alone = text(50, { A: [[0, 50]] });
  const others = text(100, { A: [[0, 10]], D: [[0, 10]] });
  const pooled = poolFigures(sums(first, alone, others, second));
  expect(find(pooled, 'dice', 'C', 'A|B')).toMatchObject({
    value: 0.875,
    transcripts: 2,
    leftOut: { 'pair-absent': 2 },
  });
  expect(find(pooled, 'dice', 'C', 'B|D')).toMatchObject({
    value: null,
    reason: 'pair-absent',
    transcripts: 0,
    coders: 0,
  });
  expect(find(pooled, 'characterAlpha', 'C')).toMatchObject({
    transcripts: 3,
    coders: 3,
    spans: 6,
    leftOut: { 'too-few-coders': 1 },
  });
});

test('[AG6] [AG9] a text in which labels overlap is left out where they may not', () => {
  const overlapping = text(100, {
    A: [
      [0, 10],
      [5, 20, 'M'],
    ],
    B: [[0, 10]],
  });
  const pooled = poolFigures(sums(first, overlapping));
  const alone = poolFigures(sums(first));
  for (const [measure, label] of [
    ['uAlpha', null],
    ['cuAlpha', null],
    ['kuAlpha', 'C'],
  ] as const) {
    expect(find(pooled, measure, label)).toMatchObject({
      value: find(alone, measure, label)?.value,
      transcripts: 1,
      leftOut: { 'labels-overlap': 1 },
    });
  }
  expect(find(pooled, 'uAlpha', 'M')).toMatchObject({ transcripts: 2, leftOut: {} });
  expect(find(poolFigures(sums(overlapping)), 'uAlpha')?.reason).toBe('labels-overlap');
});

test('sums outlast being kept as JSON', () => {
  const kept = sums(first, second);
  const again = JSON.parse(JSON.stringify(kept)) as typeof kept;
  expect(poolFigures(again)).toEqual(poolFigures(kept));
});

test('[AG1] of no text every figure is undefined, and other labels are refused', () => {
  for (const { value, reason } of poolFigures([])) {
    expect([value, reason]).toEqual([null, 'nothing-left']);
  }
  expect(poolFigures([]).length).toBeGreaterThan(0);
  expect(() => poolFigures([sumTranscript(first, ['C']), sumTranscript(second, ['M'])])).toThrow(
    RangeError,
  );
});

test('[AG5] gammas are pooled by their disorders and numbers of units', () => {
  const options = { alpha: 1, beta: 1, sampler: 'shuffle', samples: 40, seed: 1 } as const;
  const [one, other, none] = [first, second, text(10, { A: [], B: [] })].map((each) =>
    gamma(each, options),
  );
  if (!one || !other || !none) throw new Error('there are three');
  expect(poolGammas([one]).value).toBeCloseTo(one.value.value ?? 0, 12);
  const [o, e] = [one.observedDisorder.value ?? 0, one.expectedDisorder.value ?? 0];
  // In the second text the two agree, with a unit each.
  const pooled = 1 - o / (e + (other.expectedDisorder.value ?? 0));
  expect(poolGammas([one, other, none]).value).toBeCloseTo(pooled, 12);
  expect(poolGammas([one, other, none])).toMatchObject({
    transcripts: 2,
    leftOut: { 'nothing-coded': 1 },
  });
  expect(poolGammas([none])).toMatchObject({ value: null, reason: 'nothing-coded' });
});
