import type { Logger } from 'pino';
import { counted, NO_METER } from '../metrics/meter.ts';
import type { Meter } from '../metrics/meter.ts';
import { makeThread } from '../one-thread.ts';
import type { OneThread } from '../one-thread.ts';
import { refuse } from '../refusal.ts';
import type { AgreementResult, AgreementWork, CompareRequest, Viewed } from './agreement-work.ts';
import type { AdjudicateRequest, Adjudication } from './adjudicate.ts';
import type { Comparison } from './compare.ts';
import type { ExportRequest } from './export/export-agreement.ts';
import type { FigureSet, FiguresRequest } from './figures.ts';
import type { MarkRow, MarksRequest } from '../provenance/read-marks.ts';
import type { PlaceRequest, QuotePlace } from '../quotes/place-agreed.ts';

export const AGREEMENT_LIMITS = {
  /** A page, the figures of a project or an export may take so long, milliseconds; */
  agreementMs: 60_000,
  /** and the job for one transcript, with gamma, or all intervals. */
  agreementJobMs: 300_000,
  agreementMb: 1_024,
  /** All layers of one transcript, bytes as they were copied, and their spans. */
  agreementBytes: 64 * 1024 * 1024,
  agreementSpans: 50_000,
  /** Pages and exports that wait for their turn. */
  agreementWaiting: 100,
} as const;

export type AgreementLimits = { readonly [Name in keyof typeof AGREEMENT_LIMITS]: number };

const IDLE_MS = 30_000;

/** Rejects with a refusal where a transcript has more than is compared, or takes too long. */
export type AgreementThreads = {
  /** For the job, which may wait behind nobody who looks at a page. */
  compare(request: CompareRequest): Promise<Comparison>;
  view(request: CompareRequest): Promise<Viewed>;
  figures(request: FiguresRequest): Promise<FigureSet>;
  export(request: ExportRequest): Promise<Uint8Array>;
  adjudicate(request: AdjudicateRequest): Promise<Adjudication>;
  /** In the order in which they were asked for; null: the words are gone. */
  place(request: PlaceRequest): Promise<readonly (QuotePlace | null)[]>;
  /** Spans as they were marked. */
  marks(request: MarksRequest): Promise<readonly MarkRow[]>;
  close(): Promise<void>;
};

export function makeAgreementThreads(
  log: Pick<Logger, 'error'>,
  limits: AgreementLimits = AGREEMENT_LIMITS,
  meter: Meter = NO_METER,
): AgreementThreads {
  const make = (name: string, longestMs: number) =>
    counted(makeOne(name, longestMs, limits, log), meter, ({ kind }) => `agreement-${kind}`);
  const job = make('triad-agreement', limits.agreementJobMs);
  const pages = make('triad-agreement-pages', limits.agreementMs);
  // They take long enough that no page may wait behind them.
  const intervals = make('triad-agreement-intervals', limits.agreementJobMs);
  return {
    compare: (request) => job.ask({ kind: 'compare', request }) as Promise<Comparison>,
    view: (request) => pages.ask({ kind: 'view', request }) as Promise<Viewed>,
    figures: (request) =>
      (request.intervals ? intervals : pages).ask({
        kind: 'figures',
        request,
      }) as Promise<FigureSet>,
    export: (request) => pages.ask({ kind: 'export', request }) as Promise<Uint8Array>,
    adjudicate: (request) => pages.ask({ kind: 'adjudicate', request }) as Promise<Adjudication>,
    place: (request) =>
      pages.ask({ kind: 'place', request }) as Promise<readonly (QuotePlace | null)[]>,
    marks: (request) => pages.ask({ kind: 'marks', request }) as Promise<readonly MarkRow[]>,
    async close() {
      await Promise.all([job.close(), pages.close(), intervals.close()]);
    },
  };
}

function makeOne(
  name: string,
  longestMs: number,
  { agreementMb, agreementWaiting }: AgreementLimits,
  log: Pick<Logger, 'error'>,
): OneThread<AgreementWork, AgreementResult> {
  return makeThread({
    script: new URL('./agreement-thread.ts', import.meta.url),
    name,
    memoryMb: agreementMb,
    longestMs,
    begunMs: longestMs,
    idleMs: IDLE_MS,
    waitingMost: agreementWaiting,
    log,
    errors: {
      tooSlow: (afterMs) => refuse('agreement/too-slow', afterMs),
      tooMuchMemory: () => refuse('agreement/too-much-memory'),
      busy: () => refuse('agreement/busy'),
      closed: () => refuse('server/unavailable'),
      failed: ({ fault, refusal }) =>
        refusal === null
          ? new Error(`agreement could not be worked out: ${fault}`)
          : refuse('agreement/too-much', refusal.message),
    },
  });
}
