import type { Context } from '../context.ts';
import type { LayerCopyBody } from '../data/records.ts';
import { refuse } from '../refusal.ts';
import { AGREEMENT_LIMITS } from './agreement-threads.ts';
import { copyId } from '../rounds/closing.ts';
import type { Basis } from './basis.ts';
import type { LayerSource } from './derive-rows.ts';
import type { TextStamp } from './stamp.ts';

/** What a result is worked out from: the text as it is now, and the copies of the layers. */
export type Sources = {
  readonly text: Uint8Array;
  readonly stamp: TextStamp;
  readonly layers: readonly LayerSource[];
};

/** Refuses with `agreement/too-many-spans`. */
export async function readSources(
  { blobs, documents }: Pick<Context, 'blobs' | 'documents'>,
  basis: Basis,
): Promise<Sources> {
  refuseTooMuch(basis);
  const { transcript, round, coders } = basis;
  const name = { kind: 'transcript', transcript: transcript.id } as const;
  // First: what is written meanwhile makes it look older than it is, never newer.
  const mark = await documents.mark(name);
  const { bytes: text, state } = await documents.copy(name);
  const layers: LayerSource[] = [];
  for (const { member, copy } of coders) {
    const id = copy && copyId(transcript.id, round.id, member, copy.body.copy);
    const kept = id === null ? null : await blobs.get(id);
    if (id !== null && kept === null) throw new Error(`the copy ${id} is gone`);
    layers.push({ member, schema: copy?.body.schema ?? 1, bytes: kept?.bytes ?? null });
  }
  return { text, stamp: { state, mark }, layers };
}

/** A thread that runs out of memory can take the server with it: what is too much is not even read. */
function refuseTooMuch({ coders }: Basis): void {
  const bytes = sumOf(coders, ({ bytes: own }) => own);
  const spans = sumOf(coders, ({ spans: own }) => own);
  const { agreementBytes, agreementSpans } = AGREEMENT_LIMITS;
  if (bytes > agreementBytes || spans > agreementSpans) {
    throw refuse('agreement/too-many-spans', agreementSpans);
  }
}

function sumOf(coders: Basis['coders'], of: (copy: LayerCopyBody) => number): number {
  return coders.reduce((sum, { copy }) => sum + (copy === null ? 0 : of(copy.body)), 0);
}
