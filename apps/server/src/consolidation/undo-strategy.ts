import type { BatchAnswer } from '@triad/collab';
import { undoBatch } from '../adjudication/decide-by-strategy.ts';
import type { Context } from '../context.ts';
import type { Membership } from '../projects/membership.ts';
import { refuse } from '../refusal.ts';
import { announceConsolidation } from './announce-consolidation.ts';

/**
 * Takes back what a strategy decided in one run, on all transcripts, where nothing else was decided since.
 * Refuses with `consolidation/running`, and with `decisions/no-batch` where it decided nothing.
 */
export async function undoStrategy(
  context: Context,
  { project, member }: Membership,
  batch: string,
): Promise<BatchAnswer> {
  const { tables, consolidation } = context;
  if (consolidation.isRunning(project.id)) throw refuse('consolidation/running');
  const decisions = await tables.decisions.find('project', project.id);
  const ids = new Set(
    decisions.flatMap(({ body }) =>
      body.rulings.some((ruling) => ruling.batch === batch) ? [body.transcript] : [],
    ),
  );
  if (ids.size === 0) throw refuse('decisions/no-batch');
  let [decided, left] = [0, 0];
  for (const id of ids) {
    const transcript = await tables.transcripts.get(id);
    // Gone meanwhile, with what was decided of it.
    if (transcript === null) continue;
    const undone = await undoBatch(context, transcript, batch, member.id);
    decided += undone.decided;
    left += undone.left;
  }
  const job = await tables.consolidationJobs.get(project.id);
  if (job?.body.run === batch) {
    const { version } = await tables.consolidationJobs.update(job, { ...job.body, decided: 0 });
    await announceConsolidation(context, project.id, project.id, version);
  }
  return { batch, decided, left };
}
