import { alphaU1995, disagreements1995, unitize1995 } from './alpha-u-1995.ts';
import {
  cuAlpha,
  cuCoverage,
  kuAlpha,
  labelsOverlap,
  uAlpha,
  uAlphaBinary,
  unitize2016,
} from './alpha-u-2016.ts';
import { characterAlpha, characterFigures, countCharacters, countCoders } from './characters.ts';
import type { Continuum } from './continuum.ts';
import { labelsOf } from './continuum.ts';
import type { Figure, Reason } from './figure.ts';
import { undefinedFor } from './figure.ts';
import type { GammaOptions } from './gamma.ts';
import { gamma } from './gamma.ts';
import { seeded } from './random.ts';
import type { SpanF } from './span-f.ts';
import { countSpans, meanSpanF, spanF } from './span-f.ts';
import type { Table } from './table.ts';
import { countTable } from './table.ts';
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

/** Figures by their names; an undefined one is null, and `reasons` says why, by its path. */
export type Report = { readonly [name: string]: unknown } & {
  readonly reasons: Readonly<Record<string, Reason>>;
};

export type TableReportOptions = {
  /** Intervals by resampling units. */
  readonly bootstrap?: { readonly resamples: number; readonly seed: number };
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
  const units95 = bootstrapUnits(counted, seeded(bootstrap.seed), bootstrap.resamples);
  return report({ bootstrap: { units95, pairs95: limits, pairs, ...bootstrap } });
}

export type SpansReportOptions = { readonly gamma?: GammaOptions };

/** Every figure over the spans of one text. */
export function reportSpans(continuum: Continuum, options: SpansReportOptions = {}): Report {
  const { length, coders } = continuum;
  const labels = labelsOf(continuum);
  const { put, figureAt, report } = collecting();

  const sums = unitize1995(continuum);
  put('alphaU1995', coders.length < 2 ? TOO_FEW : alphaU1995([...sums.values()]));
  const alphaU1995ByLabel = mapOf(sums, (sum, label) => {
    const { Do, De, alpha } = disagreements1995(sum, length);
    return { Do, De, alpha: figureAt(`alphaU1995ByLabel.${label}`, alpha) };
  });

  const why = coders.length < 2 ? TOO_FEW : undefinedFor('labels-overlap');
  const isOne = coders.length > 1 && !labelsOverlap(continuum, labels);
  const all = isOne ? unitize2016(continuum, labels) : null;
  put('uAlpha', all === null ? why : uAlpha(all));
  put('uAlphaBinary', all === null ? why : uAlphaBinary(all));
  put('cuAlpha', all === null ? why : cuAlpha(all));
  const cuCovered = all === null ? null : cuCoverage(all);
  const kuAlphas = mapOf(all === null ? new Map() : kuAlpha(all), ({ alpha, coverage }, label) => ({
    alpha: figureAt(`kuAlpha.${label}`, alpha),
    coverage,
  }));
  const byLabel = (name: string, of: (label: string) => Figure) =>
    Object.fromEntries(labels.map((label) => [label, figureAt(`${name}.${label}`, of(label))]));

  const characters = mapOf(countCharacters(continuum), (pairs, label) =>
    mapOf(pairs, (counts, pair) => {
      const path = `characters.${label}.${pair}`;
      const { agreement, kappa, dice } = characterFigures(counts);
      return {
        ...counts,
        agreement: figureAt(`${path}.agreement`, agreement),
        kappa: figureAt(`${path}.kappa`, kappa),
        dice: figureAt(`${path}.dice`, dice),
      };
    }),
  );

  const pairs = countSpans(continuum);
  const f = (path: string, found: SpanF) => {
    const exact = figureAt(path, found.exact);
    if (exact === null) return null;
    return { exact, overlap: found.overlap.value, overlapOneToOne: found.overlapOneToOne.value };
  };
  const spanF1 = {
    pairs: mapOf(pairs, (counts, pair) => ({
      all: f(`spanF1.${pair}.all`, spanF(counts.all)),
      ...mapOf(counts.byLabel, (own, label) => f(`spanF1.${pair}.${label}`, spanF(own))),
    })),
    mean: f('spanF1.mean', meanSpanF([...pairs.values()].map((counts) => spanF(counts.all)))),
  };
  return report({
    alphaU1995ByLabel,
    cuCoverage: cuCovered,
    kuAlpha: kuAlphas,
    uAlphaByLabel: byLabel('uAlphaByLabel', (label) =>
      coders.length < 2 ? TOO_FEW : uAlpha(unitize2016(continuum, [label])),
    ),
    characters,
    characterAlpha: byLabel('characterAlpha', (label) =>
      characterAlpha([countCoders(continuum, label)]),
    ),
    spanF1,
    ...gammaOf(continuum, options.gamma, figureAt),
  });
}

const TOO_FEW = undefinedFor('too-few-coders');

function gammaOf(
  continuum: Continuum,
  options: GammaOptions | undefined,
  figureAt: (path: string, figure: Figure) => number | null,
) {
  if (options === undefined) return {};
  const { observedDisorder, expectedDisorder, value, ...made } = gamma(continuum, options);
  return {
    gamma: {
      observedDisorder: figureAt('gamma.observedDisorder', observedDisorder),
      expectedDisorder: figureAt('gamma.expectedDisorder', expectedDisorder),
      value: figureAt('gamma.value', value),
      ...made,
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
      figures[name] = mapOf(all, (figure, key) => figureAt(`${name}.${key}`, figure));
    },
    report: (more: Readonly<Record<string, unknown>> = {}): Report => ({
      ...figures,
      ...more,
      reasons,
    }),
  };
}

function mapOf<Value, Result>(
  map: ReadonlyMap<string, Value>,
  of: (value: Value, key: string) => Result,
): Readonly<Record<string, Result>> {
  return Object.fromEntries([...map].map(([key, value]) => [key, of(value, key)]));
}
