import type { DocumentKind, LayerDigest } from '@triad/collab';
import { parentPort } from 'node:worker_threads';
import type { ThreadReply, ThreadRequest } from '../one-thread.ts';
import { faultOf, tellReady } from '../one-thread.ts';
import type { Folded } from './fold.ts';
import { fold, takeWhole } from './fold.ts';
import type { IdEntries } from './id-set.ts';
import type { Written } from './migrations.ts';
import { digest, migrate, sayTheSame } from './migrations.ts';
import type { PackedUpdates } from './packed-updates.ts';
import { unpackUpdates } from './packed-updates.ts';

/* The thread that looks inside documents: one at a time, nothing kept between two. */

export type FoldWork = { readonly kind: DocumentKind } & (
  | { readonly act: 'fold'; readonly packed: PackedUpdates; readonly schema: number }
  | { readonly act: 'take whole'; readonly bytes: Uint8Array }
  | { readonly act: 'migrate'; readonly from: Written }
  | { readonly act: 'compare'; readonly a: Written; readonly b: Written }
  | { readonly act: 'digest'; readonly layer: Written }
);

/** A folded document as it passes between threads. */
export type FoldedThere = Omit<Folded, 'structs' | 'deletes'> & {
  readonly structs: IdEntries;
  readonly deletes: IdEntries;
};

export type FoldResult = FoldedThere | Written | LayerDigest | boolean | null;

const port = parentPort;
if (port === null) throw new Error('fold-thread.ts runs as a worker thread alone');

function reply(message: ThreadReply<FoldResult>): void {
  port?.postMessage(message);
}

port.on('message', ({ id, work }: ThreadRequest<FoldWork>) => {
  try {
    reply({ kind: 'done', id, result: perform(work) });
  } catch (error) {
    reply({ kind: 'failed', id, failure: { fault: faultOf(error), refusal: null } });
  }
});
tellReady(port);

function perform(work: FoldWork): FoldResult {
  switch (work.act) {
    case 'fold':
      return there(fold(unpackUpdates(work.packed), work.kind, work.schema));
    case 'take whole':
      return there(takeWhole(work.bytes));
    case 'migrate':
      return migrate(work.kind, work.from);
    case 'compare':
      return sayTheSame(work.kind, work.a, work.b);
    case 'digest':
      return digest(work.layer);
  }
}

function there(folded: Folded | null): FoldedThere | null {
  if (folded === null) return null;
  return { ...folded, structs: folded.structs.entries(), deletes: folded.deletes.entries() };
}
