import type { PlaceCounts, StrategyName } from '@triad/collab';
import type { Candidate, Proposed, Tie } from '@triad/consolidation';
import { compareCoders, parseStrategy } from '@triad/consolidation';
import type { ComparisonRows } from './compare.ts';
import { consolidationInput, rowsOf } from './compare.ts';
import { countPlaces } from './count-places.ts';
import type { LayerSource } from './derive-rows.ts';
import { deriveRows } from './derive-rows.ts';
import type { View } from './view.ts';
import { viewOf } from './view.ts';

export type AdjudicateRequest = {
  /** The transcript's document whole, a Yjs update (v1). */
  readonly text: Uint8Array;
  readonly layers: readonly LayerSource[];
  /** What a lead joined and parted, in turn. */
  readonly byHand: readonly Tie[];
  /** Besides those that are always worked out. */
  readonly strategies: readonly StrategyName[];
};

/** A transcript compared as its leads tied it: figures, which heed no ties, are no part of it. */
export type Adjudication = {
  readonly rows: ComparisonRows;
  readonly view: View;
  readonly places: PlaceCounts;
  /** In the order of candidates from sketches. */
  readonly configurations: readonly {
    readonly sketches: readonly string[];
    readonly byHand: boolean;
  }[];
  readonly candidates: readonly Candidate[];
  /** By strategy: those of {@link strategiesFor}, and those that were asked for. */
  readonly proposals: ReadonlyMap<StrategyName, readonly Proposed[]>;
};

/** What is always offered: the four that need no name, and each coder's own. */
export function strategiesFor(coders: readonly string[]): readonly StrategyName[] {
  return ['all', 'majority', 'union', 'intersection', ...coders.map((id) => `coder:${id}`)];
}

export function adjudicate({
  text,
  layers: sources,
  byHand,
  strategies,
}: AdjudicateRequest): Adjudication {
  const { words, ...derived } = deriveRows(text, sources);
  const { index, layers } = derived;
  const input = consolidationInput(index.text.length, layers);
  const found = layers.length === 0 ? NOTHING : compareCoders(input, { byHand });
  const rows = rowsOf(derived, found);
  const all = new Set([...strategiesFor(found.coders), ...strategies]);
  return {
    rows,
    view: viewOf(derived, words, rows),
    places: countPlaces(found, layers),
    configurations: found.configurations.map(({ sketches, byHand: isByHand }) => ({
      sketches: sketches.map(({ id }) => id),
      byHand: isByHand,
    })),
    candidates: found.candidates,
    proposals: new Map([...all].map((name) => [name, found.propose(parseStrategy(name))])),
  };
}

/** Where nobody finished. */
const NOTHING: ReturnType<typeof compareCoders> = {
  coders: [],
  groups: [],
  disagreements: [],
  candidates: [],
  configurations: [],
  propose: () => [],
};
