import type { Role } from '@triad/realist';
import { compareRoles } from '@triad/realist';
import type { CoderInput, ConsolidationInput, PartInput, SpanInput } from './input.ts';

/* The input in the orders that the definitions use throughout, so that its own order changes nothing. */

/** A text with its coders, spans and sketches, each list in its order. */
export type CodedText = {
  /** Ids of the coders; elsewhere a coder is a place in this list. */
  readonly coders: readonly string[];
  readonly spans: readonly MarkedSpan[];
  readonly sketches: readonly CodedSketch[];
};

export type MarkedSpan = {
  readonly id: string;
  readonly coder: number;
  readonly start: number;
  readonly end: number;
  readonly label: Role;
  readonly unsure: boolean;
  /** Place among all spans. */
  readonly at: number;
  /** Place among the spans of its coder. */
  readonly own: number;
};

export type CodedSketch = {
  readonly id: string;
  readonly coder: number;
  readonly parts: readonly SketchPart[];
  readonly bearing: string | null;
  /** Place among all sketches. */
  readonly at: number;
  /** Place among the sketches of its coder. */
  readonly own: number;
};

/** Quoted: `inferred` is null and there are spans; inferred: there are words and no spans. */
export type SketchPart = {
  readonly role: Role;
  readonly spans: readonly MarkedSpan[];
  readonly inferred: string | null;
};

/** Ids, and words, by code unit. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** By start, end, label, id. */
function compareSpans(a: SpanInput, b: SpanInput): number {
  return (
    a.start - b.start || a.end - b.end || compareRoles(a.label, b.label) || compareText(a.id, b.id)
  );
}

/** By role, quoted before inferred, spans in turn or words. */
export function compareParts(a: SketchPart, b: SketchPart): number {
  return (
    compareRoles(a.role, b.role) ||
    Number(a.inferred !== null) - Number(b.inferred !== null) ||
    compareInTurn(a.spans, b.spans) ||
    compareText(a.inferred ?? '', b.inferred ?? '')
  );
}

function compareInTurn(a: readonly MarkedSpan[], b: readonly MarkedSpan[]): number {
  for (const [place, span] of a.entries()) {
    const other = b[place];
    if (other === undefined) return 1;
    if (other.at !== span.at) return span.at - other.at;
  }
  return a.length - b.length;
}

/** How many positions two spans share; none or less where they do not meet. */
export function sharedOf(a: MarkedSpan, b: MarkedSpan): number {
  return Math.min(a.end, b.end) - Math.max(a.start, b.start);
}

export function lengthOf({ start, end }: MarkedSpan): number {
  return end - start;
}

/** Spans in their order. */
export function inOrder(spans: Iterable<MarkedSpan>): readonly MarkedSpan[] {
  return [...spans].sort((a, b) => a.at - b.at);
}

/** @param input as `readConsolidationInput` gives it */
export function toCodedText(input: ConsolidationInput): CodedText {
  const coders = [...input.coders].sort((a, b) => compareText(a.id, b.id));
  const byId = new Map<string, MarkedSpan>();
  const spans = coders.flatMap((coder, place) => foldSpans(coder, place, byId)).sort(compareSpans);
  for (const [at, span] of spans.entries()) span.at = at;
  const sketches = coders
    .flatMap((coder, place) => sketchesOf(coder, place, byId))
    .sort((a, b) => compareText(a.id, b.id));
  for (const [at, sketch] of sketches.entries()) sketch.at = at;
  return { coders: coders.map(({ id }) => id), spans, sketches };
}

/** What gets its place among all once all are known. */
type Draft<Thing> = { -readonly [Key in keyof Thing]: Thing[Key] };

/** A coder's spans in order. Those that are the same are one, which `byId` gets under the ids of all. */
function foldSpans(
  { spans }: CoderInput,
  coder: number,
  byId: Map<string, MarkedSpan>,
): readonly Draft<MarkedSpan>[] {
  const folded: Draft<MarkedSpan>[] = [];
  for (const { id, start, end, label, unsure = false } of [...spans].sort(compareSpans)) {
    let last = folded.at(-1);
    if (last?.start === start && last.end === end && last.label === label) {
      last.unsure &&= unsure;
    } else {
      last = { id, coder, start, end, label, unsure, at: 0, own: folded.length };
      folded.push(last);
    }
    byId.set(id, last);
  }
  return folded;
}

function sketchesOf(
  { sketches = [] }: CoderInput,
  coder: number,
  byId: ReadonlyMap<string, MarkedSpan>,
): readonly Draft<CodedSketch>[] {
  return [...sketches]
    .sort((a, b) => compareText(a.id, b.id))
    .map(({ id, parts, bearing = null }, own) => ({
      id,
      coder,
      parts: parts.map((part) => toPart(part, byId)).sort(compareParts),
      bearing,
      at: 0,
      own,
    }));
}

function toPart(part: PartInput, byId: ReadonlyMap<string, MarkedSpan>): SketchPart {
  if ('inferred' in part) return { role: part.role, spans: [], inferred: part.inferred };
  const spans = part.spans.map((id) => byId.get(id)).filter((span) => span !== undefined);
  return { role: part.role, spans: inOrder(new Set(spans)), inferred: null };
}
