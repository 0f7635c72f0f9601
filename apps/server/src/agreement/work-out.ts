import { randomUUID } from 'node:crypto';
import type { AgreementSettings } from '@triad/collab';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type { AgreementJobBody, ComparisonBody, ProjectBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import type { Announce } from '../events/announce.ts';
import { faultOf } from '../http/errors.ts';
import { Refusal } from '../refusal.ts';
import type { AgreementThreads } from './agreement-threads.ts';
import { announceAgreement } from './announce-agreement.ts';
import type { Basis } from './basis.ts';
import { findBases, settingsOf } from './basis.ts';
import { keepComparison, keptIn } from './kept.ts';
import { GAMMA } from './sampling.ts';
import { readSources } from './sources.ts';
import { movedOn, participantsOf, stampOf } from './stamp.ts';
import type { TextStates } from './text-states.ts';

/*
 * The job that works out, transcript by transcript, what moved on. What it has done is kept, so one that
 * was stopped, or that a crash cut, goes on where it was; its record says how far it is.
 */

type Needs = Pick<
  Context,
  'tables' | 'blobs' | 'documents' | 'clock' | 'locks' | 'log' | 'announce' | 'homes'
> & {
  readonly threads: AgreementThreads;
  readonly texts: TextStates;
  /** Finds the figures of the project, once nothing more is to be worked out. */
  readonly settled: (project: Row<ProjectBody>) => void;
};

export type AgreementJobs = {
  /** Begins the job, or joins the one that runs. Null: nothing has moved on, and nobody asked. */
  begin(project: string, by: string | null): Promise<Row<AgreementJobBody> | null>;
  /** Begins one in a moment, unless nothing has moved on, or a person stopped the last. */
  wake(project: string): void;
  /** Ends the one that runs after the transcript that it is at. */
  stop(project: string): Promise<void>;
  /** Tells as `announce` does, and begins a job where that may have moved something on. */
  noting(announce: Announce): Announce;
  /** Goes on with what a crash cut; of one project where it is given. */
  resume(project?: string): Promise<void>;
  close(): Promise<void>;
};

/** Several changes in a row, such as of a closing, are one reason. */
const SOON_MS = 300;
/** The record, and who watches it, hear of it no more often than this: each asks for all figures then. */
const TOLD_EVERY_MS = 2_000;
const MOST_WAITING = 1_000;

type Run = { stopped: boolean; readonly over: Promise<void> };

export function makeAgreementJobs(context: () => Needs): AgreementJobs {
  const running = new Map<string, Run>();
  const soon = new Map<string, NodeJS.Timeout>();
  let closed = false;

  /** `isTaken`: it is becoming this server's own, and is not open to others yet. */
  function begin(
    project: string,
    by: string | null,
    isTaken = false,
  ): Promise<Row<AgreementJobBody> | null> {
    const { tables, locks, clock, homes } = context();
    return locks(`agreement/${project}`, async () => {
      if (!isTaken && !homes.isHere(project)) return null;
      const row = await tables.projects.get(project);
      if (closed || row === null || row.body.pending !== null) return null;
      if (running.has(project)) return tables.agreementJobs.get(project);
      const due = await findDue(context(), row);
      const before = await tables.agreementJobs.get(project);
      if (due.length === 0 && by === null && before?.body.state !== 'running') return null;
      const body: AgreementJobBody = {
        project,
        run: randomUUID(),
        state: 'running',
        done: 0,
        total: due.length,
        by,
        startedAt: now({ clock }),
        endedAt: null,
      };
      const job =
        before === null
          ? await tables.agreementJobs.insert(project, body)
          : await tables.agreementJobs.update(before, body);
      const run: Run = { stopped: false, over: Promise.resolve() };
      running.set(project, run);
      const over = carryOut(context(), row, due, run, job).finally(() => running.delete(project));
      running.set(project, Object.assign(run, { over }));
      await announceAgreement(context(), project, job.version);
      return job;
    });
  }

  function beginSoon(project: string, isStoppable = false): void {
    if (closed || soon.has(project) || soon.size >= MOST_WAITING) return;
    const timer = setTimeout(() => {
      soon.delete(project);
      void beginAfter(project, running.get(project), isStoppable).catch((error: unknown) => {
        if (!closed) context().log.error({ project, ...faultOf(error) }, NOT_BEGUN);
      });
    }, SOON_MS);
    soon.set(project, timer.unref());
  }

  /** One that runs has listed already what has moved on; what a person stopped does not begin anew by itself. */
  async function beginAfter(
    project: string,
    run: Run | undefined,
    isStoppable: boolean,
  ): Promise<void> {
    await run?.over;
    const last = isStoppable ? await context().tables.agreementJobs.get(project) : null;
    if (run?.stopped !== true && last?.body.state !== 'stopped') await begin(project, null);
  }

  return {
    begin: (project, by) => begin(project, by),
    wake: (project) => beginSoon(project, true),
    async stop(project) {
      clearTimeout(soon.get(project));
      soon.delete(project);
      const run = running.get(project);
      if (run === undefined) return;
      run.stopped = true;
      await run.over;
    },
    noting: (announce) => ({
      ...announce,
      changed(event, about) {
        announce.changed(event, about);
        if (MOVING.has(event.what)) beginSoon(event.project);
      },
    }),
    async resume(project) {
      for (const id of await context().tables.agreementJobs.ids('state', 'running')) {
        if (project === undefined || project === id) await begin(id, null, true);
      }
    },
    async close() {
      closed = true;
      for (const timer of soon.values()) clearTimeout(timer);
      soon.clear();
      const runs = [...running.values()];
      for (const run of runs) run.stopped = true;
      await Promise.all(runs.map(({ over }) => over));
    },
  };

  /** Left 'running' where the server closes: the next start goes on with it. */
  async function carryOut(
    needs: Needs,
    project: Row<ProjectBody>,
    due: readonly Basis[],
    run: Run,
    begun: Row<AgreementJobBody>,
  ): Promise<void> {
    let job = begun;
    let toldAt = Date.now();
    const tell = async (news: Partial<AgreementJobBody>): Promise<void> => {
      toldAt = Date.now();
      const there = await needs.tables.agreementJobs.get(project.id);
      // Gone with its project.
      if (there === null) return;
      job = await needs.tables.agreementJobs.update(there, { ...job.body, ...news });
      await announceAgreement(needs, project.id, job.version);
    };
    try {
      let done = 0;
      for (const basis of due) {
        if (run.stopped) break;
        await workOutOne(needs, project, basis);
        done += 1;
        if (Date.now() - toldAt >= TOLD_EVERY_MS) await tell({ done });
      }
      if (closed) return;
      const state = run.stopped && done < due.length ? 'stopped' : 'done';
      await tell({ done, state, endedAt: now(needs) });
      if (state === 'done') needs.settled(project);
    } catch (error) {
      needs.log.error({ project: project.id, ...faultOf(error) }, NOT_WORKED_OUT);
      if (!closed) {
        await tell({ state: 'failed', endedAt: now(needs) }).catch(() => undefined);
      }
    }
  }
}

const NOT_BEGUN = 'agreement could not be worked out';
const NOT_WORKED_OUT = 'working out agreement ended before its time';

/** Events after which something may have moved on. */
const MOVING: ReadonlySet<string> = new Set(['rounds', 'transcripts', 'project']);

/** Transcripts that were never worked out, or of which something has moved on. */
async function findDue(needs: Needs, project: Row<ProjectBody>): Promise<readonly Basis[]> {
  const settings = settingsOf(project.body);
  const kept = await keptIn(needs, project.id);
  const due: Basis[] = [];
  for (const basis of await findBases(needs.tables, project)) {
    const before = kept.get(basis.transcript.id);
    if (before === undefined || (await hasMovedOn(needs, basis, settings, before.body))) {
      due.push(basis);
    }
  }
  return due;
}

async function hasMovedOn(
  { texts }: Needs,
  basis: Basis,
  settings: AgreementSettings,
  { stamp }: ComparisonBody,
): Promise<boolean> {
  const text = await texts.now(basis.transcript.id, stamp.text);
  return movedOn(stamp, stampOf(basis, settings, text)).length > 0;
}

/** One that cannot be worked out is told so, and the others are all the same. */
async function workOutOne(needs: Needs, project: Row<ProjectBody>, basis: Basis): Promise<void> {
  const { transcript } = basis;
  const settings = settingsOf(project.body);
  // It may be redacted, or gone, since the job began.
  const there = await needs.tables.transcripts.get(transcript.id);
  if (there === null || there.body.pending !== null) return;
  try {
    const { text, stamp, layers } = await readSources(needs, basis);
    const outcome = await needs.threads.compare({
      text,
      layers,
      participants: participantsOf(transcript.body.speakers, settings),
      gamma: settings.gamma ? GAMMA : null,
    });
    await keepComparison(needs, there, stampOf(basis, settings, stamp), outcome);
  } catch (error) {
    // It went, or is being redacted, since it was read; its key may be gone with it.
    const still = await needs.tables.transcripts.get(transcript.id);
    if (still === null || still.body.pending !== null) return;
    if (!(error instanceof Refusal)) throw error;
    const stamp = stampOf(basis, settings, await needs.texts.now(transcript.id));
    await keepComparison(needs, there, stamp, { failed: error.message });
  }
}
