import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ConsolidationInput } from '../src/index.ts';
import {
  ConsolidationError,
  consolidate,
  INPUT_LIMITS,
  parseStrategy,
  readConsolidationInput,
} from '../src/index.ts';

const SPAN = { id: 's1', start: 0, end: 4, label: 'C' } as const;
const SKETCH = { id: 'k1', parts: [{ role: 'C', spans: ['s1'] }] } as const;

function withSpan(fields: object): unknown {
  return { length: 10, coders: [{ id: 'ann', spans: [{ ...SPAN, ...fields }] }] };
}

function withPart(part: unknown): unknown {
  return withSketch({ parts: [part] });
}

function withSketch(fields: object): unknown {
  return {
    length: 10,
    coders: [{ id: 'ann', spans: [SPAN], sketches: [{ ...SKETCH, ...fields }] }],
  };
}

function withCoders(...coders: readonly unknown[]): unknown {
  return { length: 10, coders };
}

test.each<[unknown, string]>([
  [null, 'it is no object'],
  [[], 'it is no object'],
  [{ coders: [] }, 'length is no whole number from 0'],
  [{ length: 1.5, coders: [] }, 'length is no whole number from 0'],
  [{ length: INPUT_LIMITS.length + 1, coders: [] }, 'length is over 10000000'],
  [{ length: 10 }, 'coders is no list'],
  [{ length: 10, coders: [] }, 'coders is empty: there must be a coder'],
  [withCoders('ann'), 'coders[0] is no object'],
  [withCoders({ id: 4, spans: [] }), 'coders[0].id is no text'],
  [withCoders({ id: 'ann' }), 'coders[0].spans is no list'],
  [withCoders({ id: 'ann', spans: [] }, { id: 'ann', spans: [] }), 'coders[1].id is used twice'],
  [withSpan({ start: -1 }), 'coders[0].spans[0].start is no whole number from 0'],
  [withSpan({ end: 3.5 }), 'coders[0].spans[0].end is no whole number from 0'],
  [withSpan({ end: '4' }), 'coders[0].spans[0].end is no whole number from 0'],
  [
    withSpan({ start: 4 }),
    'coders[0].spans[0] has no length: its end must be greater than its start',
  ],
  [withSpan({ end: 11 }), 'coders[0].spans[0] lies outside the text'],
  [withSpan({ label: 'c' }), 'coders[0].spans[0].label is no label that is known'],
  [withSpan({ unsure: 1 }), 'coders[0].spans[0].unsure is neither true nor false'],
  [
    withCoders({ id: 'ann', spans: [SPAN] }, { id: 'ben', spans: [SPAN] }),
    'coders[1].spans[0].id is used twice',
  ],
  [
    withCoders(
      { id: 'ann', spans: [SPAN], sketches: [SKETCH] },
      { id: 'ben', spans: [{ ...SPAN, id: 's2' }], sketches: [SKETCH] },
    ),
    'coders[1].sketches[0].id is used twice',
  ],
  [withSketch({ parts: [] }), 'coders[0].sketches[0] has no parts'],
  [withSketch({ parts: {} }), 'coders[0].sketches[0].parts is no list'],
  [withSketch({ bearing: null }), 'coders[0].sketches[0].bearing is no text'],
  [
    withPart({ role: 'X', spans: ['s1'] }),
    'coders[0].sketches[0].parts[0].role is no role that is known',
  ],
  [withPart({ role: 'C' }), 'coders[0].sketches[0].parts[0] has neither spans nor words'],
  [withPart({ role: 'C', spans: [] }), 'coders[0].sketches[0].parts[0] has no spans'],
  [withPart({ role: 'C', inferred: ' ' }), 'coders[0].sketches[0].parts[0] has no words'],
  [
    withPart({ role: 'C', inferred: 'x', spans: ['s1'] }),
    'coders[0].sketches[0].parts[0] has spans and words: it must be quoted or inferred',
  ],
  [
    withPart({ role: 'C', spans: ['s1', 's2'] }),
    "coders[0].sketches[0].parts[0].spans[1] is no span of the sketch's own coder",
  ],
  [
    withCoders(
      { id: 'ann', spans: [SPAN] },
      { id: 'ben', spans: [], sketches: [{ id: 'k1', parts: [{ role: 'C', spans: ['s1'] }] }] },
    ),
    "coders[1].sketches[0].parts[0].spans[0] is no span of the sketch's own coder",
  ],
])('[CN8] refused, in one sentence that says where: %j', (value, sentence) => {
  const refusal = new ConsolidationError(`The input cannot be used: ${sentence}.`);
  expect(() => readConsolidationInput(value)).toThrow(refusal);
  expect(() => consolidate(value as ConsolidationInput)).toThrow(refusal);
});

test('[CN8] what is just within the limits is read, and one more is refused', () => {
  const coders = (count: number) =>
    withCoders(...Array.from({ length: count }, (_, at) => ({ id: `c${at}`, spans: [] })));
  expect(readConsolidationInput(coders(INPUT_LIMITS.coders)).coders).toHaveLength(64);
  expect(() => readConsolidationInput(coders(INPUT_LIMITS.coders + 1))).toThrow(/over 64 coders/);

  const spans = (count: number) => ({
    length: INPUT_LIMITS.length,
    coders: [
      {
        id: 'ann',
        spans: Array.from({ length: count }, (_, at) => ({ ...SPAN, id: `s${at}` })),
      },
    ],
  });
  expect(readConsolidationInput(spans(INPUT_LIMITS.spans)).coders).toHaveLength(1);
  expect(() => readConsolidationInput(spans(INPUT_LIMITS.spans + 1))).toThrow(
    /spans\[50000\] is over 50000 spans/,
  );

  const parts = (count: number) =>
    withSketch({ parts: Array.from({ length: count }, () => SKETCH.parts[0]) });
  expect(() => readConsolidationInput(parts(INPUT_LIMITS.parts + 1))).toThrow(/over 200 parts/);
  expect(() => readConsolidationInput(withSpan({ id: 'x'.repeat(1_001) }))).toThrow(
    /id is longer than 1000/,
  );
});

test('[CN8] spans that lie over one another without end are refused, not compared', () => {
  const crowd = (id: string) => ({
    id,
    spans: Array.from({ length: 5_000 }, (_, at) => ({
      id: `${id}${at}`,
      start: at,
      end: 20_000 + at,
      label: 'C' as const,
    })),
  });
  expect(() => consolidate({ length: 30_000, coders: [crowd('ann'), crowd('ben')] })).toThrow(
    /over 10000000 pairs of its spans lie over one another/,
  );
});

test('[CN8] a result that repeats long ids without end is refused, not written', () => {
  const alone = (place: number) => ({
    id: String.fromCodePoint(65 + place).repeat(INPUT_LIMITS.id),
    spans: Array.from({ length: 60 }, (_, at) => ({
      id: `${place}-${at}`,
      start: place * 60 + at,
      end: place * 60 + at + 1,
      label: 'C' as const,
    })),
  });
  const coders = Array.from({ length: 40 }, (_, place) => alone(place));
  expect(() => consolidate({ length: 2_400, coders })).toThrow(
    /would repeat ids of over 100000000 characters/,
  );
});

const KEYS =
  'length coders id spans sketches parts role start end label unsure inferred bearing'.split(' ');

test('[CN8] whatever is given is read or refused, and no words of it are told', () => {
  const secret = 'zzsecretzz';
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom<unknown>(secret, 's1', 'C', 0, 4, -1, null, true),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...KEYS, secret), tie('any'), { maxKeys: 6 }),
    ),
  })).any;
  fc.assert(
    fc.property(value, fc.constantFrom('length', 'coders', 'spans', 'sketches'), (any, key) => {
      const bent = { ...(withSketch({}) as object), [key]: any };
      const coders = [{ ...(withSketch({}) as { coders: object[] }).coders[0], [key]: any }];
      for (const input of [any, bent, { length: 10, coders }]) {
        try {
          readConsolidationInput(input);
        } catch (error) {
          expect(error).toBeInstanceOf(ConsolidationError);
          expect(String(error)).not.toContain(secret);
        }
      }
    }),
  );
});

test('what the input does not know is left out', () => {
  expect(readConsolidationInput(withSpan({ memo: 'x' }))).toEqual({
    length: 10,
    coders: [{ id: 'ann', spans: [SPAN] }],
  });
});

test('a strategy is read, or refused in one sentence', () => {
  expect(parseStrategy('majority')).toEqual({ kind: 'majority' });
  expect(parseStrategy('at-least:12')).toEqual({ kind: 'at-least', count: 12 });
  expect(parseStrategy('coder:a:b')).toEqual({ kind: 'coder', id: 'a:b' });
  for (const text of ['', 'most', 'Majority', 'at-least', 'at-least:0', 'at-least:1.5', 'union ']) {
    expect(() => parseStrategy(text)).toThrow(ConsolidationError);
  }
  expect(() =>
    consolidate({ length: 1, coders: [{ id: 'a', spans: [] }] }, { kind: 'coder', id: 'b' }),
  ).toThrow('The strategy names a coder who is not in the input.');
});
