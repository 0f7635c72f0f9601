import { findCandidates } from './candidates.ts';
import type { Configuration } from './configuration-table.ts';
import { toConfiguration } from './configuration-table.ts';
import { findConfigurations } from './configurations.ts';
import { groupId, groupSpans } from './groups.ts';
import type { ConsolidationInput } from './input.ts';
import type { ComparedGroup } from './kinds.ts';
import { compareGroups } from './kinds.ts';
import { matchSpans } from './match-spans.ts';
import { matchableSketches } from './match-sketches.ts';
import { findOverlaps } from './overlaps.ts';
import { createPairing } from './pair-parts.ts';
import { proposeSpans } from './propose.ts';
import { readConsolidationInput } from './read-input.ts';
import { refuseOversized } from './result-size.ts';
import type { Consolidation, Disagreement, Group, Proposed } from './result.ts';
import { sketchDifferences } from './sketch-differences.ts';
import type { Strategy } from './strategy.ts';
import { toCodedText } from './text.ts';
import type { Tie } from './ties.ts';

/** One text's coders, compared: all of a consolidation that no strategy changes. */
export type Comparison = Omit<Consolidation, 'proposed'> & {
  /** Ids, in order. */
  readonly coders: readonly string[];
  /** In the order of candidates: one for each that is from sketches. */
  readonly configurations: readonly Configuration[];
  /** Throws {@link ConsolidationError} for a coder who is not in the input. */
  readonly propose: (strategy: Strategy) => readonly Proposed[];
};

/**
 * Compares the coders of one text: matched groups, disagreements, configurations and candidates, and
 * proposals by any strategy. Equal inputs give equal results, whatever their order. Throws
 * {@link ConsolidationError} for an input that {@link readConsolidationInput} refuses, or one in which
 * so much lies over one another, or is alike, that it could not be compared in bounded time and memory.
 *
 * `byHand`: what a lead joined and parted, in turn; it comes after the computed configurations and wins.
 */
export function compareCoders(
  input: ConsolidationInput,
  { byHand = [] }: { readonly byHand?: readonly Tie[] } = {},
): Comparison {
  const text = toCodedText(readConsolidationInput(input));
  const matches = matchSpans(text);
  const groups = groupSpans(text, matches);
  const overlaps = findOverlaps(text, groups);
  const pairParts = createPairing();
  const configurations = findConfigurations(
    text,
    groups,
    matchableSketches(text.sketches, overlaps, pairParts),
    byHand,
  );
  const compared = compareGroups(text, groups, matches, configurations);
  const agreed = new Set(
    compared
      .filter(({ kinds }) => kinds.some(({ kind }) => kind === 'agree'))
      .map(({ group }) => group),
  );
  const { coders } = text;
  const nameOf = (coder: number): string => coders[coder] ?? '';
  const told = compared.map((each) => toGroup(each, nameOf));
  const disagreements = [
    ...compared.flatMap((each) => inGroup(each, nameOf)),
    ...configurations
      .flatMap((each) => sketchDifferences(each, overlaps, pairParts))
      .map(({ kind, sketches, coders: [one, other] }) => ({
        kind,
        sketches: sketches.map(({ id }) => id),
        coders: [nameOf(one), nameOf(other)] as const,
      })),
  ];
  refuseOversized(told, disagreements);
  return {
    coders,
    groups: told,
    disagreements,
    candidates: findCandidates(groups, configurations, nameOf),
    configurations: configurations.map((each) => toConfiguration(each, nameOf)),
    propose: (strategy) =>
      proposeSpans(strategy, text, groups, agreed).map(({ group, from, ...proposed }) => ({
        ...proposed,
        group: groupId(group),
        from: from.map(({ id }) => id),
      })),
  };
}

/**
 * What the definitions call the output, key by key: {@link compareCoders} with the proposals of one
 * strategy, by default those that more than half of the coders carry.
 */
export function consolidate(
  input: ConsolidationInput,
  strategy: Strategy = { kind: 'majority' },
): Consolidation {
  const { groups, disagreements, candidates, propose } = compareCoders(input);
  return { groups, disagreements, proposed: propose(strategy), candidates };
}

function toGroup(
  { group, missing, kinds, splitOf }: ComparedGroup,
  nameOf: (coder: number) => string,
): Group {
  const { hull, shared, spans } = group;
  return {
    id: groupId(group),
    spans: spans.map(({ id }) => id),
    kinds: kinds.map(({ kind }) => kind),
    missing: missing.map(nameOf),
    hull: [hull.start, hull.end],
    shared: [shared.start, shared.end],
    ...(splitOf !== null && { splitOf: groupId(splitOf) }),
  };
}

function inGroup(
  { group, kinds }: ComparedGroup,
  nameOf: (coder: number) => string,
): readonly Disagreement[] {
  return kinds.flatMap(({ kind, coders }) =>
    kind === 'agree' || kind === 'role-elsewhere' || kind === 'unsure'
      ? []
      : [{ kind, group: groupId(group), coders: coders.map(nameOf) }],
  );
}
