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
import type { Continuum } from './continuum.ts';
import type { Figure, Reason } from './figure.ts';
import { ofSpans, undefinedFor } from './figure.ts';
import type { GammaOptions } from './gamma.ts';
import { gamma } from './gamma.ts';
import type { Resampling } from './limits.ts';
import type { SpanF } from './span-f.ts';
import { meanSpanF, NO_SPANS, spanF } from './span-f.ts';
import type { Table } from './table.ts';
import { countTable, pairsOf, sumOf } from './table.ts';
import { alphaByCategory, observedAgreement, tableAlpha } from './table-alpha.ts';
import { bootstrapPairs, bootstrapUnits } from './table-bootstrap.ts';
import {
  bennettS,
  cohenKappa,
  fleissKappa,
  fleissKappaByCategory,
  meanPairwiseKappa,
  multiKappa,
  scottPi,
} from './table-kappa.ts';
import type { LabelSums } from './transcript-sums.ts';
import { addNumbers, sumTranscript } from './transcript-sums.ts';

/** Figures by their names; an undefined one is null, and `reasons` says why, by its path. */
export type Report = { readonly [name: string]: unknown } & {
  readonly reasons: Readonly<Record<string, Reason>>;
};

export type TableReportOptions = {
  /** Intervals by resampling units. */
  readonly bootstrap?: Resampling;
};

/** Every figure over a table. @throws RangeError as {@link countTable} */
export function reportTable(table: Table, { bootstrap }: TableReportOptions = {}): Report {
  const counted = countTable(table);
  const { put, putAll, report } = collecting();
  const nominal = tableAlpha(counted);
  put('alphaNominal', nominal.alpha);
  put('Do', nominal.Do);
  put('De', nominal.De);
  put('observedAgreement', observedAgreement(counted));
  if (counted.values.every((value) => typeof value === 'number')) {
    put('alphaOrdinal', tableAlpha(counted, 'ordinal').alpha);
    put('alphaInterval', tableAlpha(counted, 'interval').alpha);
    put('alphaRatio', tableAlpha(counted, 'ratio').alpha);
  }
  putAll('alphaByCategory', alphaByCategory(counted));
  put('cohenKappa', cohenKappa(counted));
  put('scottPi', scottPi(counted));
  put('bennettS', bennettS(counted));
  put('fleissKappa', fleissKappa(counted));
  putAll('fleissKappaByCategory', fleissKappaByCategory(counted));
  put('multiKappa', multiKappa(counted));
  put('meanPairwiseKappa', meanPairwiseKappa(counted));
  if (bootstrap === undefined) return report();
  const { limits, pairs } = bootstrapPairs(counted);
  const units95 = bootstrapUnits(counted, bootstrap);
  return report({ bootstrap: { units95, pairs95: limits, pairs, ...bootstrap } });
}

export type SpansReportOptions = { readonly gamma?: GammaOptions };

/** Every figure over the spans of one text. */
export function reportSpans(continuum: Continuum, options: SpansReportOptions = {}): Report {
  const sums = sumTranscript(continuum);
  const { labels, coders, byLabel, unitized2016: all } = sums;
  const spans = sums.spans.map(sumOf);
  const { put, figureAt, report } = collecting();
  const pairs = pairsOf(coders.length).map(([a, b]) => `${coders[a]}|${coders[b]}`);
  const isCompared = coders.length > 1;
  /** Of each label; with fewer than two coders undefined for each. */
  const eachLabel = (name: string, of: (sums: LabelSums) => Figure) =>
    recordOf(labels, (label, at) => {
      const own = byLabel[at];
      return figureAt(
        `${name}.${label}`,
        own === undefined ? TOO_FEW : ofSpans(of(own), spans[at] ?? 0),
      );
    });
  const ofAll = (of: (sums: Unitized2016) => Figure): Figure => {
    if (!isCompared) return TOO_FEW;
    return all === null ? undefinedFor('labels-overlap') : ofSpans(of(all), sumOf(spans));
  };

  const sums1995 = byLabel.map(({ unitized1995 }) => unitized1995);
  const over1995 = alphaU1995(addNumbers(NONE_1995, ...sums1995));
  put('alphaU1995', isCompared ? ofSpans(over1995, sumOf(spans)) : TOO_FEW);
  put('uAlpha', ofAll(uAlpha));
  put('uAlphaBinary', ofAll(uAlphaBinary));
  put('cuAlpha', ofAll(cuAlpha));
  put('cuCoverage', ofAll(cuCoverage));
  const f = (path: string, found: SpanF) => {
    const exact = figureAt(path, found.exact);
    if (exact === null) return null;
    return { exact, overlap: found.overlap.value, overlapOneToOne: found.overlapOneToOne.value };
  };
  const spansOf = (pair: number): SpanF =>
    spanF(addNumbers(NO_SPANS, ...byLabel.map((own) => own.pairs[pair]?.spans ?? NO_SPANS)));
  return report({
    alphaU1995ByLabel: recordOf(isCompared ? labels : [], (label, at) => {
      const { observed, expected } = sums1995[at] ?? NONE_1995;
      const found = ofSpans(alphaU1995({ observed, expected }), spans[at] ?? 0);
      const alpha = figureAt(`alphaU1995ByLabel.${label}`, found);
      const square = continuum.length ** 2;
      // A text without a position has no disagreement to observe.
      return { Do: square && observed / square, De: square && expected / square, alpha };
    }),
    kuAlpha: Object.fromEntries(
      labels.flatMap((label, at) => {
        const found = all === null ? null : kuAlpha(metOf(all, at + 1));
        // Labels that nobody used are left out here.
        if (found === null || found.coverage.value === null) return [];
        const alpha = figureAt(`kuAlpha.${label}`, found.alpha);
        return [[label, { alpha, coverage: found.coverage.value }]];
      }),
    ),
    uAlphaByLabel: eachLabel('uAlphaByLabel', ({ unitized2016 }) => uAlphaOfOne(unitized2016)),
    characters: recordOf(labels, (label, at) =>
      recordOf(pairs, (pair, place) => {
        const counts = byLabel[at]?.pairs[place]?.characters ?? NO_CHARACTERS;
        const path = `characters.${label}.${pair}`;
        const { agreement, kappa, dice } = characterFigures(counts);
        return {
          ...counts,
          agreement: figureAt(`${path}.agreement`, agreement),
          kappa: figureAt(`${path}.kappa`, kappa),
          dice: figureAt(`${path}.dice`, dice),
        };
      }),
    ),
    characterAlpha: eachLabel('characterAlpha', ({ characters }) => characterAlpha(characters)),
    spanF1: {
      pairs: recordOf(pairs, (pair, place) => ({
        all: f(`spanF1.${pair}.all`, spansOf(place)),
        ...recordOf(labels, (label, at) =>
          f(`spanF1.${pair}.${label}`, spanF(byLabel[at]?.pairs[place]?.spans ?? NO_SPANS)),
        ),
      })),
      mean: f('spanF1.mean', meanSpanF(pairs.map((_, place) => spansOf(place)))),
    },
    ...gammaOf(continuum, options.gamma, figureAt),
  });
}

const TOO_FEW = undefinedFor('too-few-coders');
const NONE_1995 = { observed: 0, expected: 0 };
const NO_CHARACTERS = { both: 0, onlyA: 0, onlyB: 0, neither: 0 };

function gammaOf(
  continuum: Continuum,
  options: GammaOptions | undefined,
  figureAt: (path: string, figure: Figure) => number | null,
) {
  if (options === undefined) return {};
  const found = gamma(continuum, options);
  const { samples, sampler, seed } = found;
  return {
    gamma: {
      observedDisorder: figureAt('gamma.observedDisorder', found.observedDisorder),
      expectedDisorder: figureAt('gamma.expectedDisorder', found.expectedDisorder),
      value: figureAt('gamma.value', found.value),
      precision: figureAt('gamma.precision', found.precision),
      samples,
      sampler,
      seed,
    },
  };
}

/** Takes figures by their paths, and keeps why those are undefined that are. */
function collecting() {
  const figures: Record<string, unknown> = {};
  const reasons: Record<string, Reason> = {};
  const figureAt = (path: string, { value, reason }: Figure): number | null => {
    if (reason !== null) reasons[path] = reason;
    return value;
  };
  return {
    figureAt,
    put: (name: string, figure: Figure): void => {
      figures[name] = figureAt(name, figure);
    },
    putAll: (name: string, all: ReadonlyMap<string, Figure>): void => {
      figures[name] = Object.fromEntries(
        [...all].map(([key, figure]) => [key, figureAt(`${name}.${key}`, figure)]),
      );
    },
    report: (more: Readonly<Record<string, unknown>> = {}): Report => ({
      ...figures,
      ...more,
      reasons,
    }),
  };
}

/** Own properties whatever the names, `__proto__` too. */
function recordOf<Result>(
  names: readonly string[],
  of: (name: string, at: number) => Result,
): Readonly<Record<string, Result>> {
  return Object.fromEntries(names.map((name, at) => [name, of(name, at)]));
}
