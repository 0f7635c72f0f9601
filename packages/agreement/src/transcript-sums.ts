import type { OneLabel2016, Unitized2016 } from './alpha-u-2016.ts';
import { unitize2016, unitizeOne2016 } from './alpha-u-2016.ts';
import type { Unitized1995 } from './alpha-u-1995.ts';
import { unitize1995 } from './alpha-u-1995.ts';
import type { CharacterCounts, CodedCharacters } from './characters.ts';
import { codedCharacters, countCharacters } from './characters.ts';
import type { Codings, Continuum } from './continuum.ts';
import { codingsOf } from './continuum.ts';
import type { SpanCounts } from './span-f.ts';
import { countSpans } from './span-f.ts';
import { pairsOf, sumOf } from './table.ts';

/** What two coders have of one label. */
export type PairSums = { readonly characters: CharacterCounts; readonly spans: SpanCounts };

export type LabelSums = {
  readonly unitized1995: Unitized1995;
  readonly unitized2016: OneLabel2016;
  readonly characters: CodedCharacters;
  /** Of every two coders, in the order of `pairsOf`. */
  readonly pairs: readonly PairSums[];
};

/**
 * Everything that the figures of one text, of several together and their intervals are made of: sums
 * alone, plain enough to be kept as JSON.
 */
export type TranscriptSums = {
  readonly labels: readonly string[];
  /** Ids of those who finished the text, in order. */
  readonly coders: readonly string[];
  /** By label, then coder: spans as they were made, less exact duplicates. */
  readonly spans: readonly (readonly number[])[];
  /** By label; empty with fewer than two coders. */
  readonly byLabel: readonly LabelSums[];
  /** Of all labels together; null with fewer than two coders, or where labels of one coder overlap. */
  readonly unitized2016: Unitized2016 | null;
};

/**
 * Sums up one text.
 * @param labels to report on, used or not; absent: those of the continuum
 */
export function sumTranscript(continuum: Continuum, labels = continuum.labels): TranscriptSums {
  const codings = codingsOf(labels === undefined ? continuum : { ...continuum, labels });
  const isCompared = codings.coders.length > 1;
  return {
    labels: codings.labels,
    coders: codings.coders,
    spans: codings.spans.map((own) => own.map(({ starts }) => starts.length)),
    byLabel: isCompared ? codings.labels.map((_, label) => sumLabel(codings, label)) : [],
    unitized2016: isCompared ? unitize2016(codings) : null,
  };
}

function sumLabel({ units: all, spans: made, length }: Codings, label: number): LabelSums {
  const coders = (all[label] ?? []).map((units, coder) => ({
    units,
    spans: made[label]?.[coder] ?? units,
  }));
  const units = coders.map((coder) => coder.units);
  const pairs: PairSums[] = [];
  for (const [first, second] of pairsOf(coders.length)) {
    const [a, b] = [coders[first], coders[second]];
    if (a === undefined || b === undefined) continue;
    pairs.push({ characters: countCharacters(a.units, b.units, length), spans: countSpans(a, b) });
  }
  const apart = sumOf(pairs.map(({ characters }) => characters.onlyA + characters.onlyB));
  return {
    unitized1995: unitize1995(units, length),
    unitized2016: unitizeOne2016(units, length, apart),
    characters: codedCharacters(
      pairs.map(({ characters }) => characters),
      coders.length,
      length,
    ),
    pairs,
  };
}

/** Adds numbers of the same names. */
export function addNumbers<Numbers extends Readonly<Record<string, number>>>(
  first: Numbers,
  ...others: readonly Numbers[]
): Numbers {
  const sum: Record<string, number> = { ...first };
  for (const other of others) {
    for (const key of Object.keys(sum)) sum[key] = (sum[key] ?? 0) + (other[key] ?? 0);
  }
  return sum as Numbers;
}
