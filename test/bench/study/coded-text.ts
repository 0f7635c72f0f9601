import type { CoderInput, ConsolidationInput, SketchInput, SpanInput } from '@triad/consolidation';
import type { Random } from '../support/random.ts';
import { codeText } from './coding.ts';

/** How far the marks lie apart, at most, that a coder ties. */
const TIED_WITHIN_UTF16 = 900;

/** One text as so many coders left it; they tie at the same places more often than not. */
export function makeCodedText(
  random: Random,
  text: string,
  shape: { readonly coders: number; readonly spans: number; readonly sketches: number },
): ConsolidationInput {
  const places = Array.from({ length: Math.round(shape.sketches / 0.7) }, () =>
    random.whole(0, text.length),
  );
  const coders = codeText(random, text, shape.coders, shape.coders * shape.spans).map(
    (own): CoderInput => {
      const spans = own.map(({ startUtf16, endUtf16, role, unsure }): SpanInput => ({
        id: random.uuid(),
        start: startUtf16,
        end: endUtf16,
        label: role,
        unsure,
      }));
      const sketches = places
        .filter(() => random.chance(0.7))
        .flatMap((place) => makeSketch(random, spans, place));
      return { id: random.uuid(), spans, sketches };
    },
  );
  return { length: text.length, coders };
}

function makeSketch(random: Random, spans: readonly SpanInput[], place: number): SketchInput[] {
  const tied = spans
    .filter(({ start }) => start >= place && start < place + TIED_WITHIN_UTF16)
    .filter(() => random.chance(0.4))
    .slice(0, 4);
  if (tied.length === 0) return [];
  const parts = tied.map(({ id, label }) => ({ role: label, spans: [id] }));
  const inferred = { role: 'M', inferred: 'somebody notices' } as const;
  return [{ id: random.uuid(), parts: random.chance(0.3) ? [...parts, inferred] : parts }];
}
