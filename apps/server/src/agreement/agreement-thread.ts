import { parentPort } from 'node:worker_threads';
import type { ThreadReply, ThreadRequest } from '../one-thread.ts';
import { faultOf, tellReady } from '../one-thread.ts';
import type { AgreementResult, AgreementWork } from './agreement-work.ts';
import { doAgreementWork, refusalOf } from './agreement-work.ts';

/* The thread on which agreement is worked out: one request at a time, nothing kept between two. */

const port = parentPort;
if (port === null) throw new Error('agreement-thread.ts runs as a worker thread alone');

port.on('message', ({ id, work }: ThreadRequest<AgreementWork>) => {
  doAgreementWork(work).then(
    (result) => reply({ kind: 'done', id, result }),
    (error: unknown) =>
      reply({
        kind: 'failed',
        id,
        failure: { fault: faultOf(error), refusal: refusalOf(error) },
      }),
  );
});
tellReady(port);

function reply(message: ThreadReply<AgreementResult>): void {
  port?.postMessage(message);
}
