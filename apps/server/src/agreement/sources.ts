import type { Context } from '../context.ts';
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

export async function readSources(
  { blobs, documents }: Pick<Context, 'blobs' | 'documents'>,
  { transcript, round, coders }: Basis,
): Promise<Sources> {
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
