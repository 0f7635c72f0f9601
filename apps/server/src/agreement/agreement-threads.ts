import type { Logger } from 'pino';
import { makeThread } from '../one-thread.ts';
import type { OneThread } from '../one-thread.ts';
import { refuse } from '../refusal.ts';
import type { AgreementResult, AgreementWork, CompareRequest, Viewed } from './agreement-work.ts';
import type { Comparison } from './compare.ts';
import type { ExportRequest } from './export/export-agreement.ts';
import type { FigureSet, FiguresRequest } from './figures.ts';

export const AGREEMENT_LIMITS = {
  /** One transcript, or the figures of a project, milliseconds; */
  longestMs: 60_000,
  /** and with gamma. */
  longestWithGammaMs: 300_000,
  memoryMb: 1_024,
  /** Pages and exports that wait for their turn. */
  waitingMost: 100,
} as const;

const IDLE_MS = 30_000;

/** Rejects with a refusal where a transcript has more than is compared, or takes too long. */
export type AgreementThreads = {
  /** For the job, which may wait behind nobody who looks at a page. */
  compare(request: CompareRequest): Promise<Comparison>;
  view(request: CompareRequest): Promise<Viewed>;
  figures(request: FiguresRequest): Promise<FigureSet>;
  export(request: ExportRequest): Promise<Uint8Array>;
  close(): Promise<void>;
};

export function makeAgreementThreads(log: Logger): AgreementThreads {
  const { longestMs, longestWithGammaMs } = AGREEMENT_LIMITS;
  const job = makeOne('triad-agreement', longestWithGammaMs, log);
  const pages = makeOne('triad-agreement-pages', longestMs, log);
  return {
    compare: (request) => job.ask({ kind: 'compare', request }) as Promise<Comparison>,
    view: (request) => pages.ask({ kind: 'view', request }) as Promise<Viewed>,
    figures: (request) => pages.ask({ kind: 'figures', request }) as Promise<FigureSet>,
    export: (request) => pages.ask({ kind: 'export', request }) as Promise<Uint8Array>,
    async close() {
      await Promise.all([job.close(), pages.close()]);
    },
  };
}

function makeOne(
  name: string,
  longestMs: number,
  log: Logger,
): OneThread<AgreementWork, AgreementResult> {
  const { memoryMb, waitingMost } = AGREEMENT_LIMITS;
  return makeThread({
    script: new URL('./agreement-thread.ts', import.meta.url),
    name,
    memoryMb,
    longestMs,
    begunMs: longestMs,
    idleMs: IDLE_MS,
    waitingMost,
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
