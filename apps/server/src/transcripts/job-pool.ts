import type { PreviewAnswer } from '@triad/collab';
import type { Logger } from 'pino';
import { ImportRefusal } from '../http/errors.ts';
import { counted, NO_METER } from '../metrics/meter.ts';
import type { Meter } from '../metrics/meter.ts';
import { makeThread } from '../one-thread.ts';
import type { RedactionResult } from '../redaction/redaction-work.ts';
import { refuse } from '../refusal.ts';
import type { ComposedTranscript, JobResult, JobWork, TextVersion } from './job-messages.ts';
import type { Jobs } from './jobs.ts';

export type JobPoolOptions = {
  readonly log: Logger;
  readonly meter?: Meter;
  /** How long a preview may take before its thread is ended. */
  readonly previewTimeoutMs?: number;
  /** Jobs waiting beyond which more are refused. */
  readonly waitingMost?: number;
};

export const JOB_LIMITS = {
  /** How long the preview of a file may take, milliseconds. */
  previewTimeoutMs: 3_000,
  /** Previews and imports that wait for their turn. */
  waitingMost: 24,
} as const;

/** For composing, counting, and for loading what a preview needs. */
const LONG_TIMEOUT_MS = 30_000;
const MEMORY_MB = 768;
/** The importers weigh 70 MB once they are loaded. */
const IDLE_MS = 20_000;
const REDACTION_TIMEOUT_MS = 5 * 60_000;
const REDACTION_MEMORY_MB = 1_536;
const REDACTIONS_WAITING_MOST = 100;

/** Jobs on a thread of their own. */
export function makeJobPool({
  log,
  meter = NO_METER,
  previewTimeoutMs = JOB_LIMITS.previewTimeoutMs,
  waitingMost = JOB_LIMITS.waitingMost,
}: JobPoolOptions): Jobs {
  const shared = makeThread<JobWork, JobResult>({
    script: new URL('./job-thread.ts', import.meta.url),
    name: 'triad-jobs',
    memoryMb: MEMORY_MB,
    longestMs: LONG_TIMEOUT_MS,
    begunMs: previewTimeoutMs,
    idleMs: IDLE_MS,
    waitingMost,
    log,
    errors: {
      tooSlow: (afterMs) => refuse('preview/too-slow', afterMs),
      tooMuchMemory: () => refuse('preview/too-much-memory'),
      busy: () => refuse('preview/busy'),
      closed: () => refuse('server/unavailable'),
      failed: ({ fault, refusal }) =>
        refusal === null
          ? new Error(`a job failed: ${fault}`)
          : new ImportRefusal(refusal.code, refusal.message),
    },
  });
  // Of its own, and with time: one that was begun must come to its end, whatever else is asked for.
  const apart = makeThread<JobWork, JobResult>({
    script: new URL('./job-thread.ts', import.meta.url),
    name: 'triad-redaction',
    memoryMb: REDACTION_MEMORY_MB,
    longestMs: REDACTION_TIMEOUT_MS,
    begunMs: REDACTION_TIMEOUT_MS,
    idleMs: IDLE_MS,
    waitingMost: REDACTIONS_WAITING_MOST,
    log,
    errors: {
      tooSlow: (afterMs) => new Error(`a step of a redaction took more than ${afterMs / 1000} s`),
      tooMuchMemory: () =>
        new Error(`a step of a redaction took more than ${REDACTION_MEMORY_MB} MB`),
      busy: () => refuse('server/unavailable'),
      closed: () => refuse('server/unavailable'),
      failed: ({ fault }) => new Error(`a step of a redaction failed: ${fault}`),
    },
  });
  const thread = counted(shared, meter, ({ kind }) => kind);
  const redaction = counted(apart, meter, ({ kind }) => kind);
  return {
    preview: (name, bytes) =>
      thread.ask({ kind: 'preview', name, bytes }) as Promise<PreviewAnswer>,
    compose: (turns) => thread.ask({ kind: 'compose', turns }) as Promise<ComposedTranscript>,
    redact: (work) => redaction.ask({ kind: 'redaction', work }) as Promise<RedactionResult>,
    write: (as, sheets, at) =>
      thread.ask({ kind: 'tables', as, sheets, at }) as Promise<Uint8Array>,
    version: (state) => thread.ask({ kind: 'version', state }) as Promise<TextVersion>,
    close: async () => {
      await Promise.all([thread.close(), redaction.close()]);
    },
  };
}
