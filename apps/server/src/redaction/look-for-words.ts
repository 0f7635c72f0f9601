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
import { factsOf, mayFollow } from '../rounds/facts.ts';
import { reasonsWith } from '../rounds/reasons.ts';
import { listRounds } from '../rounds/rounds.ts';
import { listComments } from '../transcripts/comments.ts';
import { listVersions, versionBlob } from '../transcripts/history.ts';
import { originalBlob } from '../transcripts/remove.ts';
import { textsOutside } from './look-outside.ts';
import { refuseFor } from './objection.ts';
import { placeOf } from './places.ts';

/**
 * How often the words stand in the transcript, as far as the lead may see it now: a number of what is
 * hidden would tell of it as well. So layers that a round hides are not counted, nor are comments
 * while the lead codes blind; that something may be hidden follows from the rounds alone.
 */
export async function lookForWords(
  context: Context,
  transcript: Row<TranscriptBody>,
  me: Membership,
  { words, ...place }: z.infer<typeof lookForWordsBody>,
): Promise<FoundWordsAnswer> {
  const { documents, blobs, jobs } = context;
  const { id, body } = transcript;
  const rows = await listRounds(context, body.project);
  const rounds = rows.map((row) => factsOf(row));
  const unblinded = blindRoundOf(rounds, id, me.member.id) === null;
  const mayRead = memberMay(me.member, 'comments.read', { unblinded });
  const comments = mayRead ? await listComments(context, id) : null;
  const mayReadDecisions = memberMay(me.member, 'decisions.read', { unblinded });
  const decisions = mayReadDecisions ? await reasonsOfDecisions(context, id) : null;
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
  const reasons = await reasonsWith(context, id);
  const own = new Set(reasons.map(({ reopening }) => reopening));
  const outside = await textsOutside(context, me, id, rows, own);
  const result = await jobs.redact({
    step: 'look',
    asked: { words, at: placeOf(place), all: true },
    text: text.bytes,
    layers,
    versions,
    original: kept && { bytes: kept.bytes, format: body.format },
    others: {
      title: [body.title],
      fileName: [body.fileName],
      speakers: body.speakers.map(({ name }) => name),
      comments: (comments ?? []).map((comment) => comment.body.text),
      decisions: decisions ?? [],
      ownReasons: reasons.flatMap(({ round, reason }) => {
        const facts = rounds.find((each) => each.id === round);
        return facts && mayFollow(rounds, facts, me.member) ? [reason] : [];
      }),
      ...outside,
    },
  });
  if (!('found' in result)) throw refuseFor(result);
  const { found } = result;
  const countOf = (what: string): number => found.others[what] ?? 0;
  return {
    text: found.inText,
    title: countOf('title'),
    fileName: countOf('fileName'),
    speakers: countOf('speakers'),
    versions: found.versions,
    comments: comments === null ? null : countOf('comments'),
    decisions: decisions === null ? null : countOf('decisions'),
    memos: found.memos,
    restatements: found.restatements,
    inferred: found.inferred,
    reasons: countOf('ownReasons'),
    outside: {
      project: countOf('project'),
      statements: countOf('statements'),
      rounds: countOf('rounds'),
      reasons: countOf('reasons'),
      participants: countOf('participants'),
      invites: countOf('invites'),
      transcripts: countOf('transcripts'),
      cmocs: countOf('cmocs'),
      groups: countOf('groups'),
      cmocVersions: countOf('cmocVersions'),
      signOffs: countOf('signOffs'),
      lineages: countOf('lineages'),
      reviewLinks: countOf('reviewLinks'),
      reviewReplies: countOf('reviewReplies'),
    },
    original: found.original === null ? null : found.original.stays ? 'rewritten' : 'removed',
    hidden: !unblinded || rounds.some((round) => isHidden(round, id)),
  };
}

/** What leads and coders wrote beside decisions on a transcript. */
async function reasonsOfDecisions(
  { tables }: Pick<Context, 'tables'>,
  transcript: string,
): Promise<readonly string[]> {
  const decisions = await tables.decisions.find('transcript', transcript);
  const replies = await tables.decisionReplies.find('transcript', transcript);
  const ties = await tables.ties.find('transcript', transcript);
  const candidates = await tables.candidates.find('transcript', transcript);
  return [
    ...decisions.flatMap(({ body }) => body.rulings.map(({ why }) => why)),
    ...replies.map(({ body }) => body.text),
    ...ties.map(({ body }) => body.why),
    ...candidates.flatMap(({ body: { settled } }) => (settled === null ? [] : [settled.why])),
  ];
}
