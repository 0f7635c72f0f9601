import type { Figure, Reason } from './figure.ts';
import { ofSpans, undefinedFor } from './figure.ts';
import type { Gamma } from './gamma.ts';
import { gammaOf } from './gamma.ts';
import type { MeasureName, Measures, Subject } from './measures.ts';
import { measuresOf } from './measures.ts';
import type { TranscriptSums } from './transcript-sums.ts';

/** How many texts a figure is over, and how many are left out, by why. */
export type Over = {
  readonly transcripts: number;
  readonly leftOut: Readonly<Partial<Record<Reason, number>>>;
};

/** A figure over several texts. */
export type PooledFigure = Subject &
  Figure &
  Over & {
    readonly measure: MeasureName;
    /** Coders who finished one of these texts, and their spans of the subject in them. */
    readonly coders: number;
    readonly spans: number;
  };

/**
 * Every figure over the spans of several texts, pooled: sums are added before the division. Of no text,
 * or none that adds anything, a figure is undefined.
 * @throws RangeError where the texts have not the same labels
 */
export function poolFigures(all: readonly TranscriptSums[]): readonly PooledFigure[] {
  return measuresOfAll(all).flatMap((measures) => {
    const { label, pair } = measures;
    const { added, adding, over } = addOver(all, measures.sumsOf);
    const counts = { coders: codersOf(adding, pair), spans: spansOf(adding, label, pair) };
    return measures.figuresOf(Float64Array.from(added)).map(([measure, found]) => ({
      measure,
      label,
      pair,
      ...(adding.length === 0 ? undefinedFor(whyNone(over)) : ofSpans(found, counts.spans)),
      ...over,
      ...counts,
    }));
  });
}

/** The measures of texts; coders in the order in which they first occur. */
export function measuresOfAll(all: readonly TranscriptSums[]): readonly Measures[] {
  const labels = all[0]?.labels ?? [];
  for (const transcript of all) {
    const isSame =
      transcript.labels.length === labels.length &&
      transcript.labels.every((label, at) => label === labels[at]);
    if (!isSame) throw new RangeError('texts that are pooled have the same labels');
  }
  return measuresOf(labels, [...new Set(all.flatMap(({ coders }) => coders))]);
}

/** Adds what each text has to add. */
function addOver<Text>(
  all: readonly Text[],
  sumsOf: (text: Text) => readonly number[] | Reason,
): { readonly added: readonly number[]; readonly adding: readonly Text[]; readonly over: Over } {
  const added: number[] = [];
  const adding: Text[] = [];
  const leftOut: Partial<Record<Reason, number>> = {};
  for (const text of all) {
    const sums = sumsOf(text);
    if (typeof sums === 'string') leftOut[sums] = (leftOut[sums] ?? 0) + 1;
    else {
      for (const [at, sum] of sums.entries()) added[at] = (added[at] ?? 0) + sum;
      adding.push(text);
    }
  }
  return { added, adding, over: { transcripts: adding.length, leftOut } };
}

/** Why there is no figure where every text is left out: for the reason of most of them. */
function whyNone({ leftOut }: Over): Reason {
  const reasons = Object.entries(leftOut) as [Reason, number][];
  const [most] = reasons.sort(([, a], [, b]) => b - a);
  return most === undefined ? 'nothing-left' : most[0];
}

function codersOf(adding: readonly TranscriptSums[], pair: Subject['pair']): number {
  if (pair !== null) return adding.length > 0 ? 2 : 0;
  return new Set(adding.flatMap(({ coders }) => coders)).size;
}

function spansOf(
  adding: readonly TranscriptSums[],
  label: string | null,
  pair: Subject['pair'],
): number {
  let many = 0;
  for (const { labels, coders, spans } of adding) {
    for (const [at, own] of labels.entries()) {
      if (label !== null && label !== own) continue;
      for (const [coder, id] of coders.entries()) {
        if (pair === null || pair.includes(id)) many += spans[at]?.[coder] ?? 0;
      }
    }
  }
  return many;
}

/** What gamma is over several texts: disorders times the mean number of units of a coder, added. */
export type PooledGamma = Figure & Over;

/** Pools gammas of texts, made with the same weights and the same sampler; a text in which nobody marked anything adds nothing. */
export function poolGammas(all: readonly Gamma[]): PooledGamma {
  const { added, adding, over } = addOver(all, (one) => {
    const { observedDisorder, expectedDisorder, unitsPerCoder } = one;
    if (observedDisorder.value === null) return observedDisorder.reason;
    if (expectedDisorder.value === null) return expectedDisorder.reason;
    return [observedDisorder.value * unitsPerCoder, expectedDisorder.value * unitsPerCoder];
  });
  const [observed = 0, expected = 0] = added;
  return {
    ...(adding.length === 0 ? undefinedFor(whyNone(over)) : gammaOf(observed, expected)),
    ...over,
  };
}
