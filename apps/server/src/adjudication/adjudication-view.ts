import type {
  AdjudicationAnswer,
  AgreementTranscript,
  DecisionAnswer,
  StrategyName,
} from '@triad/collab';
import { isBlindAnywhere } from '@triad/collab';
import { strategiesFor } from '../agreement/adjudicate.ts';
import type { Basis } from '../agreement/basis.ts';
import { findBasis } from '../agreement/basis.ts';
import { listFlags } from '../agreement/flags.ts';
import { transcriptAnswer } from '../agreement/overview.ts';
import type { Context } from '../context.ts';
import type { DecisionBody } from '../data/adjudication-records.ts';
import type { FlagBody, TranscriptBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import { flagAnswer } from '../http/answers.ts';
import type { Membership } from '../projects/membership.ts';
import { roundFacts } from '../rounds/facts.ts';
import { methodOf } from '../method/settings.ts';
import type { Adjudicated } from './adjudicated.ts';
import { appliesTo } from './adjudicated.ts';
import { decisionAnswer, tieAnswer } from './answers.ts';
import { isLeftToStrategies } from './decide-by-strategy.ts';
import type { Standing } from './standing.ts';
import { basisFor, standingOf } from './standing.ts';

/**
 * One transcript as a lead adjudicates it, of what is there now: its offsets are of the text that it shows.
 * Refuses with `agreement/no-round`, and as comparing does.
 */
export async function viewAdjudication(
  context: Context,
  me: Membership,
  transcript: Row<TranscriptBody>,
): Promise<AdjudicationAnswer> {
  const basis = await basisFor(context, me.project, transcript);
  const { strategy } = methodOf(me.project).settings;
  const standing = await standingOf(context, basis, appliesTo(strategy, basis) ? [strategy] : []);
  const { now, decisions } = standing;
  const flags = await listFlags(context, transcript.id);
  return {
    transcript: await transcriptNow(context, me, now, flags),
    ...now.view,
    flags: flags.map((row) => flagAnswer(row)),
    configurations: now.configurations.map(({ sketches, byHand }) => ({
      id: sketches.toSorted()[0] ?? '',
      sketches,
      byHand,
    })),
    decisions: decisions.map((row) => decisionAnswer(standing, row)),
    ties: now.ties.map((row) => tieAnswer(row)),
    strategies: strategiesIn(basis, standing, strategy),
  };
}

/** Every decision on the round that the transcript rests on; none while no round of it is closed. */
export async function listDecisions(
  context: Context,
  { project }: Membership,
  transcript: Row<TranscriptBody>,
): Promise<readonly DecisionAnswer[]> {
  const basis = await findBasis(context.tables, project, transcript);
  if (basis === null) return [];
  // Nothing is compared where nothing was decided.
  if ((await context.tables.decisions.count('transcript', transcript.id)) === 0) return [];
  const standing = await standingOf(context, basis);
  return standing.decisions.map((row) => decisionAnswer(standing, row));
}

/** One that rests on another round than the transcript does now is told without a place. */
export async function readDecision(
  context: Context,
  { project }: Membership,
  transcript: Row<TranscriptBody>,
  row: Row<DecisionBody>,
): Promise<DecisionAnswer> {
  const standing = await standingOf(context, await basisFor(context, project, transcript));
  const now = standing.decisions.find(({ id }) => id === row.id);
  return decisionAnswer(standing, now ?? row);
}

/** With the text of this very answer; what figures say of the transcript heeds no ties. */
async function transcriptNow(
  context: Context,
  me: Membership,
  { basis, stamp, rows, places }: Adjudicated,
  flags: readonly Row<FlagBody>[],
): Promise<AgreementTranscript> {
  const { tables } = context;
  const kept = (await tables.comparisons.get(basis.transcript.id)) ?? undefined;
  const isBlind = isBlindAnywhere(await roundFacts(tables, me.project.id), me.member.id);
  const answer = await transcriptAnswer(context, me, basis, { kept, flags, isBlind });
  const { lengthUtf16 } = rows;
  const open = flags.filter(({ body }) => body.settledBy === null).length;
  const result = answer.result ?? { at: null, places, movedOn: [], flags: open };
  return {
    ...answer,
    result: { ...result, text: stamp.text.state, lengthUtf16 },
    failed: null,
  };
}

/** Those that are always offered, and that of the project: a number of coders stands in none of these. */
function strategiesIn(
  basis: Basis,
  { now, onPlaces }: Standing,
  ofProject: StrategyName,
): AdjudicationAnswer['strategies'] {
  const left = new Set(
    now.rows.groups.filter((group) => isLeftToStrategies(onPlaces, group)).map(({ id }) => id),
  );
  const offered = strategiesFor(basis.coders.map(({ member }) => member));
  const own = appliesTo(ofProject, basis) ? [ofProject] : [];
  return [...new Set([...offered, ...own])].map((strategy) => {
    const proposed = now.proposals.get(strategy) ?? [];
    return { strategy, places: proposed.filter(({ group }) => left.has(group)).length };
  });
}
