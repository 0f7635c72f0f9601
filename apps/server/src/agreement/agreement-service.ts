import type { AgreementAnswer, AgreementSettings } from '@triad/collab';
import type { Context } from '../context.ts';
import type { ComparisonBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import { makeAgreementThreads } from './agreement-threads.ts';
import type { AgreementThreads } from './agreement-threads.ts';
import type { FigureSet } from './figures.ts';
import { comparisonBlob } from './kept.ts';
import { drawingOf } from './sampling.ts';
import type { TextStates } from './text-states.ts';
import { makeTextStates } from './text-states.ts';
import type { AgreementJobs } from './work-out.ts';
import { makeAgreementJobs } from './work-out.ts';

/** What becomes of intervals: they are waited for, begun, or left for later. */
export type Patience = 'awaited' | 'begun' | 'later';

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
    settings: AgreementSettings,
    results: readonly Row<ComparisonBody>[],
    intervals: Patience,
  ): Promise<FigureSet & Pick<AgreementAnswer, 'intervals'>>;
};

/** Figures of this many choices of transcripts are remembered. */
const MOST_KEPT = 50;

/** `context` is asked for when the first thing is to be done. */
export function makeAgreement(
  context: () => Context,
  { log, documents }: Pick<Context, 'log' | 'documents'>,
): AgreementService {
  const threads = makeAgreementThreads(log);
  const texts = makeTextStates({ documents });
  const jobs = makeAgreementJobs(() => ({ ...context(), threads, texts }));
  const known = new Map<string, { readonly set: Promise<FigureSet>; isThere: boolean }>();

  function remembered(key: string, make: () => Promise<FigureSet>) {
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = { set: make(), isThere: false };
    if (known.size >= 2 * MOST_KEPT) known.clear();
    known.set(key, made);
    made.set.then(
      () => (made.isThere = true),
      () => known.delete(key),
    );
    return made;
  }

  async function pool(
    gamma: boolean,
    intervals: boolean,
    results: readonly Row<ComparisonBody>[],
  ): Promise<FigureSet> {
    const summaries = results.flatMap(({ body }) =>
      'summary' in body.outcome ? [body.outcome.summary] : [],
    );
    const byPassage = intervals && drawingOf(summaries.length).what === 'passages';
    const passages = byPassage ? await Promise.all(results.map(passagesIn)) : [];
    return threads.figures({ summaries, gamma, intervals, passages: passages.flat() });
  }

  async function passagesIn({ id, body }: Row<ComparisonBody>) {
    const blob = await context().blobs.get(comparisonBlob(id));
    const { participants } = body.stamp;
    return blob === null ? [] : [{ rows: blob.bytes, participants }];
  }

  return {
    ...jobs,
    threads,
    texts,
    async figures({ gamma, intervals }, results, patience) {
      const of = results.map(({ id, version, body }) => [id, version, body.at]);
      const figuresWith = (drawn: boolean) =>
        remembered(JSON.stringify([gamma, drawn, of]), () => pool(gamma, drawn, results));
      if (!intervals) return { ...(await figuresWith(false).set), intervals: 'off' };
      if (patience !== 'awaited') {
        // In this order: those without are asked for first, and one follows on the other.
        const without = figuresWith(false);
        const isThere = patience === 'begun' && figuresWith(true).isThere;
        if (!isThere) return { ...(await without.set), intervals: 'coming' };
      }
      return { ...(await figuresWith(true).set), intervals: 'there' };
    },
    async close() {
      await jobs.close();
      await threads.close();
    },
  };
}
