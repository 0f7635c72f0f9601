import type { DocumentKind } from '@triad/collab';
import { parentPort } from 'node:worker_threads';
import type { ThreadReply, ThreadRequest } from '../one-thread.ts';
import { faultOf } from '../one-thread.ts';
import type { Folded } from './fold.ts';
import { fold } from './fold.ts';
import type { IdEntries } from './id-set.ts';

/* The thread that folds documents: one at a time, nothing kept between two. */

export type FoldWork = { readonly updates: readonly Uint8Array[]; readonly kind: DocumentKind };

/** A folded document as it passes between threads. */
export type FoldedThere = Omit<Folded, 'structs' | 'deletes'> & {
  readonly structs: IdEntries;
  readonly deletes: IdEntries;
};

const port = parentPort;
if (port === null) throw new Error('fold-thread.ts runs as a worker thread alone');

function reply(message: ThreadReply<FoldedThere>): void {
  port?.postMessage(message);
}

port.on('message', ({ id, work }: ThreadRequest<FoldWork>) => {
  try {
    const { structs, deletes, ...folded } = fold(work.updates, work.kind);
    const result = { ...folded, structs: structs.entries(), deletes: deletes.entries() };
    reply({ kind: 'done', id, result });
  } catch (error) {
    reply({ kind: 'failed', id, failure: { fault: faultOf(error), refusal: null } });
  }
});
reply({ kind: 'ready' });
