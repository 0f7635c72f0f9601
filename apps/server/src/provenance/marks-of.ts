import type { ProvenanceAnswer } from '@triad/collab';
import type { Standing } from '../adjudication/standing.ts';
import type { LayerSource } from '../agreement/derive-rows.ts';
import type { Context } from '../context.ts';
import { copyId } from '../rounds/closing.ts';

type Mark = ProvenanceAnswer['spans'][number];

/**
 * Coders' spans as they were in the copies that count, where they stand now, and what their coders wrote
 * beside them; by member, and of one by where they stand. One that is in no such copy is left out.
 */
export async function marksOf(
  { blobs, agreement }: Pick<Context, 'blobs' | 'agreement'>,
  { now }: Standing,
  spans: readonly string[],
): Promise<readonly Mark[]> {
  const wanted = new Set(spans);
  const { transcript, round, coders } = now.basis;
  const holds = ({ member }: { readonly member: string }): boolean =>
    now.rows.layers.some(
      (layer) =>
        layer.member === member &&
        (layer.spans.some(({ id }) => wanted.has(id)) || layer.lost.some((id) => wanted.has(id))),
    );
  const layers: LayerSource[] = [];
  for (const { member, copy } of coders.filter(holds)) {
    if (copy === null) continue;
    const kept = await blobs.get(copyId(transcript.id, round.id, member, copy.body.copy));
    layers.push({ member, schema: copy.body.schema ?? 1, bytes: kept?.bytes ?? null });
  }
  const marks = await agreement.threads.marks({ layers, spans });
  const shown = new Map(now.view.spans.map((span) => [span.id, span]));
  return marks.flatMap(({ id, member, role, unsure, quote, markedAt }) => {
    const copy = coders.find((coder) => coder.member === member)?.copy?.body;
    if (copy === undefined) return [];
    const there = shown.get(id);
    return [
      {
        id,
        member,
        role,
        unsure,
        quote,
        range: there === undefined ? null : ([there.startUtf16, there.endUtf16] as const),
        markedAt,
        copiedAt: copy.at,
        sha256: copy.sha256,
        memos: there?.memos ?? [],
        sketches: now.view.sketches.filter(({ parts }) =>
          parts.some((part) => part.spans.includes(id)),
        ),
      },
    ];
  });
}
