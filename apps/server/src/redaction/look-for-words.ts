import type { FoundWordsAnswer } from '@triad/collab';
import { blindRoundOf, isHidden } from '@triad/collab';
import type { z } from 'zod';
import type { lookForWordsBody } from '@triad/collab';
import type { Context } from '../context.ts';
import type { TranscriptBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import { layerAccess } from '../gate.ts';
import { memberMay } from '../projects/membership.ts';
import type { Membership } from '../projects/membership.ts';
import { roundFacts } from '../rounds/facts.ts';
import { listComments } from '../transcripts/comments.ts';
import { listVersions, versionBlob } from '../transcripts/history.ts';
import { originalBlob } from '../transcripts/remove.ts';
import { refuseFor } from './objection.ts';

/**
 * How often the words stand in the transcript, as far as the lead may see it now: a number of what is
 * hidden would tell of it as well. So layers that a round hides are not counted, nor are comments
 * while the lead codes blind; that something may be hidden follows from the rounds alone.
 */
export async function lookForWords(
  context: Context,
  transcript: Row<TranscriptBody>,
  me: Membership,
  { words, startUtf16, endUtf16 }: z.infer<typeof lookForWordsBody>,
): Promise<FoundWordsAnswer> {
  const { documents, blobs, jobs, tables } = context;
  const { id, body } = transcript;
  const rounds = await roundFacts(tables, body.project);
  const unblinded = blindRoundOf(rounds, id, me.member.id) === null;
  const mayRead = memberMay(me.member, 'comments.read', { unblinded });
  const comments = mayRead ? await listComments(context, id) : null;
  const layers: Uint8Array[] = [];
  for (const { document } of await documents.layers(id)) {
    if (document.kind !== 'layer') continue;
    const round = rounds.find((each) => each.id === document.round);
    const access = round && layerAccess(me, transcript, rounds, round, document.member);
    if (access?.read === true) layers.push((await documents.copy(document)).bytes);
  }
  const versions: Uint8Array[] = [];
  for (const version of await listVersions(context, id)) {
    const blob = await blobs.get(versionBlob(id, version.body.number));
    if (blob !== null) versions.push(blob.bytes);
  }
  const kept = body.originalKept ? await blobs.get(originalBlob(id)) : null;
  const text = await documents.copy({ kind: 'transcript', transcript: id });
  const result = await jobs.redact({
    step: 'look',
    asked: { words, at: { startUtf16, endUtf16 }, all: true },
    text: text.bytes,
    layers,
    versions,
    original: kept && { bytes: kept.bytes, format: body.format },
    others: {
      title: [body.title],
      fileName: [body.fileName],
      speakers: body.speakers.map(({ name }) => name),
      comments: (comments ?? []).map((comment) => comment.body.text),
    },
  });
  if (!('found' in result)) throw refuseFor(result);
  const { found } = result;
  return {
    text: found.inText,
    title: found.others['title'] ?? 0,
    fileName: found.others['fileName'] ?? 0,
    speakers: found.others['speakers'] ?? 0,
    versions: found.versions,
    comments: comments === null ? null : (found.others['comments'] ?? 0),
    memos: found.memos,
    restatements: found.restatements,
    inferred: found.inferred,
    original: found.original === null ? null : found.original.stays ? 'rewritten' : 'removed',
    hidden: !unblinded || rounds.some((round) => isHidden(round, id)),
  };
}
