import type { Role } from '@triad/realist';
import fc from 'fast-check';
import type { CoderInput, ConsolidationInput, PartInput, SpanInput } from '../src/index.ts';

/*
 * Small inputs in which much is alike: coders stop at the same few passages, begin and end a little
 * apart, and mostly agree on the role. Few different numbers make many ties.
 */

const CODERS = ['b', 'B', 'a', 'ä'];
const SPANS = Array.from({ length: 20 }, (_, at) => `s${at + 1}`);
const SKETCHES = Array.from({ length: 12 }, (_, at) => `k${at + 1}`);

const role = fc.constantFrom<Role>('C', 'C', 'M', 'M', 'O', 'O', 'I', 'A', 'undecided');

const rarely = <Value>(value: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value });

const passage = fc.record({
  start: fc.integer({ min: 1, max: 24 }),
  long: fc.integer({ min: 1, max: 6 }),
  label: role,
});

const span = fc.record({
  passage: fc.nat(9),
  earlier: fc.constantFrom(0, 0, 0, 1, -1),
  longer: fc.constantFrom(0, 0, 0, 1, 2, -1, -2),
  otherwise: rarely(role),
  unsure: rarely(fc.boolean()),
});

const part = fc.record({
  spans: fc.array(fc.nat(9), { minLength: 1, maxLength: 2 }),
  otherwise: rarely(role),
  inferred: rarely(fc.constantFrom('less alone', 'feels understood')),
});

const sketch = fc.record({
  parts: fc.array(part, { minLength: 1, maxLength: 4, size: 'max' }),
  bearing: fc.constantFrom(undefined, 'a supports', 'a refutes'),
});

const coder = fc.record({
  spans: fc.array(span, { maxLength: 5, size: 'max' }),
  sketches: fc.option(fc.array(sketch, { maxLength: 3, size: 'max' }), { freq: 6, nil: undefined }),
});

/** @param least how many coders there are at least, up to four */
export const drawnInput = ({ least = 1 } = {}): fc.Arbitrary<ConsolidationInput> =>
  fc
    .record({
      // Positions of one step: gaps and runs at the bounds of closeness, and lengths of a few positions.
      step: fc.constantFrom(1, 2, 50, 100),
      // Whether coders mark the same passages in turn, mostly in the same way, so that their sketches match.
      areAlike: fc.boolean(),
      passages: fc.array(passage, { minLength: 1, maxLength: 6, size: 'max' }),
      coders: fc.array(coder, { minLength: least, maxLength: CODERS.length, size: 'max' }),
      coderIds: fc.shuffledSubarray(CODERS, { minLength: CODERS.length }),
      spanIds: fc.shuffledSubarray(SPANS, { minLength: SPANS.length }),
      sketchIds: fc.shuffledSubarray(SKETCHES, { minLength: SKETCHES.length }),
    })
    .map(
      ({ step, areAlike, passages, coders, coderIds, spanIds, sketchIds }): ConsolidationInput => {
        const [newSpan, newSketch] = [dealer(spanIds), dealer(sketchIds)];
        return {
          length: 40 * step,
          coders: coders.map((each, at): CoderInput => {
            const spans = each.spans.map((drawn, place): SpanInput => {
              const isSame = areAlike && drawn.unsure === null;
              const { start, long, label } = pick(passages, areAlike ? place : drawn.passage);
              const begin = isSame ? start : start - drawn.earlier;
              const size = isSame ? long : Math.max(1, long + drawn.longer);
              return {
                id: newSpan(),
                start: begin * step,
                end: (begin + size) * step,
                label: (isSame ? null : drawn.otherwise) ?? label,
                ...(drawn.unsure !== null && { unsure: drawn.unsure }),
              };
            });
            const sketches = each.sketches?.map(({ parts, bearing }) => ({
              id: newSketch(),
              parts: parts.map((drawn) => toPart(drawn, spans)),
              ...(bearing !== undefined && { bearing }),
            }));
            const id = coderIds[at] ?? '';
            return sketches === undefined ? { id, spans } : { id, spans, sketches };
          }),
        };
      },
    );

function toPart(
  {
    spans,
    otherwise,
    inferred,
  }: {
    readonly spans: readonly number[];
    readonly otherwise: Role | null;
    readonly inferred: string | null;
  },
  own: readonly SpanInput[],
): PartInput {
  if (inferred !== null || own.length === 0) {
    return { role: otherwise ?? 'M', inferred: inferred ?? 'less alone' };
  }
  const named = spans.map((at) => pick(own, at));
  return { role: otherwise ?? named[0]?.label ?? 'C', spans: named.map(({ id }) => id) };
}

function pick<Item>(items: readonly Item[], at: number): Item {
  return items[at % items.length] as Item;
}

function dealer(ids: readonly string[]): () => string {
  const left = [...ids];
  return () => left.pop() ?? '';
}

/** The same input in another order, by numbers from 0 up to 1. */
export function shuffled(input: ConsolidationInput, random: () => number): ConsolidationInput {
  const mixed = <Item>(items: readonly Item[]): Item[] =>
    items
      .map((item) => ({ item, key: random() }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item);
  return {
    ...input,
    coders: mixed(input.coders).map(({ spans, sketches, ...coder }) => ({
      ...coder,
      spans: mixed(spans),
      ...(sketches && {
        sketches: mixed(sketches).map((sketch) => ({
          ...sketch,
          parts: mixed(sketch.parts).map((part) =>
            'spans' in part ? { ...part, spans: mixed(part.spans) } : part,
          ),
        })),
      }),
    })),
  };
}
