import type { ConsolidationAnswer, ConsolidationJob } from '@triad/collab';
import { blindRoundOf, isBlindAnywhere } from '@triad/collab';
import type { Basis } from '../agreement/basis.ts';
import { findBases } from '../agreement/basis.ts';
import type { Context } from '../context.ts';
import type { CandidateBody, ConsolidationJobBody } from '../data/adjudication-records.ts';
import type { Row } from '../data/table.ts';
import { cmocMethods } from '../method/cmoc-methods.ts';
import type { Membership } from '../projects/membership.ts';
import { roundFacts } from '../rounds/facts.ts';
import { candidateAnswers, isLeft, resolveCandidates } from './candidate-answers.ts';
import { stampsNow } from './stamp.ts';
import { standingBatch } from './standing-batch.ts';

/** Of all transcripts with a closed round that the member does not code blind now. */
export async function readConsolidation(
  context: Context,
  me: Membership,
): Promise<ConsolidationAnswer> {
  const { tables } = context;
  const { project, member } = me;
  const rounds = await roundFacts(tables, project.id);
  const all = await findBases(tables, project);
  const bases = all.filter(
    ({ transcript }) => blindRoundOf(rounds, transcript.id, member.id) === null,
  );
  const rows = await tables.candidates.find('project', project.id);
  const resolved = await resolveCandidates(context, me, inOrder(rows, bases));
  const job = await tables.consolidationJobs.get(project.id);
  // When there is something to consolidate tells who codes blind of others' work.
  const isBlind = isBlindAnywhere(rounds, member.id);
  return {
    job: job === null || isBlind ? null : jobAnswer(job),
    byStrategy: isBlind ? null : standingBatch(await tables.decisions.find('project', project.id)),
    candidates: await candidateAnswers(context, me, resolved.filter(isLeft)),
    ...(await movedOn(context, me, bases)),
    hidden: all.length - bases.length,
    methods: await cmocMethods(context, project, { isBlind }),
  };
}

/** By transcript, in the order in which they are listed; what is outdated comes last. */
function inOrder(
  rows: readonly Row<CandidateBody>[],
  bases: readonly Basis[],
): readonly Row<CandidateBody>[] {
  const place = new Map(bases.map(({ transcript }, at) => [transcript.id, at]));
  const at = ({ body }: Row<CandidateBody>): number => place.get(body.transcript) ?? 0;
  return rows
    .filter(({ body }) => place.has(body.transcript))
    .sort(
      (a, b) =>
        at(a) - at(b) ||
        Number(a.body.outdated) - Number(b.body.outdated) ||
        a.body.order - b.body.order ||
        (a.id < b.id ? -1 : 1),
    );
}

async function movedOn(
  context: Context,
  { project }: Membership,
  bases: readonly Basis[],
): Promise<Pick<ConsolidationAnswer, 'stale' | 'fresh'>> {
  const rows = await context.tables.consolidated.find('project', project.id);
  const kept = new Map(rows.map((row) => [row.id, row]));
  const stamps = await stampsNow(context, project, bases, kept);
  const ids = bases.map(({ transcript }) => transcript.id);
  return {
    stale: ids.filter((id) => kept.has(id) && kept.get(id)?.body.stamp !== stamps.get(id)),
    fresh: ids.filter((id) => !kept.has(id)),
  };
}

export function jobAnswer({ body }: Row<ConsolidationJobBody>): ConsolidationJob {
  const { run, state, done, total, by, startedAt, endedAt, strategy, decided, leftOpen } = body;
  return { id: run, state, done, total, by, startedAt, endedAt, strategy, decided, leftOpen };
}
