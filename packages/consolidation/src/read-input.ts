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

/**
 * The input of {@link consolidate} from a value that may come from a file. Keys that it does not know
 * are left out. Throws {@link ConsolidationError} for an unknown shape, for what the definitions refuse
 * and beyond {@link INPUT_LIMITS}; an inferred part of white space alone counts as one without words.
 */
export function readConsolidationInput(value: unknown): ConsolidationInput {
  const input = fieldsOf(value, null);
  const length = wholeOf(input, 'length', null);
  if (length > INPUT_LIMITS.length) refuse([null, 'length'], `is over ${INPUT_LIMITS.length}`);
  const coders = listOf(input, 'coders', null);
  const at: Place = [null, 'coders'];
  if (coders.length === 0) refuse(at, 'is empty: there must be a coder');
  if (coders.length > INPUT_LIMITS.coders) refuse(at, `is of over ${INPUT_LIMITS.coders} coders`);
  const known: Known = {
    length,
    coders: new Map(),
    spans: new Map(),
    sketches: new Map(),
    named: 0,
  };
  return { length, coders: coders.map((coder, place) => coderOf(coder, [at, place], known)) };
}

/** Where something stands in the input; put into words only where it is refused. */
type Place = readonly [within: Place | null, key: string | number];

/** What was read so far of the whole input: for each id its coder's. */
type Known = {
  readonly length: number;
  readonly coders: Map<string, string>;
  readonly spans: Map<string, string>;
  readonly sketches: Map<string, string>;
  named: number;
};

type Fields = Readonly<Record<string, unknown>>;

function coderOf(value: unknown, at: Place, known: Known): CoderInput {
  const coder = fieldsOf(value, at);
  const id = textOf(coder, 'id', at, INPUT_LIMITS.id);
  claim(known.coders, id, id, at);
  const spans = listOf(coder, 'spans', at).map((span, place) =>
    spanOf(span, id, [[at, 'spans'], place], known),
  );
  if (coder['sketches'] === undefined) return { id, spans };
  const sketches = listOf(coder, 'sketches', at).map((sketch, place) =>
    sketchOf(sketch, id, [[at, 'sketches'], place], known),
  );
  return { id, spans, sketches };
}

function spanOf(value: unknown, coder: string, at: Place, known: Known): SpanInput {
  const span = fieldsOf(value, at);
  const id = textOf(span, 'id', at, INPUT_LIMITS.id);
  claim(known.spans, id, coder, at);
  if (known.spans.size > INPUT_LIMITS.spans)
    refuse(at, `is over ${INPUT_LIMITS.spans} spans in all`);
  const start = wholeOf(span, 'start', at);
  const end = wholeOf(span, 'end', at);
  if (end <= start) refuse(at, 'has no length: its end must be greater than its start');
  if (end > known.length) refuse(at, 'lies outside the text');
  const { label, unsure } = span;
  if (!isRole(label)) return refuse([at, 'label'], 'is no label that is known');
  if (unsure === undefined) return { id, start, end, label };
  if (typeof unsure !== 'boolean') return refuse([at, 'unsure'], 'is neither true nor false');
  return { id, start, end, label, unsure };
}

function sketchOf(value: unknown, coder: string, at: Place, known: Known): SketchInput {
  const sketch = fieldsOf(value, at);
  const id = textOf(sketch, 'id', at, INPUT_LIMITS.id);
  claim(known.sketches, id, coder, at);
  if (known.sketches.size > INPUT_LIMITS.sketches) {
    refuse(at, `is over ${INPUT_LIMITS.sketches} sketches in all`);
  }
  const list = listOf(sketch, 'parts', at);
  if (list.length === 0) refuse(at, 'has no parts');
  if (list.length > INPUT_LIMITS.parts) refuse(at, `has over ${INPUT_LIMITS.parts} parts`);
  const parts = list.map((part, place) => partOf(part, coder, [[at, 'parts'], place], known));
  if (sketch['bearing'] === undefined) return { id, parts };
  return { id, parts, bearing: textOf(sketch, 'bearing', at, INPUT_LIMITS.words) };
}

function partOf(value: unknown, coder: string, at: Place, known: Known): PartInput {
  const part = fieldsOf(value, at);
  const { role } = part;
  if (!isRole(role)) return refuse([at, 'role'], 'is no role that is known');
  if (part['inferred'] !== undefined) {
    if (part['spans'] !== undefined)
      refuse(at, 'has spans and words: it must be quoted or inferred');
    const inferred = textOf(part, 'inferred', at, INPUT_LIMITS.words);
    if (inferred.trim() === '') refuse(at, 'has no words');
    return { role, inferred };
  }
  if (part['spans'] === undefined) refuse(at, 'has neither spans nor words');
  const spans = listOf(part, 'spans', at);
  if (spans.length === 0) refuse(at, 'has no spans');
  known.named += spans.length;
  if (known.named > INPUT_LIMITS.named) refuse(at, `names over ${INPUT_LIMITS.named} spans in all`);
  return {
    role,
    spans: spans.map((id, place) => ownSpan(id, coder, [[at, 'spans'], place], known)),
  };
}

function ownSpan(id: unknown, coder: string, at: Place, { spans }: Known): string {
  return typeof id === 'string' && spans.get(id) === coder
    ? id
    : refuse(at, "is no span of the sketch's own coder");
}

function claim(ids: Map<string, string>, id: string, coder: string, at: Place): void {
  const { size } = ids;
  if (ids.set(id, coder).size === size) refuse([at, 'id'], 'is used twice');
}

function fieldsOf(value: unknown, at: Place | null): Fields {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Fields) : refuse(at, 'is no object');
}

function listOf(fields: Fields, key: string, at: Place | null): readonly unknown[] {
  const value = fields[key];
  return Array.isArray(value) ? value : refuse([at, key], 'is no list');
}

function textOf(fields: Fields, key: string, at: Place | null, most: number): string {
  const value = fields[key];
  if (typeof value !== 'string') return refuse([at, key], 'is no text');
  return value.length > most ? refuse([at, key], `is longer than ${most}`) : value;
}

function wholeOf(fields: Fields, key: string, at: Place | null): number {
  const value = fields[key];
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? value
    : refuse([at, key], 'is no whole number from 0');
}

function refuse(at: Place | null, what: string): never {
  throw new ConsolidationError(`The input cannot be used: ${pathOf(at) || 'it'} ${what}.`);
}

/** Such as `coders[0].spans[2].start`. */
function pathOf(at: Place | null): string {
  if (at === null) return '';
  const [within, key] = at;
  if (typeof key === 'number') return `${pathOf(within)}[${key}]`;
  return within === null ? key : `${pathOf(within)}.${key}`;
}
