import { parentPort } from 'node:worker_threads';
import { composeTranscript } from './compose-transcript.ts';
import type { JobReply, JobRequest, JobResult } from './job-messages.ts';

/* The thread for jobs: one at a time, nothing kept between two. */

const port = parentPort;
if (port === null) throw new Error('job-thread.ts runs as a worker thread alone');

port.on('message', (request: JobRequest) => {
  void answer(request);
});
reply({ kind: 'ready' });

function reply(message: JobReply): void {
  port?.postMessage(message);
}

async function answer({ id, work }: JobRequest): Promise<void> {
  if (work.kind === 'compose') {
    await settle(id, () => composeTranscript(work.turns));
    return;
  }
  // The importers take long to load and are wanted for previews alone.
  const importers = await import('./read-preview.ts');
  reply({ kind: 'began', id });
  await settle(
    id,
    () => (work.kind === 'warm' ? null : importers.readPreview(work.name, work.bytes)),
    importers.refusalOf,
  );
}

async function settle(
  id: number,
  run: () => JobResult | Promise<JobResult>,
  refusalOf: (error: unknown) => { readonly code: string; readonly message: string } | null = () =>
    null,
): Promise<void> {
  try {
    reply({ kind: 'done', id, result: await run() });
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal !== null) reply({ kind: 'refused', id, ...refusal });
    else reply({ kind: 'failed', id, fault: error instanceof Error ? error.name : typeof error });
  }
}
