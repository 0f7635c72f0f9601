import { randomUUID } from 'node:crypto';
import { decideByStrategy } from '../../adjudication/decide-by-strategy.ts';
import { findBases } from '../../agreement/basis.ts';
import { consolidateOne } from '../../consolidation/consolidate-one.ts';
import { changeCandidate } from '../../consolidation/settle-candidate.ts';
import { now } from '../../context.ts';
import type { CandidateBody } from '../../data/adjudication-records.ts';
import type { Row } from '../../data/table.ts';
import { AGREEING, stepsFrom } from './making-agreed.ts';
import type { MakingAgreed } from './making-agreed.ts';

/** The candidate that came of a sketch, by the study's name for it. */
export type Candidates = (sketch: string) => Row<CandidateBody>;

/**
 * What the job does at a lead's command, which is for projects that are shown: the strategy decides the
 * places that the lead has not, then candidates are computed. Some of these the lead sets aside.
 */
export async function makeCandidates(of: MakingAgreed): Promise<Candidates> {
  const { agreed, making, me } = of;
  const { project, member } = me;
  const { strategy } = agreed.settings;
  const step = stepsFrom(of, AGREEING.consolidated);
  const begun = step();
  const run = randomUUID();
  const bases = await findBases(begun.tables, project);
  const how = { by: member.id, strategy, batch: run, why: '' };
  const counts = await Promise.all(bases.map((basis) => decideByStrategy(begun, basis, how)));
  const ended = step();
  await Promise.all(bases.map((basis) => consolidateOne(ended, project, basis, run)));
  await ended.tables.consolidationJobs.insert(project.id, {
    project: project.id,
    run,
    state: 'done',
    done: bases.length,
    total: bases.length,
    by: member.id,
    startedAt: now(begun),
    endedAt: now(ended),
    strategy,
    all: false,
    decided: counts.reduce((sum, { decided }) => sum + decided, 0),
    leftOpen: counts.reduce((sum, { leftOpen }) => sum + leftOpen, 0),
  });
  const rows = await ended.tables.candidates.find('project', project.id);
  const candidates: Candidates = (sketch) => {
    const id = making.ids(sketch);
    const found = rows.find(({ body }) => body.sketches.some((each) => each.sketch === id));
    if (found === undefined) throw new Error(`${sketch} of the demo study is in no candidate`);
    return found;
  };
  for (const { sketch, why } of agreed.setAside) {
    const row = candidates(sketch);
    await changeCandidate(step(), me, row, { version: row.version, state: 'set-aside', why });
  }
  return candidates;
}
