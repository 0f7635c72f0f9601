import type { CodedSpan, Continuum } from './continuum.ts';
import { labelsOf } from './continuum.ts';
import type { Figure } from './figure.ts';
import { figure, undefinedFor } from './figure.ts';
import { largestMatching } from './largest-matching.ts';
import { pairsOf, sumOf } from './table.ts';

/** What F between two coders is counted from; texts are pooled by adding. */
export type SpanCounts = {
  readonly a: number;
  readonly b: number;
  /** Spans of the same start, end and label. */
  readonly exact: number;
  /** Spans of A, and of B, that share a position with one of the same label of the other. */
  readonly foundA: number;
  readonly foundB: number;
  /** The largest matching of such spans in which each is used once. */
  readonly oneToOne: number;
};

/**
 * The counts of each pair of coders (`first|second`), of all labels under `all` and of each. Spans as
 * they were made, less exact duplicates (Hripcsak & Rothschild 2005, JAMIA 12(3), 296-298).
 */
export function countSpans(
  continuum: Continuum,
): ReadonlyMap<
  string,
  { readonly all: SpanCounts; readonly byLabel: ReadonlyMap<string, SpanCounts> }
> {
  const labels = labelsOf(continuum);
  const spans = continuum.coders.map((coder) =>
    labels.map((label) => withoutDuplicates(coder.spans.filter((span) => span.label === label))),
  );
  return new Map(
    pairsOf(continuum.coders.length).map(([a, b]) => {
      const counts = labels.map((_, at) => countPair(spans[a]?.[at] ?? [], spans[b]?.[at] ?? []));
      const byLabel = new Map(labels.map((label, at) => [label, counts[at] ?? NOTHING]));
      const key = `${continuum.coders[a]?.id}|${continuum.coders[b]?.id}`;
      return [key, { all: addSpanCounts(counts), byLabel }] as const;
    }),
  );
}

const NOTHING: SpanCounts = { a: 0, b: 0, exact: 0, foundA: 0, foundB: 0, oneToOne: 0 };

export function addSpanCounts(all: readonly SpanCounts[]): SpanCounts {
  const sum = (key: keyof SpanCounts): number => sumOf(all.map((each) => each[key]));
  return {
    a: sum('a'),
    b: sum('b'),
    exact: sum('exact'),
    foundA: sum('foundA'),
    foundB: sum('foundB'),
    oneToOne: sum('oneToOne'),
  };
}

function withoutDuplicates(spans: readonly CodedSpan[]): readonly CodedSpan[] {
  const seen = new Map(spans.map((span) => [`${span.start} ${span.end}`, span]));
  return [...seen.values()].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Of one label. */
function countPair(a: readonly CodedSpan[], b: readonly CodedSpan[]): SpanCounts {
  const inB = new Set(b.map(({ start, end }) => `${start} ${end}`));
  const meetings = meetingsOf(a, b);
  return {
    a: a.length,
    b: b.length,
    exact: a.filter(({ start, end }) => inB.has(`${start} ${end}`)).length,
    foundA: meetings.filter((met) => met.length > 0).length,
    foundB: new Set(meetings.flat()).size,
    oneToOne: largestMatching(meetings, b.length),
  };
}

/** For each span of A those of B, by their places, that share a position with it. Both are in order. */
function meetingsOf(
  a: readonly CodedSpan[],
  b: readonly CodedSpan[],
): readonly (readonly number[])[] {
  let open: number[] = [];
  let next = 0;
  return a.map(({ start, end }) => {
    open = open.filter((at) => (b[at]?.end ?? 0) > start);
    const met = [...open];
    // Spans of B that begin within this one may also meet the next ones of A.
    for (let at = next; at < b.length && (b[at]?.start ?? 0) < end; at += 1) {
      if ((b[at]?.end ?? 0) > start) met.push(at);
    }
    while (next < b.length && (b[next]?.start ?? 0) <= start) {
      if ((b[next]?.end ?? 0) > start) open.push(next);
      next += 1;
    }
    return met.filter((at) => {
      const other = b[at];
      return other !== undefined && Math.min(end, other.end) > Math.max(start, other.start);
    });
  });
}

/** F of exact spans, of spans that overlap, and of spans matched one to one. */
export type SpanF = {
  readonly exact: Figure;
  readonly overlap: Figure;
  readonly overlapOneToOne: Figure;
};

/** With nothing on both sides undefined, with nothing on one side 0. */
export function spanF({ a, b, exact, foundA, foundB, oneToOne }: SpanCounts): SpanF {
  if (a + b === 0) {
    const none = undefinedFor('nothing-coded');
    return { exact: none, overlap: none, overlapOneToOne: none };
  }
  const precision = a === 0 ? 0 : foundA / a;
  const recall = b === 0 ? 0 : foundB / b;
  const both = precision + recall;
  return {
    exact: figure((2 * exact) / (a + b)),
    overlap: figure(both === 0 ? 0 : (2 * precision * recall) / both),
    overlapOneToOne: figure((2 * oneToOne) / (a + b)),
  };
}

/** The mean over pairs of coders for whom there is a figure. */
export function meanSpanF(pairs: readonly SpanF[]): SpanF {
  const mean = (key: keyof SpanF): Figure => {
    const known = pairs.map((pair) => pair[key].value).filter((value) => value !== null);
    if (known.length > 0) return figure(sumOf(known) / known.length);
    return undefinedFor(pairs.length === 0 ? 'too-few-coders' : 'nothing-coded');
  };
  return {
    exact: mean('exact'),
    overlap: mean('overlap'),
    overlapOneToOne: mean('overlapOneToOne'),
  };
}
