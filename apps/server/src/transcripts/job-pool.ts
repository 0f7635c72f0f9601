import type { PreviewAnswer } from '@triad/collab';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import { ImportRefusal } from '../http/errors.ts';
import { refuse } from '../refusal.ts';
import type {
  ComposedTranscript,
  JobReply,
  JobRequest,
  JobResult,
  JobWork,
} from './job-messages.ts';
import type { Jobs } from './jobs.ts';

export type JobPoolOptions = {
  readonly log: Logger;
  /** How long a preview may take before its thread is ended. */
  readonly previewTimeoutMs?: number;
  /** Jobs waiting beyond which more are refused. */
  readonly waitingMost?: number;
};

/** For composing, and for loading what a preview needs. */
const LONG_TIMEOUT_MS = 30_000;
const MEMORY_MB = 768;

type Job = {
  readonly request: JobRequest;
  readonly resolve: (result: JobResult) => void;
  readonly reject: (error: Error) => void;
};

/**
 * A pool of one thread. A job that takes too long, or too much memory, ends with the thread; the
 * next job gets a new one. The clock runs from when a job begins, not while it waits.
 */
export function makeJobPool({
  log,
  previewTimeoutMs = 3_000,
  waitingMost = 24,
}: JobPoolOptions): Jobs & { warm(): void } {
  let thread: Promise<Worker> | null = null;
  let running: Job | null = null;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let lastId = 0;
  const waiting: Job[] = [];

  function start(): Promise<Worker> {
    const worker = new Worker(new URL('./job-thread.ts', import.meta.url), {
      name: 'triad-jobs',
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
      stdout: false,
      stderr: false,
    });
    const ready = new Promise<Worker>((resolve, reject) => {
      worker.on('message', (reply: JobReply) => {
        if (reply.kind === 'ready') resolve(worker);
        else finish(reply);
      });
      worker.on('error', (error: NodeJS.ErrnoException) => {
        reject(error);
        log.error({ fault: error.code ?? error.name }, 'the thread for jobs ended');
        end(
          error.code === 'ERR_WORKER_OUT_OF_MEMORY'
            ? refuse('preview/too-much-memory')
            : new Error('the thread for jobs ended'),
        );
      });
    });
    worker.unref();
    ready.catch(() => undefined);
    return ready;
  }

  function limit(timeoutMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => end(refuse('preview/too-slow', timeoutMs)), timeoutMs);
  }

  function finish(reply: Exclude<JobReply, { readonly kind: 'ready' }>): void {
    const job = running;
    if (job === null || job.request.id !== reply.id) return;
    if (reply.kind === 'began') {
      limit(previewTimeoutMs);
      return;
    }
    clearTimeout(timer);
    running = null;
    if (reply.kind === 'done') job.resolve(reply.result);
    else if (reply.kind === 'refused') job.reject(new ImportRefusal(reply.code, reply.message));
    else job.reject(new Error(`a job failed: ${reply.fault}`));
    void next();
  }

  /** Ends the thread and with it the job that it runs. */
  function end(reason: Error): void {
    const job = running;
    clearTimeout(timer);
    running = null;
    void thread?.then((worker) => worker.terminate()).catch(() => undefined);
    thread = null;
    job?.reject(reason);
    void next();
  }

  async function next(): Promise<void> {
    if (running !== null || closed) return;
    const job = waiting.shift();
    if (job === undefined) return;
    running = job;
    thread ??= start();
    try {
      const worker = await thread;
      if (running !== job) return;
      limit(LONG_TIMEOUT_MS);
      worker.postMessage(job.request);
    } catch (error) {
      if (running === job) end(error instanceof Error ? error : new Error('no thread for jobs'));
    }
  }

  function ask(work: JobWork): Promise<JobResult> {
    if (closed) return Promise.reject(refuse('server/unavailable'));
    if (waiting.length >= waitingMost) return Promise.reject(refuse('preview/busy'));
    return new Promise((resolve, reject) => {
      lastId += 1;
      waiting.push({ request: { id: lastId, work }, resolve, reject });
      void next();
    });
  }

  return {
    preview: (name, bytes) => ask({ kind: 'preview', name, bytes }) as Promise<PreviewAnswer>,
    compose: (turns) => ask({ kind: 'compose', turns }) as Promise<ComposedTranscript>,
    warm() {
      ask({ kind: 'warm' }).catch(() => undefined);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      const left = running === null ? waiting : [running, ...waiting];
      for (const job of left) job.reject(refuse('server/unavailable'));
      running = null;
      waiting.length = 0;
      const worker = await thread?.catch(() => null);
      await worker?.terminate();
    },
  };
}
