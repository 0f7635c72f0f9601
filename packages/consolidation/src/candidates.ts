import { compareRoles, ROLES } from '@triad/realist';
import { CLOSE, closeRuns } from './closeness.ts';
import type { SketchSet, Uses } from './configurations.ts';
import type { Groups, SpanGroup } from './groups.ts';
import { groupId } from './groups.ts';
import type { Candidate, CandidatePart } from './result.ts';

/** Section 6: each configuration, in their order, then what stands close together in no sketch. */
export function findCandidates(
  groups: Groups,
  configurations: readonly SketchSet[],
  nameOf: (coder: number) => string,
): readonly Candidate[] {
  return [
    ...configurations.map((set) => fromSketches(set, nameOf)),
    ...fromCloseness(groups, new Set(configurations.flatMap(({ uses }) => [...uses.keys()]))),
  ];
}

function fromSketches(set: SketchSet, nameOf: (coder: number) => string): Candidate {
  const parts = Map.groupBy(
    [...quotedParts(set.uses), ...inferredParts(set, nameOf)],
    ({ role }) => role,
  );
  return {
    from: 'sketches',
    sketches: set.sketches.map(({ id }) => id),
    support: set.coders.length,
    parts: ROLES.flatMap((role) => parts.get(role) ?? []),
    why: whyTogether(set, nameOf),
    ...(set.byHand && { byHand: true as const }),
  };
}

/** Each group once a role. */
function quotedParts(uses: SketchSet['uses']): readonly CandidatePart[] {
  return [...uses].flatMap(([group, byCoder]) => {
    const roles = new Set([...byCoder.values()].flatMap((own) => [...own]));
    const contested = isContested(byCoder);
    return [...roles].map((role) => ({
      role,
      group: groupId(group),
      ...(contested && { contested }),
    }));
  });
}

/** Whether two coders use the group without a role in common. */
function isContested(byCoder: Uses): boolean {
  const all = [...byCoder.values()];
  return all.some((roles, place) =>
    all.slice(place + 1).some((other) => roles.isDisjointFrom(other)),
  );
}

/** Of each role by coder, sketch, words: never merged. */
function inferredParts(
  { sketches, coders }: SketchSet,
  nameOf: (coder: number) => string,
): readonly CandidatePart[] {
  return coders.flatMap((coder) =>
    sketches
      .filter((sketch) => sketch.coder === coder)
      .flatMap(({ parts }) => parts)
      .flatMap(({ role, inferred }) =>
        inferred === null ? [] : [{ role, inferred, coder: nameOf(coder) }],
      ),
  );
}

/** Which sketches, of whom, and the groups that several of their coders use. */
function whyTogether(
  { sketches, coders, uses, byHand }: SketchSet,
  nameOf: (coder: number) => string,
): string {
  const whose = coders.map((coder) => {
    const ids = sketches.filter((sketch) => sketch.coder === coder).map(({ id }) => id);
    return `${ids.join(', ')} of ${nameOf(coder)}`;
  });
  if (byHand) return `${whose.join('; ')}: by hand`;
  if (coders.length === 1) return whose.join();
  const common = [...uses]
    .filter(([, byCoder]) => byCoder.size > 1)
    .map(([group]) => groupId(group));
  const by = common.length > 0 ? common.join(', ') : 'words that overlap';
  return `${whose.join('; ')}: matched by ${by}`;
}

function fromCloseness(groups: Groups, inSketches: ReadonlySet<SpanGroup>): readonly Candidate[] {
  const free = groups.all.filter(
    (group) => group.spans.length > 1 && group.label !== 'undecided' && !inSketches.has(group),
  );
  return closeRuns(free)
    .filter((run) => new Set(run.map(({ label }) => label)).size > 1)
    .map((run) => ({ run, support: supportOf(run) }))
    .sort((a, b) => b.support - a.support || firstOf(a.run) - firstOf(b.run))
    .map(({ run, support }) => ({
      from: 'closeness',
      sketches: [],
      support,
      parts: run
        .toSorted((a, b) => compareRoles(a.label, b.label) || a.at - b.at)
        .map((group) => ({ role: group.label, group: groupId(group) })),
      why: `${run.map(groupId).join(', ')}: in no sketch, each within ${CLOSE} positions of those before`,
    }));
}

function supportOf(run: readonly SpanGroup[]): number {
  return new Set(run.flatMap(({ spans }) => spans.map(({ coder }) => coder))).size;
}

function firstOf(run: readonly SpanGroup[]): number {
  return run[0]?.at ?? 0;
}
