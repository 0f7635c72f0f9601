import type { PlaceCounts, StrategyName } from '@triad/collab';
import { placeOf } from '@triad/collab';
import type { Candidate, Group, Proposed } from '@triad/consolidation';
import type { Adjudication } from '../agreement/adjudicate.ts';
import { strategiesFor } from '../agreement/adjudicate.ts';
import type { Basis } from '../agreement/basis.ts';
import { settingsOf } from '../agreement/basis.ts';
import type { ComparisonRows } from '../agreement/compare.ts';
import { readSources } from '../agreement/sources.ts';
import type { BasisStamp } from '../agreement/stamp.ts';
import { stampOf } from '../agreement/stamp.ts';
import type { View } from '../agreement/view.ts';
import type { Context } from '../context.ts';
import type { TieBody } from '../data/adjudication-records.ts';
import type { Row } from '../data/table.ts';
import { refuse } from '../refusal.ts';
import { listTies } from './list-ties.ts';

/** A transcript compared, with the lead's ties heeded, and what else decisions need of it. */
export type Adjudicated = {
  readonly basis: Basis;
  readonly stamp: BasisStamp;
  readonly ties: readonly Row<TieBody>[];
  readonly rows: ComparisonRows;
  readonly view: View;
  readonly places: PlaceCounts;
  /** Groups by the least id of their spans. */
  readonly groups: ReadonlyMap<string, Group>;
  /** In the order of candidates from sketches. */
  readonly configurations: readonly {
    readonly sketches: readonly string[];
    readonly byHand: boolean;
  }[];
  readonly candidates: readonly Candidate[];
  /** By strategy: at least those that were asked for. */
  readonly proposals: ReadonlyMap<StrategyName, readonly Proposed[]>;
};

type Needs = Pick<Context, 'tables' | 'blobs' | 'documents' | 'agreement' | 'adjudication'>;

/** Transcripts of which the result stays in memory; of more, the one that was asked for least lately goes. */
const MOST_KEPT = 6;

type Worked = Omit<Adjudicated, 'basis' | 'ties'>;
type Kept = {
  key: string;
  readonly strategies: ReadonlySet<string>;
  readonly worked: Promise<Worked>;
};

/** What was worked out, for as long as nothing of it moves on. */
export type KeptComparisons = Map<string, Kept>;

/**
 * Of what is there now; the same is at hand while nothing has moved on. Refuses with
 * `decisions/no-such-coder` where a strategy names one who is not in it, and as comparing does.
 */
export async function adjudicated(
  context: Needs,
  basis: Basis,
  strategies: readonly StrategyName[],
): Promise<Adjudicated> {
  const { tables, agreement, adjudication } = context;
  const { id, body } = basis.transcript;
  refuseUnknownCoders(basis, strategies);
  const [project, ties, text] = await Promise.all([
    tables.projects.get(body.project),
    listTies(context, id, basis.round.id),
    agreement.texts.now(id),
  ]);
  if (project === null) throw refuse('rules/unknown');
  const settings = settingsOf(project.body);
  const { comparisons } = adjudication;
  const key = keyOf(stampOf(basis, settings, text), ties);
  const before = comparisons.get(id);
  const isKept = before?.key === key && strategies.every((name) => before.strategies.has(name));
  const kept = isKept ? before : workOut();
  comparisons.delete(id);
  comparisons.set(id, kept);
  for (const [other] of comparisons) {
    if (comparisons.size <= MOST_KEPT) break;
    comparisons.delete(other);
  }
  const worked = await kept.worked;
  return {
    ...worked,
    stamp: { ...stampOf(basis, settings, worked.stamp.text) },
    basis,
    ties,
  };

  function workOut(): Kept {
    const coders = basis.coders.map(({ member }) => member);
    const made: Kept = {
      key,
      strategies: new Set([...strategiesFor(coders), ...strategies]),
      worked: work(),
    };
    made.worked.then(
      // The text may have moved on before it was read.
      ({ stamp }) => (made.key = keyOf(stamp, ties)),
      () => {
        if (comparisons.get(id) === made) comparisons.delete(id);
      },
    );
    return made;
  }

  async function work(): Promise<Worked> {
    const { text: bytes, stamp, layers } = await readSources(context, basis);
    const found = await agreement.threads.adjudicate({
      text: bytes,
      layers,
      byHand: ties.map(({ body: { kind, sketches } }) => ({ kind, sketches })),
      strategies,
    });
    return { ...found, groups: groupsOf(found), stamp: stampOf(basis, settings, stamp) };
  }
}

function groupsOf({ rows }: Adjudication): ReadonlyMap<string, Group> {
  return new Map(rows.groups.map((group) => [placeOf(group), group]));
}

/** Of what comparing reads; how figures are counted changes nothing of it. */
function keyOf({ method, round, layers, text }: BasisStamp, ties: readonly Row<TieBody>[]): string {
  const tied = ties.map(({ id, version }) => [id, version]);
  return JSON.stringify([method, round, layers, text.state, tied]);
}

function refuseUnknownCoders(basis: Basis, strategies: readonly StrategyName[]): void {
  if (!strategies.every((name) => appliesTo(name, basis))) throw refuse('decisions/no-such-coder');
}

/** Whether a strategy can be asked of what a transcript rests on: not where it names a coder who is not in it. */
export function appliesTo(strategy: StrategyName, { coders }: Basis): boolean {
  if (!strategy.startsWith('coder:')) return true;
  return coders.some(({ member }) => strategy === `coder:${member}`);
}
