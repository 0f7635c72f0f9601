import { alphaU1995 } from './alpha-u-1995.ts';
import type { Unitized2016 } from './alpha-u-2016.ts';
import {
  cuAlpha,
  cuCoverage,
  kuAlpha,
  metOf,
  uAlpha,
  uAlphaBinary,
  uAlphaOfOne,
} from './alpha-u-2016.ts';
import { characterAlpha, characterFigures } from './characters.ts';
import type { Figure, Reason } from './figure.ts';
import type { SpanCounts, SpanF } from './span-f.ts';
import { meanSpanF, NO_SPANS, spanF } from './span-f.ts';
import { pairAt, pairsOf } from './table.ts';
import type { PairSums, TranscriptSums } from './transcript-sums.ts';
import { addNumbers } from './transcript-sums.ts';

/** What a figure is of. */
export type Subject = {
  /** One label; null: all labels to report on. */
  readonly label: string | null;
  /** Two coders; null: all. */
  readonly pair: readonly [first: string, second: string] | null;
};

export type MeasureName =
  | 'alphaU1995'
  | 'uAlpha'
  | 'uAlphaBinary'
  | 'cuAlpha'
  | 'cuCoverage'
  | 'kuAlpha'
  | 'kuCoverage'
  | 'characterAlpha'
  | 'characterAgreement'
  | 'characterKappa'
  | 'dice'
  | 'spanF1Exact'
  | 'spanF1Overlap'
  | 'spanF1OneToOne';

/** Figures of one subject that are made of the same sums. */
export type Measures = Subject & {
  /** What a text adds, always as many numbers; or why it adds nothing. */
  readonly sumsOf: (transcript: TranscriptSums) => readonly number[] | Reason;
  /** The figures of sums that were added over texts; the names are the same for any sums. */
  readonly figuresOf: (sums: Float64Array) => readonly (readonly [MeasureName, Figure])[];
};

/**
 * Everything that is reported over the spans of several texts (definitions, section 9: sums are added
 * over texts before the division, and nothing in one pairs with anything in another).
 * @param labels those of every text
 * @param coders all of them; each has finished some of the texts
 */
export function measuresOf(
  labels: readonly string[],
  coders: readonly string[],
): readonly Measures[] {
  const pairs = pairsOf(coders.length).map(([a, b]) => [coders[a] ?? '', coders[b] ?? ''] as const);
  return [
    overLabels(),
    family(labels),
    overPairs(pairs),
    ...pairs.map(ofPair),
    ...labels.flatMap((label, at) => [
      ofLabel(label, at),
      metOfLabel(label, at),
      ...pairs.flatMap((pair) => ofLabelAndPair(label, at, pair)),
    ]),
  ];
}

function overLabels(): Measures {
  return {
    label: null,
    pair: null,
    sumsOf: ({ byLabel, coders }) => {
      if (coders.length < 2) return 'too-few-coders';
      let [observed, expected] = [0, 0];
      for (const { unitized1995 } of byLabel) {
        observed += unitized1995.observed;
        expected += unitized1995.expected;
      }
      return [observed, expected];
    },
    figuresOf: ([observed = 0, expected = 0]) => [
      ['alphaU1995', alphaU1995({ observed, expected })],
    ],
  };
}

function ofLabel(label: string, at: number): Measures {
  return {
    label,
    pair: null,
    sumsOf: ({ byLabel }) => {
      const own = byLabel[at];
      if (own === undefined) return 'too-few-coders';
      const { unitized1995, unitized2016, characters } = own;
      return [
        unitized1995.observed,
        unitized1995.expected,
        unitized2016.observed,
        unitized2016.expected,
        characters.total,
        characters.coded,
        characters.apart,
      ];
    },
    figuresOf: ([o1995 = 0, e1995 = 0, o2016 = 0, e2016 = 0, total = 0, coded = 0, apart = 0]) => [
      ['alphaU1995', alphaU1995({ observed: o1995, expected: e1995 })],
      ['uAlpha', uAlphaOfOne({ observed: o2016, expected: e2016 })],
      ['characterAlpha', characterAlpha({ total, coded, apart })],
    ],
  };
}

/** The family of 2016, of all labels together. */
function family(labels: readonly string[]): Measures {
  const cells = (labels.length + 1) ** 2;
  return {
    label: null,
    pair: null,
    sumsOf: ({ unitized2016: found, coders }) => {
      if (coders.length < 2) return 'too-few-coders';
      if (found === null) return 'labels-overlap';
      const { observed, expected, metObserved, metExpected, total } = found;
      return [...observed, ...expected, ...metObserved, ...metExpected, total];
    },
    figuresOf: (sums) => {
      const part = (at: number) => sums.subarray(at * cells, (at + 1) * cells);
      const [observed, expected, metObserved, metExpected] = [part(0), part(1), part(2), part(3)];
      const total = sums[4 * cells] ?? 0;
      const found: Unitized2016 = { observed, expected, metObserved, metExpected, total };
      return [
        ['uAlpha', uAlpha(found)],
        ['uAlphaBinary', uAlphaBinary(found)],
        ['cuAlpha', cuAlpha(found)],
        ['cuCoverage', cuCoverage(found)],
      ];
    },
  };
}

/** Labels alone, of one label; unlike {@link ofLabel} it needs the other labels. */
function metOfLabel(label: string, at: number): Measures {
  return {
    label,
    pair: null,
    sumsOf: ({ unitized2016: found, coders }) => {
      if (coders.length < 2) return 'too-few-coders';
      if (found === null) return 'labels-overlap';
      const { length, apart, own, chanceApart, chanceOwn } = metOf(found, at + 1);
      return [length, apart, own, chanceApart, chanceOwn];
    },
    figuresOf: ([length = 0, apart = 0, own = 0, chanceApart = 0, chanceOwn = 0]) => {
      const { alpha, coverage } = kuAlpha({ length, apart, own, chanceApart, chanceOwn });
      return [
        ['kuAlpha', alpha],
        ['kuCoverage', coverage],
      ];
    },
  };
}

type Pair = readonly [first: string, second: string];

function ofLabelAndPair(label: string, at: number, pair: Pair): readonly Measures[] {
  return [
    {
      label,
      pair,
      sumsOf: (transcript) => {
        const found = sumsOfPair(transcript, at, pair);
        if (typeof found === 'string') return found;
        const { both, onlyA, onlyB, neither } = found.characters;
        return [both, onlyA, onlyB, neither];
      },
      figuresOf: ([both = 0, onlyA = 0, onlyB = 0, neither = 0]) => {
        const { agreement, kappa, dice } = characterFigures({ both, onlyA, onlyB, neither });
        return [
          ['characterAgreement', agreement],
          ['characterKappa', kappa],
          ['dice', dice],
        ];
      },
    },
    {
      label,
      pair,
      sumsOf: (transcript) => {
        const found = sumsOfPair(transcript, at, pair);
        return typeof found === 'string' ? found : numbersOf(found.spans);
      },
      figuresOf: (sums) => namedF(spanF(countsAt(sums, 0))),
    },
  ];
}

/** Span F over all labels. */
function ofPair(pair: Pair): Measures {
  return {
    label: null,
    pair,
    sumsOf: (transcript) => spansOfPair(transcript, pair),
    figuresOf: (sums) => namedF(spanF(countsAt(sums, 0))),
  };
}

/** Mean span F over pairs of coders, each of the texts that both finished. */
function overPairs(pairs: readonly Pair[]): Measures {
  const nothing = numbersOf(NO_SPANS);
  return {
    label: null,
    pair: null,
    sumsOf: (transcript) => {
      if (transcript.coders.length < 2) return 'too-few-coders';
      return pairs.flatMap((pair) => {
        const found = spansOfPair(transcript, pair);
        return typeof found === 'string' ? nothing : found;
      });
    },
    figuresOf: (sums) => namedF(meanSpanF(pairs.map((_, at) => spanF(countsAt(sums, at))))),
  };
}

function spansOfPair(transcript: TranscriptSums, pair: Pair): readonly number[] | Reason {
  let counts = NO_SPANS;
  for (const at of transcript.labels.keys()) {
    const found = sumsOfPair(transcript, at, pair);
    if (typeof found === 'string') return found;
    counts = addNumbers(counts, found.spans);
  }
  return numbersOf(counts);
}

/** Of two coders, the first as A, in whichever order they stand in the text. */
function sumsOfPair(
  { coders, byLabel }: TranscriptSums,
  label: number,
  [first, second]: Pair,
): PairSums | Reason {
  const [a, b] = [coders.indexOf(first), coders.indexOf(second)];
  if (a < 0 || b < 0) return 'pair-absent';
  const found = byLabel[label]?.pairs[pairAt(Math.min(a, b), Math.max(a, b), coders.length)];
  if (found === undefined) return 'pair-absent';
  if (a < b) return found;
  const { characters, spans } = found;
  return {
    characters: { ...characters, onlyA: characters.onlyB, onlyB: characters.onlyA },
    spans: { ...spans, a: spans.b, b: spans.a, foundA: spans.foundB, foundB: spans.foundA },
  };
}

function numbersOf({ a, b, exact, foundA, foundB, oneToOne }: SpanCounts): readonly number[] {
  return [a, b, exact, foundA, foundB, oneToOne];
}

function countsAt(sums: Float64Array, pair: number): SpanCounts {
  const [a = 0, b = 0, exact = 0, foundA = 0, foundB = 0, oneToOne = 0] = sums.subarray(
    6 * pair,
    6 * pair + 6,
  );
  return { a, b, exact, foundA, foundB, oneToOne };
}

function namedF({ exact, overlap, overlapOneToOne }: SpanF) {
  return [
    ['spanF1Exact', exact],
    ['spanF1Overlap', overlap],
    ['spanF1OneToOne', overlapOneToOne],
  ] as const;
}
