export type { Unitized1995 } from './alpha-u-1995.ts';
export { alphaU1995, disagreements1995, unitize1995 } from './alpha-u-1995.ts';
export type { Unitized2016 } from './alpha-u-2016.ts';
export {
  cuAlpha,
  cuCoverage,
  kuAlpha,
  labelsOverlap,
  pool2016,
  uAlpha,
  uAlphaBinary,
  unitize2016,
} from './alpha-u-2016.ts';
export type { CharacterCounts } from './characters.ts';
export { characterAlpha, characterFigures, countCharacters, countCoders } from './characters.ts';
export type { CodedSpan, Continuum } from './continuum.ts';
export { labelsOf } from './continuum.ts';
export type { Figure, Reason } from './figure.ts';
export type { Random } from './random.ts';
export { seeded } from './random.ts';
export type { SpanCounts, SpanF } from './span-f.ts';
export { addSpanCounts, countSpans, meanSpanF, spanF } from './span-f.ts';
export type { CountedTable, Table, Value } from './table.ts';
export { countTable } from './table.ts';
export type { Alpha, Metric } from './table-alpha.ts';
export { alphaByCategory, observedAgreement, tableAlpha } from './table-alpha.ts';
export type { Limits } from './table-bootstrap.ts';
export { bootstrapPairs, bootstrapUnits } from './table-bootstrap.ts';
export {
  bennettS,
  cohenKappa,
  fleissKappa,
  fleissKappaByCategory,
  meanPairwiseKappa,
  multiKappa,
  scottPi,
} from './table-kappa.ts';
export type { Gamma, GammaOptions, Sampler } from './gamma.ts';
export { gamma } from './gamma.ts';
export type { Report, SpansReportOptions, TableReportOptions } from './report.ts';
export { reportSpans, reportTable } from './report.ts';
