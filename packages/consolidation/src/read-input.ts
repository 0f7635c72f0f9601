import { isRole } from '@triad/realist';
import { ConsolidationError } from './errors.ts';
import type { CoderInput, ConsolidationInput, PartInput, SketchInput, SpanInput } from './input.ts';

/** More is refused, so that whatever a file holds is computed in bounded time. */
export const INPUT_LIMITS = {
  /** UTF-16 units of the text. */
  length: 10_000_000,
  coders: 64,
  /** Of all coders together. */
  spans: 50_000,
  sketches: 10_000,
  /** Of one sketch. */
  parts: 200,
  /** Spans that parts name, of all sketches together, each time they are named. */
  named: 200_000,
  /** UTF-16 units of an id, and of a bearing or the words of an inferred part. */
  id: 1_000,
  words: 100_000,
} as const;

type Fields = Readonly<Record<string, unknown>>;

/**
 * The input of {@link consolidate} from a value that may come from a file. What it does not know is
 * left out. Throws {@link ConsolidationError} for an unknown shape, for what the definitions refuse and
 * beyond {@link INPUT_LIMITS}; an inferred part of white space alone counts as one without words.
 */
export function readConsolidationInput(value: unknown): ConsolidationInput {
  const input = fieldsOf(value, 'the input');
  const length = wholeOf(input['length'], 'length');
  if (length > INPUT_LIMITS.length) refuse('length', `is more than ${INPUT_LIMITS.length}`);
  const coders = listOf(input['coders'], 'coders');
  if (coders.length === 0) refuse('coders', 'is empty: there must be a coder');
  if (coders.length > INPUT_LIMITS.coders) refuse('coders', `has over ${INPUT_LIMITS.coders}`);
  const known: Known = {
    length,
    coders: new Set(),
    spans: new Set(),
    sketches: new Set(),
    named: 0,
  };
  return { length, coders: coders.map((coder, at) => coderOf(coder, `coders[${at}]`, known)) };
}

/** What was read so far of the whole input. */
type Known = {
  readonly length: number;
  readonly coders: Set<string>;
  readonly spans: Set<string>;
  readonly sketches: Set<string>;
  named: number;
};

function coderOf(value: unknown, at: string, known: Known): CoderInput {
  const coder = fieldsOf(value, at);
  const id = newIdOf(coder['id'], at, known.coders);
  const spans = listOf(coder['spans'], `${at}.spans`).map((span, place) => {
    if (known.spans.size === INPUT_LIMITS.spans) {
      refuse(`${at}.spans`, `has the span over ${INPUT_LIMITS.spans} in all`);
    }
    return spanOf(span, `${at}.spans[${place}]`, known);
  });
  if (coder['sketches'] === undefined) return { id, spans };
  const own = new Set(spans.map((span) => span.id));
  const sketches = listOf(coder['sketches'], `${at}.sketches`).map((sketch, place) => {
    if (known.sketches.size === INPUT_LIMITS.sketches) {
      refuse(`${at}.sketches`, `has the sketch over ${INPUT_LIMITS.sketches} in all`);
    }
    return sketchOf(sketch, `${at}.sketches[${place}]`, own, known);
  });
  return { id, spans, sketches };
}

function spanOf(value: unknown, at: string, known: Known): SpanInput {
  const span = fieldsOf(value, at);
  const id = newIdOf(span['id'], at, known.spans);
  const start = wholeOf(span['start'], `${at}.start`);
  const end = wholeOf(span['end'], `${at}.end`);
  if (end <= start) refuse(at, 'has no length: its end must be greater than its start');
  if (end > known.length) refuse(at, 'lies outside the text');
  const { label, unsure } = span;
  if (!isRole(label)) refuse(`${at}.label`, 'is no label that is known');
  if (unsure === undefined) return { id, start, end, label };
  if (typeof unsure !== 'boolean') refuse(`${at}.unsure`, 'is neither true nor false');
  return { id, start, end, label, unsure };
}

function sketchOf(value: unknown, at: string, own: ReadonlySet<string>, known: Known): SketchInput {
  const sketch = fieldsOf(value, at);
  const id = newIdOf(sketch['id'], at, known.sketches);
  const list = listOf(sketch['parts'], `${at}.parts`);
  if (list.length === 0) refuse(`${at}.parts`, 'is empty: a sketch must have a part');
  if (list.length > INPUT_LIMITS.parts) refuse(`${at}.parts`, `has over ${INPUT_LIMITS.parts}`);
  const parts = list.map((part, place) => partOf(part, `${at}.parts[${place}]`, own, known));
  if (sketch['bearing'] === undefined) return { id, parts };
  const bearing = textOf(sketch['bearing'], `${at}.bearing`, INPUT_LIMITS.words);
  return { id, parts, bearing };
}

function partOf(value: unknown, at: string, own: ReadonlySet<string>, known: Known): PartInput {
  const part = fieldsOf(value, at);
  const { role, spans, inferred } = part;
  if (!isRole(role)) refuse(`${at}.role`, 'is no role that is known');
  if (spans !== undefined && inferred !== undefined) {
    refuse(at, 'has both spans and words: a part is either quoted or inferred');
  }
  if (inferred !== undefined) {
    const words = textOf(inferred, `${at}.inferred`, INPUT_LIMITS.words);
    if (words.trim() === '') refuse(at, 'has no words');
    return { role, inferred: words };
  }
  if (spans === undefined) refuse(at, 'has neither spans nor words');
  const list = listOf(spans, `${at}.spans`);
  if (list.length === 0) refuse(at, 'has no spans');
  known.named += list.length;
  if (known.named > INPUT_LIMITS.named) {
    refuse(at, `names the span over ${INPUT_LIMITS.named} in all`);
  }
  const ids = list.map((id, place) => {
    const named = textOf(id, `${at}.spans[${place}]`, INPUT_LIMITS.id);
    if (!own.has(named)) refuse(`${at}.spans[${place}]`, "names no span of the sketch's own coder");
    return named;
  });
  return { role, spans: ids };
}

function newIdOf(value: unknown, at: string, used: Set<string>): string {
  const id = textOf(value, `${at}.id`, INPUT_LIMITS.id);
  if (used.has(id)) refuse(`${at}.id`, 'is used twice');
  used.add(id);
  return id;
}

function fieldsOf(value: unknown, at: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    refuse(at, 'is no object');
  }
  return value as Fields;
}

function listOf(value: unknown, at: string): readonly unknown[] {
  return Array.isArray(value) ? value : refuse(at, 'is no list');
}

function textOf(value: unknown, at: string, most: number): string {
  if (typeof value !== 'string') return refuse(at, 'is no text');
  return value.length > most ? refuse(at, `is longer than ${most}`) : value;
}

function wholeOf(value: unknown, at: string): number {
  return Number.isSafeInteger(value) && (value as number) >= 0
    ? (value as number)
    : refuse(at, 'is no whole number from 0');
}

function refuse(at: string, what: string): never {
  throw new ConsolidationError(`The input cannot be used: ${at} ${what}.`);
}
