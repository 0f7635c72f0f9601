import type { Runs } from './continuum.ts';
import type { Figure } from './figure.ts';
import { figure, undefinedFor } from './figure.ts';
import { largestMatching } from './largest-matching.ts';
import { sumOf } from './table.ts';

/** What F between two coders is counted from; labels and texts are pooled by adding. */
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

/** Of two coders who marked nothing; where adding begins. */
export const NO_SPANS: SpanCounts = { a: 0, b: 0, exact: 0, foundA: 0, foundB: 0, oneToOne: 0 };

/** A coder's spans of one label as they were made, less exact duplicates, and the units made of them. */
type Made = { readonly spans: Runs; readonly units: Runs };

/** Counts the spans of two coders, of one label (Hripcsak & Rothschild 2005, JAMIA 12(3), 296-298). */
export function countSpans(a: Made, b: Made): SpanCounts {
  return {
    a: a.spans.starts.length,
    b: b.spans.starts.length,
    exact: equalIn(a.spans, b.spans),
    foundA: foundIn(a.spans, b.units),
    foundB: foundIn(b.spans, a.units),
    oneToOne: largestMatching(a.spans, b.spans),
  };
}

function equalIn(a: Runs, b: Runs): number {
  let [i, j, many] = [0, 0, 0];
  while (i < a.starts.length && j < b.starts.length) {
    const starts = (a.starts[i] ?? 0) - (b.starts[j] ?? 0);
    const order = starts === 0 ? (a.ends[i] ?? 0) - (b.ends[j] ?? 0) : starts;
    if (order === 0) many += 1;
    if (order <= 0) i += 1;
    if (order >= 0) j += 1;
  }
  return many;
}

/** How many of these spans share a position with one of the units. */
function foundIn({ starts, ends }: Runs, units: Runs): number {
  let [at, many] = [0, 0];
  for (const [span, start] of starts.entries()) {
    while (at < units.ends.length && (units.ends[at] ?? 0) <= start) at += 1;
    const end = ends[span] ?? 0;
    if (end > start && (units.starts[at] ?? Infinity) < end) many += 1;
  }
  return many;
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
