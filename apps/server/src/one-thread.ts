import { flushCompileCache } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';

/* What passes between the server's thread and one beside it. */

export type ThreadRequest<Work> = { readonly id: number; readonly work: Work };

export type ThreadReply<Result> =
  | { readonly kind: 'ready' }
  /** What the job needs is loaded: its time runs from now. */
  | { readonly kind: 'began'; readonly id: number }
  | { readonly kind: 'done'; readonly id: number; readonly result: Result }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: ThreadFailure };

export type ThreadFailure = {
  /** The kind of error alone, since a message could quote somebody's words. */
  readonly fault: string;
  /** A sentence that was written for people, with its code. */
  readonly refusal: { readonly code: string; readonly message: string } | null;
};

/**
 * To be called by a thread that can take jobs. What Node made of its sources is kept from here on, since
 * threads are ended without a chance to do so.
 */
export function tellReady(port: MessagePort): void {
  port.postMessage({ kind: 'ready' } satisfies ThreadReply<never>);
  flushCompileCache();
}

/** The kind of whatever was thrown. */
export function faultOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

export type ThreadOptions = {
  readonly script: URL;
  readonly name: string;
  readonly memoryMb: number;
  /** A job may take so long with all that it loads first, milliseconds; */
  readonly longestMs: number;
  /** and so long from when it says that it began. */
  readonly begunMs: number;
  /** Without a job for so long the thread ends, and gives its memory back; null: it stays. */
  readonly idleMs: number | null;
  /** Jobs waiting beyond which more are refused. */
  readonly waitingMost: number;
  readonly log: { error(fields: object, message: string): void };
  /** What a job is rejected with. */
  readonly errors: {
    tooSlow(afterMs: number): Error;
    tooMuchMemory(): Error;
    busy(): Error;
    closed(): Error;
    failed(failure: ThreadFailure): Error;
  };
};

export type OneThread<Work, Result> = {
  ask(work: Work): Promise<Result>;
  close(): Promise<void>;
};

/** A thread that is done with a job keeps its garbage until the next; by default this much more of it. */
const YOUNG_MB = 12;

type Job<Work, Result> = {
  readonly request: ThreadRequest<Work>;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
};

/**
 * One thread that takes jobs in turn, started by the first. A job that takes too long, or too much
 * memory, ends with the thread, and so does one without jobs; the next job gets a new one. The clock runs from when a job's
 * turn comes, not while it waits.
 */
export function makeThread<Work, Result>(options: ThreadOptions): OneThread<Work, Result> {
  const { name, log, errors } = options;
  let thread: { readonly worker: Worker; readonly ready: Promise<void> } | null = null;
  let running: Job<Work, Result> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let lastId = 0;
  const waiting: Job<Work, Result>[] = [];

  function start(): NonNullable<typeof thread> {
    const worker = new Worker(options.script, {
      name,
      resourceLimits: {
        maxOldGenerationSizeMb: options.memoryMb,
        maxYoungGenerationSizeMb: YOUNG_MB,
      },
      stdout: false,
      stderr: false,
    });
    const ready = new Promise<void>((resolve, reject) => {
      worker.on('message', (reply: ThreadReply<Result>) => {
        if (reply.kind === 'ready') resolve();
        else finish(reply);
      });
      worker.on('error', (error: NodeJS.ErrnoException) => {
        reject(error);
        // One that was ended already has nobody waiting for it.
        if (thread?.worker !== worker) return;
        const fault = error.code ?? error.name;
        log.error({ thread: name, fault }, 'a thread ended');
        end(
          fault === 'ERR_WORKER_OUT_OF_MEMORY'
            ? errors.tooMuchMemory()
            : errors.failed({ fault, refusal: null }),
        );
      });
    });
    worker.unref();
    ready.catch(() => undefined);
    return { worker, ready };
  }

  function limit(timeoutMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => end(errors.tooSlow(timeoutMs)), timeoutMs);
  }

  function finish(reply: Exclude<ThreadReply<Result>, { readonly kind: 'ready' }>): void {
    const job = running;
    if (job === null || job.request.id !== reply.id) return;
    if (reply.kind === 'began') {
      limit(options.begunMs);
      return;
    }
    clearTimeout(timer);
    running = null;
    if (reply.kind === 'done') job.resolve(reply.result);
    else job.reject(errors.failed(reply.failure));
    void next();
  }

  /** Ends the thread and with it the job that it runs. */
  function end(reason: Error): void {
    const job = running;
    clearTimeout(timer);
    running = null;
    void thread?.worker.terminate();
    thread = null;
    job?.reject(reason);
    void next();
  }

  /** Ends the thread, which has nothing to do. */
  function rest(): void {
    void thread?.worker.terminate();
    thread = null;
  }

  async function next(): Promise<void> {
    if (running !== null || closed) return;
    const job = waiting.shift();
    if (job === undefined) {
      if (options.idleMs !== null) timer = setTimeout(rest, options.idleMs).unref();
      return;
    }
    running = job;
    // From here on, so that a thread that never starts holds nobody up for good.
    limit(options.longestMs);
    thread ??= start();
    const { worker, ready } = thread;
    try {
      await ready;
      if (running === job) worker.postMessage(job.request);
    } catch (error) {
      if (running === job) end(errors.failed({ fault: faultOf(error), refusal: null }));
    }
  }

  return {
    ask(work) {
      if (closed) return Promise.reject(errors.closed());
      if (waiting.length >= options.waitingMost) return Promise.reject(errors.busy());
      return new Promise((resolve, reject) => {
        lastId += 1;
        waiting.push({ request: { id: lastId, work }, resolve, reject });
        void next();
      });
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      const left = running === null ? waiting : [running, ...waiting];
      for (const job of left) job.reject(errors.closed());
      running = null;
      waiting.length = 0;
      await thread?.worker.terminate();
    },
  };
}
