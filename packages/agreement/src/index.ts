export type { CodedSpan, Continuum } from './continuum.ts';
export type { Figure, Reason } from './figure.ts';
export type { Gamma, GammaOptions, Sampler } from './gamma.ts';
export { gamma } from './gamma.ts';
export type { Report, SpansReportOptions, TableReportOptions } from './report.ts';
export { reportSpans, reportTable } from './report.ts';
export type { Table, Value } from './table.ts';
export type { TranscriptSums } from './transcript-sums.ts';
export { sumTranscript } from './transcript-sums.ts';
