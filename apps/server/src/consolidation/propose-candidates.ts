import { createHash } from 'node:crypto';
import type { Candidate, CandidatePart, Group } from '@triad/consolidation';
import type { ComparedSketch } from '@triad/collab';
import { placeOf } from '@triad/collab';
import { compareRoles } from '@triad/realist';
import type { Adjudicated } from '../adjudication/adjudicated.ts';
import type { LayerRows } from '../agreement/derive-rows.ts';
import type { CandidateBody } from '../data/adjudication-records.ts';

/** A candidate as it is proposed, before anybody said anything of it. */
export type ProposedCandidate = Omit<
  CandidateBody,
  'project' | 'transcript' | 'round' | 'state' | 'cmoc' | 'settled' | 'run' | 'outdated'
>;

type Compared = Pick<Adjudicated, 'candidates' | 'configurations'> & {
  readonly groups: readonly Group[];
  readonly sketches: readonly ComparedSketch[];
  readonly layers: readonly Pick<LayerRows, 'member' | 'sketches'>[];
};

/**
 * The candidates of one transcript (definitions, section 6), in their order. Places are named by their
 * spans, so that they hold when groups are numbered anew, and what is agreed of them is found when it is
 * shown: a decision that is made later counts at once.
 */
export function proposeCandidates(compared: Compared): readonly ProposedCandidate[] {
  const groups = new Map(compared.groups.map((group) => [group.id, group]));
  const sketches = new Map(compared.sketches.map((sketch) => [sketch.id, sketch]));
  return compared.candidates.map((candidate, order) => {
    const own = candidate.sketches.flatMap((id) => sketches.get(id) ?? []);
    const quoted = candidate.parts.flatMap((part) => quotedPart(part, groups));
    const places = [...new Set(quoted.map(({ place }) => place))];
    const hulls = candidate.parts.flatMap((part) =>
      'group' in part ? (groups.get(part.group)?.hull ?? []) : [],
    );
    return {
      key: keyOf(candidate.from, candidate.from === 'sketches' ? candidate.sketches : places),
      from: candidate.from,
      order,
      sketches: own.map(({ id, member }) => ({ member, sketch: id })),
      support: candidate.support,
      parts: [...quoted, ...inferredParts(own)].sort((a, b) => compareRoles(a.role, b.role)),
      sharedPlaces: countShared(quoted, own, candidate.from),
      lengthUtf16: hulls.length === 0 ? 0 : Math.max(...hulls) - Math.min(...hulls),
      // Configurations are in the order of the candidates that are from sketches, which come first.
      byHand: candidate.from === 'sketches' && compared.configurations[order]?.byHand === true,
      restatements: own.flatMap(({ member, restatement: text }) =>
        text === '' ? [] : [{ member, text }],
      ),
      bearings: own.flatMap(({ member, bearing }) =>
        bearing === null
          ? []
          : [{ member, statement: bearing.statement, bearing: bearing.bearing }],
      ),
      elsewhere: elsewhereOf(compared.layers, new Set(candidate.sketches)),
    };
  });
}

type QuotedPart = Extract<CandidateBody['parts'][number], { readonly place: string }>;
type InferredPart = Exclude<CandidateBody['parts'][number], { readonly place: string }>;

function quotedPart(
  part: CandidatePart,
  groups: ReadonlyMap<string, Group>,
): readonly QuotedPart[] {
  const group = 'group' in part ? groups.get(part.group) : undefined;
  if (group === undefined) return [];
  const contested = 'contested' in part && part.contested === true;
  return [{ role: part.role, place: placeOf(group), spans: group.spans, contested }];
}

/** From the sketches as their coders wrote them: what is kept of a comparison holds nobody's words. */
function inferredParts(sketches: readonly ComparedSketch[]): readonly InferredPart[] {
  return sketches
    .flatMap(({ member, parts }) =>
      parts.flatMap(({ role, inferred }) =>
        inferred === null ? [] : [{ role, member, words: inferred }],
      ),
    )
    .sort((a, b) => compareText(a.member, b.member));
}

/** Places that two coders or more use; those of no sketch are proposed where several marked them. */
function countShared(
  quoted: readonly QuotedPart[],
  sketches: readonly ComparedSketch[],
  from: Candidate['from'],
): number {
  const places = new Map(quoted.map(({ place, spans }) => [place, new Set(spans)]));
  if (from === 'closeness') return places.size;
  return [...places.values()].filter((spans) => {
    const users = sketches.filter(({ parts }) =>
      parts.some((part) => part.spans.some((id) => spans.has(id))),
    );
    return new Set(users.map(({ member }) => member)).size > 1;
  }).length;
}

function elsewhereOf(
  layers: Compared['layers'],
  sketches: ReadonlySet<string>,
): CandidateBody['elsewhere'] {
  const found = new Map<string, CandidateBody['elsewhere'][number]>();
  for (const { member, sketches: own } of layers) {
    for (const { id, parts } of own) {
      if (!sketches.has(id)) continue;
      for (const { role, elsewhere } of parts) {
        for (const { transcript, round, span } of elsewhere) {
          found.set(`${role} ${span}`, { member, role, transcript, round, span });
        }
      }
    }
  }
  return [...found.values()];
}

/** The same for what came of the same: the order in which it is listed says nothing. */
function keyOf(from: Candidate['from'], ids: readonly string[]): string {
  return createHash('sha256')
    .update([from, ...ids.toSorted(compareText)].join('\n'))
    .digest('hex');
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
