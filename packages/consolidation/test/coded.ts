import type { Role } from '@triad/realist';
import type {
  CoderInput,
  ConsolidationInput,
  PartInput,
  SketchInput,
  SpanInput,
} from '../src/index.ts';

/* Inputs in short: `coder('ann', ['C 0-80 a1', 'M 100-180 a2?'], sketch('k1', part('C', 'a1')))`. */

/** Label (U for undecided), run and id; a question mark after it for unsure. */
function span(text: string): SpanInput {
  const [, label = '', start, end, id = '', unsure] =
    /^([A-Z]) (\d+)-(\d+) (\w+)(\?)?$/.exec(text) ?? [];
  return {
    id,
    start: Number(start),
    end: Number(end),
    label: label === 'U' ? 'undecided' : (label as Role),
    ...(unsure !== undefined && { unsure: true }),
  };
}

export function coder(
  id: string,
  spans: readonly string[],
  ...sketches: readonly SketchInput[]
): CoderInput {
  return { id, spans: spans.map(span), sketches };
}

export function sketch(id: string, ...parts: readonly PartInput[]): SketchInput {
  return { id, parts };
}

export function part(role: Role, ...spans: readonly string[]): PartInput {
  return { role, spans };
}

export function inferred(role: Role, words: string): PartInput {
  return { role, inferred: words };
}

export function text(...coders: readonly CoderInput[]): ConsolidationInput {
  return { length: 10_000, coders };
}
