import { parentPort } from 'node:worker_threads';
import type { ThreadFailure, ThreadReply, ThreadRequest } from '../one-thread.ts';
import { faultOf, tellReady } from '../one-thread.ts';
import { doRedactionWork } from '../redaction/redaction-work.ts';
import { composeTranscript, versionOf } from './compose-transcript.ts';
import type { JobResult, JobWork } from './job-messages.ts';

/* The thread for jobs: one at a time, nothing kept between two. */

const port = parentPort;
if (port === null) throw new Error('job-thread.ts runs as a worker thread alone');

port.on('message', (request: ThreadRequest<JobWork>) => {
  void answer(request);
});
tellReady(port);

function reply(message: ThreadReply<JobResult>): void {
  port?.postMessage(message);
}

async function answer({ id, work }: ThreadRequest<JobWork>): Promise<void> {
  if (work.kind === 'compose') {
    await settle(id, () => composeTranscript(work.turns));
    return;
  }
  if (work.kind === 'version') {
    await settle(id, () => versionOf(work.state));
    return;
  }
  if (work.kind === 'redaction') {
    await settle(id, () => doRedactionWork(work.work));
    return;
  }
  if (work.kind === 'tables') {
    const { writeTables } = await import('./write-tables.ts');
    await settle(id, () => writeTables(work.as, work.sheets, work.at));
    return;
  }
  // The importers take long to load and are wanted for previews alone.
  const importers = await import('./read-preview.ts');
  reply({ kind: 'began', id });
  await settle(id, () => importers.readPreview(work.name, work.bytes), importers.refusalOf);
}

async function settle(
  id: number,
  run: () => JobResult | Promise<JobResult>,
  refusalOf: (error: unknown) => ThreadFailure['refusal'] = () => null,
): Promise<void> {
  try {
    reply({ kind: 'done', id, result: await run() });
  } catch (error) {
    reply({ kind: 'failed', id, failure: { fault: faultOf(error), refusal: refusalOf(error) } });
  }
}
