import { createHash } from 'node:crypto';
import type { AgreementAnswer, AgreementSettings } from '@triad/collab';
import type { Context } from '../context.ts';
import type { ComparisonBody, ProjectBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import type { Meter } from '../metrics/meter.ts';
import { faultOf } from '../http/errors.ts';
import { AGREEMENT_LIMITS, makeAgreementThreads } from './agreement-threads.ts';
import type { AgreementThreads } from './agreement-threads.ts';
import type { FigureSet } from './figures.ts';
import { findBases, settingsOf } from './basis.ts';
import { comparisonBlob, keepFigures, keptIn } from './kept.ts';
import { drawingOf } from './sampling.ts';
import { METHOD } from './stamp.ts';
import type { TextStates } from './text-states.ts';
import { makeTextStates } from './text-states.ts';
import type { AgreementJobs } from './work-out.ts';
import { makeAgreementJobs } from './work-out.ts';

/** What becomes of intervals: they are waited for, begun, or left for later. */
export type Patience = 'awaited' | 'begun' | 'later';

/** Of which results figures are wanted. */
export type Wanted = {
  readonly project: string;
  readonly settings: AgreementSettings;
  readonly results: readonly Row<ComparisonBody>[];
  /** These are all that the project has: what is found of them is kept. */
  readonly areAll: boolean;
};

/** What agreement is worked out and shown with. */
export type AgreementService = AgreementJobs & {
  readonly threads: AgreementThreads;
  readonly texts: TextStates;
  /**
   * Figures pooled from these results; those of the same results are at hand. Intervals take their time:
   * unless they are waited for, they come with a later call. They are not begun (`later`) while results
   * change from one moment to the next.
   */
  figures(
    wanted: Wanted,
    intervals: Patience,
  ): Promise<FigureSet & Pick<AgreementAnswer, 'intervals'>>;
};

/** Figures of this many choices of transcripts are remembered, with and without intervals. */
const MOST_KEPT = 50;

/** `context` is asked for when the first thing is to be done. */
export function makeAgreement(
  context: () => Context,
  { log, documents, meter }: Pick<Context, 'log' | 'documents'> & { readonly meter?: Meter },
): AgreementService {
  const threads = makeAgreementThreads(log, AGREEMENT_LIMITS, meter);
  const texts = makeTextStates({ documents });
  const jobs = makeAgreementJobs(() => ({ ...context(), threads, texts, settled }));
  const known = new Map<string, { readonly set: Promise<FigureSet>; isThere: boolean }>();

  function remember(key: string, set: Promise<FigureSet>) {
    const made = { set, isThere: false };
    if (known.size >= 2 * MOST_KEPT) known.clear();
    known.set(key, made);
    set.then(
      () => (made.isThere = true),
      () => known.delete(key),
    );
    return made;
  }

  /** Those with everything that the settings ask for are kept, so that a start need not find them anew. */
  async function pool(
    { project, settings, results, areAll }: Wanted,
    drawn: boolean,
    key: string,
  ): Promise<FigureSet> {
    const { gamma, intervals } = settings;
    const summaries = results.flatMap(({ body }) =>
      'summary' in body.outcome ? [body.outcome.summary] : [],
    );
    const byPassage = drawn && drawingOf(summaries.length).what === 'passages';
    const passages = byPassage ? await Promise.all(results.map(passagesIn)) : [];
    const request = { summaries, gamma, intervals: drawn, passages: passages.flat() };
    const set = await threads.figures(request);
    if (areAll && drawn === intervals) {
      // Whoever waits for them has them all the same.
      await keepFigures(context().tables, project, { key, set }).catch(() => undefined);
    }
    return set;
  }

  async function passagesIn({ id, body }: Row<ComparisonBody>) {
    const blob = await context().blobs.get(comparisonBlob(id));
    const { participants } = body.stamp;
    return blob === null ? [] : [{ rows: blob.bytes, participants }];
  }

  async function figures(wanted: Wanted, patience: Patience) {
    const { settings, results, project, areAll } = wanted;
    const of = results.map(({ id, version, body }) => [id, version, body.at]);
    const keyOf = (drawn: boolean) => hash([METHOD, settings.gamma, drawn, of]);
    const figuresWith = (drawn: boolean) => {
      const key = keyOf(drawn);
      return known.get(key) ?? remember(key, pool(wanted, drawn, key));
    };
    const whole = keyOf(settings.intervals);
    if (areAll && !known.has(whole)) {
      const kept = await context().tables.agreementFigures.get(project);
      if (kept?.body.key === whole && !known.has(whole)) {
        remember(whole, Promise.resolve(kept.body.set)).isThere = true;
      }
    }
    if (!settings.intervals) {
      return { ...(await figuresWith(false).set), intervals: 'off' as const };
    }
    const isThere = known.get(whole)?.isThere === true;
    if (patience === 'awaited' || isThere) {
      return { ...(await figuresWith(true).set), intervals: 'there' as const };
    }
    // In this order: those without are asked for first.
    const without = figuresWith(false);
    if (patience === 'begun') figuresWith(true);
    return { ...(await without.set), intervals: 'coming' as const };
  }

  /** All is worked out: who comes next need not wait for its figures. */
  function settled(project: Row<ProjectBody>): void {
    figuresOfAll(project).catch((error: unknown) =>
      log.debug({ project: project.id, ...faultOf(error) }, 'figures were not found beforehand'),
    );
  }

  async function figuresOfAll(project: Row<ProjectBody>): Promise<void> {
    const kept = await keptIn(context(), project.id);
    const bases = await findBases(context().tables, project);
    const results = bases.flatMap(({ transcript }) => kept.get(transcript.id) ?? []);
    const settings = settingsOf(project.body);
    await figures({ project: project.id, settings, results, areAll: true }, 'awaited');
  }

  return {
    ...jobs,
    threads,
    texts,
    figures,
    async close() {
      await jobs.close();
      await threads.close();
    },
  };
}

function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
