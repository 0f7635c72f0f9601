import type { Role } from '@triad/realist';
import { compareRoles } from '@triad/realist';
import type { CoderInput, ConsolidationInput, PartInput, SketchInput } from './input.ts';

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
function compareSpans(
  a: Omit<MarkedSpan, 'at' | 'own'>,
  b: Omit<MarkedSpan, 'at' | 'own'>,
): number {
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

/** Spans in their order, each once. */
export function inOrder(spans: Iterable<MarkedSpan>): readonly MarkedSpan[] {
  return [...new Set(spans)].sort((a, b) => a.at - b.at);
}

/** @param input as `readConsolidationInput` gives it */
export function toCodedText(input: ConsolidationInput): CodedText {
  const coders = [...input.coders].sort((a, b) => compareText(a.id, b.id));
  const folded = coders.map(foldSpans);
  const spans = folded
    .flatMap(({ spans }) => spans)
    .sort(compareSpans)
    .map((span, at): MarkedSpan => ({ ...span, at }));
  const byId = new Map(spans.map((span) => [span.id, span]));
  const sketches = coders
    .flatMap(({ sketches = [] }, coder) =>
      [...sketches]
        .sort((a, b) => compareText(a.id, b.id))
        .map((sketch, own) => ({ sketch, coder, own })),
    )
    .sort((a, b) => compareText(a.sketch.id, b.sketch.id))
    .map(({ sketch, coder, own }, at): CodedSketch => {
      const kept = folded[coder]?.kept;
      const parts = partsOf(sketch, (id) => byId.get(kept?.get(id) ?? id));
      return { id: sketch.id, coder, parts, bearing: sketch.bearing ?? null, at, own };
    });
  return { coders: coders.map(({ id }) => id), spans, sketches };
}

/** A coder's spans in order, and under which id those stand that are the same as another. */
function foldSpans({ spans }: CoderInput, coder: number) {
  const kept = new Map<string, string>();
  const folded: Omit<MarkedSpan, 'at'>[] = [];
  const sorted = spans
    .map(({ unsure = false, ...span }) => ({ ...span, coder, unsure }))
    .sort(compareSpans);
  for (const span of sorted) {
    const last = folded.at(-1);
    if (
      last !== undefined &&
      last.start === span.start &&
      last.end === span.end &&
      last.label === span.label
    ) {
      kept.set(span.id, last.id);
      folded[folded.length - 1] = { ...last, unsure: last.unsure && span.unsure };
    } else {
      folded.push({ ...span, own: folded.length });
    }
  }
  return { spans: folded, kept };
}

function partsOf(
  { parts }: SketchInput,
  spanOf: (id: string) => MarkedSpan | undefined,
): readonly SketchPart[] {
  const partOf = (part: PartInput): SketchPart =>
    'spans' in part
      ? {
          role: part.role,
          spans: inOrder(part.spans.map(spanOf).filter((span) => span !== undefined)),
          inferred: null,
        }
      : { role: part.role, spans: [], inferred: part.inferred };
  return parts.map(partOf).sort(compareParts);
}
