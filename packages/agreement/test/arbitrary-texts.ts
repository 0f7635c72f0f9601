import fc from 'fast-check';
import type { CodedSpan, Continuum } from '../src/index.ts';

/** Small texts, so that every case of spans that touch, nest and meet comes up. */
export const LENGTH = 12;
export const LABELS = ['C', 'M'];

const span: fc.Arbitrary<CodedSpan> = fc
  .tuple(fc.nat(LENGTH - 1), fc.integer({ min: 1, max: 5 }), fc.constantFrom(...LABELS))
  .map(([start, long, label]) => ({ start, end: Math.min(LENGTH, start + long), label }));

export const continuum = (
  coders: { readonly min: number; readonly max: number },
  spans = 4,
): fc.Arbitrary<Continuum> =>
  fc
    .array(fc.array(span, { maxLength: spans }), { minLength: coders.min, maxLength: coders.max })
    .map((all): Continuum => ({
      length: LENGTH,
      labels: LABELS,
      coders: all.map((own, at) => ({ id: `c${at}`, spans: own })),
    }));
