export type { Configuration, ConfigurationTable } from './configuration-table.ts';
export { configurationTable } from './configuration-table.ts';
export type { Comparison } from './consolidate.ts';
export { compareCoders, consolidate } from './consolidate.ts';
export { ConsolidationError } from './errors.ts';
export type { CoderInput, ConsolidationInput, PartInput, SketchInput, SpanInput } from './input.ts';
export { INPUT_LIMITS, readConsolidationInput } from './read-input.ts';
export type {
  Candidate,
  CandidatePart,
  Consolidation,
  Disagreement,
  DisputedKind,
  Group,
  Kind,
  Proposed,
  SketchKind,
} from './result.ts';
export type { Strategy } from './strategy.ts';
export { parseStrategy } from './strategy.ts';
export type { Tie } from './ties.ts';
