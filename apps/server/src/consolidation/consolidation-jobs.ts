import { randomUUID } from 'node:crypto';
import { appliesTo } from '../adjudication/adjudicated.ts';
import { countOpen, decideByStrategy } from '../adjudication/decide-by-strategy.ts';
import type { Basis } from '../agreement/basis.ts';
import { findBases } from '../agreement/basis.ts';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type { ConsolidationJobBody } from '../data/adjudication-records.ts';
import type { ProjectBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import { faultOf } from '../http/errors.ts';
import { NO_METER } from '../metrics/meter.ts';
import type { Meter } from '../metrics/meter.ts';
import { methodOf } from '../method/settings.ts';
import { Refusal, refuse } from '../refusal.ts';
import { announceConsolidation } from './announce-consolidation.ts';
import { consolidateOne } from './consolidate-one.ts';
import { stampsNow } from './stamp.ts';

/*
 * The job that goes through the transcripts of a project at a lead's command: where it was asked for, the
 * strategy decides what no lead has; then candidates are computed. One at a time for a project. What it
 * has done is kept, so one that a crash cut goes on at the next start.
 */

/** What a lead asks for. */
export type Consolidating = {
  /** Member id. */
  readonly by: string;
  /** The strategy of the project decides what no lead has. */
  readonly decide: boolean;
  /** Transcripts of which nothing has moved on are computed, too. */
  readonly all: boolean;
};

export type ConsolidationJobs = {
  /** Begins the job, or joins the one that runs. */
  begin(project: string, asked: Consolidating): Promise<Row<ConsolidationJobBody>>;
  isRunning(project: string): boolean;
  /** Ends the one that runs after the transcript that it is at. */
  stop(project: string): Promise<void>;
  /** Goes on with what a crash cut; of one project where it is given. */
  resume(project?: string): Promise<void>;
  close(): Promise<void>;
};

/** The record, and who watches it, hear of it no more often than this: each asks for all candidates then. */
const TOLD_EVERY_MS = 1_000;

type Run = { stopped: boolean; readonly over: Promise<void> };

/** `context` is asked for when the first thing is to be done. */
export function makeConsolidation(
  context: () => Context,
  meter: Meter = NO_METER,
): ConsolidationJobs {
  const running = new Map<string, Run>();
  let closed = false;

  /** `asked` is null of one that goes on. */
  function start(
    project: string,
    asked: Consolidating | null,
  ): Promise<Row<ConsolidationJobBody> | null> {
    const { tables, locks } = context();
    return locks(`consolidation/${project}`, async () => {
      const row = await tables.projects.get(project);
      if (closed || row === null || row.body.pending !== null) return null;
      const before = await tables.consolidationJobs.get(project);
      if (running.has(project)) return before;
      const body =
        asked === null ? await goingOn(context(), before) : newJob(context(), row, asked);
      if (body === null) return null;
      const bases = await findBases(tables, row);
      const due = await findDue(context(), row, bases, body);
      const begun = { ...body, total: due.length };
      const job =
        before === null
          ? await tables.consolidationJobs.insert(project, begun)
          : await tables.consolidationJobs.update(before, begun);
      const run: Run = { stopped: false, over: Promise.resolve() };
      running.set(project, run);
      const over = carryOut(context(), row, due, run, job).finally(() => running.delete(project));
      running.set(project, Object.assign(run, { over }));
      await announceConsolidation(context(), project, project, job.version);
      return job;
    });
  }

  /** Left 'running' where the server closes: the next start goes on with it. */
  async function carryOut(
    needs: Context,
    project: Row<ProjectBody>,
    due: readonly Due[],
    run: Run,
    job: Row<ConsolidationJobBody>,
  ): Promise<void> {
    let { body } = job;
    let toldAt = Date.now();
    const tell = async (news: Partial<ConsolidationJobBody>): Promise<void> => {
      toldAt = Date.now();
      body = { ...body, ...news };
      const there = await needs.tables.consolidationJobs.get(project.id);
      // Gone with its project.
      if (there === null) return;
      const { version } = await needs.tables.consolidationJobs.update(there, body);
      await announceConsolidation(needs, project.id, project.id, version);
    };
    try {
      for (const each of due) {
        if (run.stopped) break;
        const counted = await doOne(needs, project, each, body);
        body = {
          ...body,
          done: body.done + 1,
          decided: body.decided + counted.decided,
          leftOpen: body.leftOpen + counted.leftOpen,
        };
        if (Date.now() - toldAt >= TOLD_EVERY_MS) await tell({});
      }
      const state = run.stopped && body.done < due.length ? 'stopped' : 'done';
      meter.job('consolidation', state);
      if (closed) return;
      await tell({ state, endedAt: now(needs) });
    } catch (error) {
      meter.job('consolidation', 'failed');
      needs.log.error({ project: project.id, ...faultOf(error) }, NOT_CONSOLIDATED);
      if (!closed) await tell({ state: 'failed', endedAt: now(needs) }).catch(() => undefined);
    }
  }

  return {
    async begin(project, asked) {
      const job = await start(project, asked);
      if (job === null) throw refuse('rules/unknown');
      return job;
    },
    isRunning: (project) => running.has(project),
    async stop(project) {
      const run = running.get(project);
      if (run === undefined) return;
      run.stopped = true;
      await run.over;
    },
    async resume(project) {
      for (const id of await context().tables.consolidationJobs.ids('state', 'running')) {
        if (project === undefined || project === id) await start(id, null);
      }
    },
    async close() {
      closed = true;
      const runs = [...running.values()];
      for (const run of runs) run.stopped = true;
      await Promise.all(runs.map(({ over }) => over));
    },
  };
}

const NOT_CONSOLIDATED = 'consolidating ended before its time';

function newJob(
  context: Context,
  project: Row<ProjectBody>,
  { by, decide, all }: Consolidating,
): ConsolidationJobBody {
  const { strategy } = methodOf(project).settings;
  return {
    project: project.id,
    run: randomUUID(),
    state: 'running',
    done: 0,
    total: 0,
    by,
    startedAt: now(context),
    endedAt: null,
    strategy: decide ? strategy : null,
    all,
    decided: 0,
    leftOpen: 0,
  };
}

/** It goes through all of it again: what it decided before is counted, and is not decided twice. */
async function goingOn(
  { tables }: Pick<Context, 'tables'>,
  job: Row<ConsolidationJobBody> | null,
): Promise<ConsolidationJobBody | null> {
  if (job === null || job.body.state !== 'running') return null;
  const { project, run } = job.body;
  const decisions = await tables.decisions.find('project', project);
  const own = decisions.filter(({ body }) =>
    body.rulings.some(({ batch, outcome }) => batch === run && outcome !== null),
  );
  return { ...job.body, done: 0, decided: own.length, leftOpen: 0 };
}

/** A transcript that the job goes through. */
type Due = {
  readonly basis: Basis;
  /** Nothing of it has moved on. */
  readonly isDone: boolean;
};

/** All where something is to be decided, which is known when it is tried. */
async function findDue(
  context: Context,
  project: Row<ProjectBody>,
  bases: readonly Basis[],
  { strategy, all, run }: ConsolidationJobBody,
): Promise<readonly Due[]> {
  const rows = await context.tables.consolidated.find('project', project.id);
  const kept = new Map(rows.map((row) => [row.id, row]));
  const stamps = await stampsNow(context, project, bases, kept);
  return bases.flatMap((basis) => {
    const { id } = basis.transcript;
    const before = kept.get(id)?.body;
    const isDone =
      before !== undefined && before.stamp === stamps.get(id) && (!all || before.run === run);
    return strategy === null && isDone ? [] : [{ basis, isDone }];
  });
}

const NOTHING = { decided: 0, leftOpen: 0 };

/** One that cannot be compared stays as it is, which is told where it is adjudicated, and the others are done. */
async function doOne(
  context: Context,
  project: Row<ProjectBody>,
  { basis, isDone }: Due,
  { run, by, strategy }: ConsolidationJobBody,
): Promise<typeof NOTHING> {
  const { transcript } = basis;
  // It may be redacted, or gone, since the job began.
  const there = await context.tables.transcripts.get(transcript.id);
  if (there === null || there.body.pending !== null) return NOTHING;
  let counted = NOTHING;
  try {
    if (strategy !== null) {
      // The one coder whom it names need not have coded every transcript: there it decides nothing.
      counted = appliesTo(strategy, basis)
        ? await decideByStrategy(context, basis, { by, strategy, batch: run, why: '' })
        : { decided: 0, leftOpen: await countOpen(context, basis) };
    }
    if (!isDone || counted.decided > 0) await consolidateOne(context, project, basis, run);
  } catch (error) {
    const still = await context.tables.transcripts.get(transcript.id);
    const isClosed = still === null || still.body.pending !== null;
    if (!isClosed && !(error instanceof Refusal)) throw error;
  }
  return counted;
}
