import type { AgreementSettings } from '@triad/collab';
import type { Context } from '../context.ts';
import type { ComparisonBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import { makeAgreementThreads } from './agreement-threads.ts';
import type { AgreementThreads } from './agreement-threads.ts';
import type { FigureSet } from './figures.ts';
import { comparisonBlob } from './kept.ts';
import type { TextStates } from './text-states.ts';
import { makeTextStates } from './text-states.ts';
import type { AgreementJobs } from './work-out.ts';
import { makeAgreementJobs } from './work-out.ts';

/** What agreement is worked out and shown with. */
export type AgreementService = AgreementJobs & {
  readonly threads: AgreementThreads;
  readonly texts: TextStates;
  /** Figures pooled from these results; those of the same results are at hand. */
  figures(settings: AgreementSettings, results: readonly Row<ComparisonBody>[]): Promise<FigureSet>;
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
  const known = new Map<string, Promise<FigureSet>>();

  async function pool(
    { gamma, intervals }: AgreementSettings,
    results: readonly Row<ComparisonBody>[],
  ): Promise<FigureSet> {
    const summaries = results.flatMap(({ body }) =>
      'summary' in body.outcome ? [body.outcome.summary] : [],
    );
    const [only] = results;
    // Of a single text the interval is over passages, which its rows tell.
    const blob =
      intervals && only !== undefined && summaries.length === 1
        ? await context().blobs.get(comparisonBlob(only.id))
        : null;
    const participants = only?.body.stamp.participants ?? null;
    return threads.figures({
      summaries,
      gamma,
      intervals,
      participants,
      rows: blob?.bytes ?? null,
    });
  }

  return {
    ...jobs,
    threads,
    texts,
    figures(settings, results) {
      const { gamma, intervals } = settings;
      const key = JSON.stringify([
        gamma,
        intervals,
        results.map(({ id, body }) => [id, body.at, body.stamp]),
      ]);
      const before = known.get(key);
      if (before !== undefined) return before;
      const found = pool(settings, results);
      if (known.size >= MOST_KEPT) known.clear();
      known.set(key, found);
      found.catch(() => known.delete(key));
      return found;
    },
    async close() {
      await jobs.close();
      await threads.close();
    },
  };
}
