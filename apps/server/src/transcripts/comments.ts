import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { CommentTarget, createCommentBody, placeCommentBody } from '@triad/collab';
import { isLayerShown, LIMITS } from '@triad/collab';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type { CommentBody, TranscriptBody } from '../data/records.ts';
import { asSeen } from '../data/table.ts';
import type { Row } from '../data/table.ts';
import { keepIfTranscript } from '../projects/still-there.ts';
import { refuse } from '../refusal.ts';
import { blindAccounts, roundFacts } from '../rounds/facts.ts';

/** Oldest first. */
export async function listComments(
  { tables }: Context,
  transcript: string,
): Promise<readonly Row<CommentBody>[]> {
  const rows = await tables.comments.find('transcript', transcript);
  return [...rows].sort((a, b) => (a.body.createdAt < b.body.createdAt ? -1 : 1));
}

/**
 * Nothing about a text out of which words were taken since the page had it: it might bring them back.
 * Waits for a redaction that runs.
 */
function beside<Result>(
  { tables, locks }: Context,
  transcript: string,
  knownRedactions: number,
  act: () => Promise<Result>,
): Promise<Result> {
  return locks(`comments/${transcript}`, async () => {
    const redactions = await tables.redactions.count('transcript', transcript);
    if (redactions !== knownRedactions) throw refuse('comments/words-gone');
    return act();
  });
}

/** Throws `comments/words-gone` where words were taken out of the text since the page had it. */
export function createComment(
  context: Context,
  transcript: Row<TranscriptBody>,
  author: string,
  comment: z.infer<typeof createCommentBody>,
): Promise<Row<CommentBody>> {
  return beside(context, transcript.id, comment.knownRedactions, () =>
    store(context, transcript, author, comment),
  );
}

async function store(
  context: Context,
  transcript: Row<TranscriptBody>,
  author: string,
  { target, text }: z.infer<typeof createCommentBody>,
): Promise<Row<CommentBody>> {
  const { tables } = context;
  if ((await tables.comments.count('transcript', transcript.id)) >= LIMITS.comments) {
    throw refuse('comments/too-many', LIMITS.comments);
  }
  await checkTarget(context, transcript, author, target);
  const comment = await tables.comments.insert(randomUUID(), {
    project: transcript.body.project,
    transcript: transcript.id,
    author,
    target,
    text,
    createdAt: now(context),
    resolvedBy: null,
  });
  await keepIfTranscript(tables, transcript, () => tables.comments.remove(comment.id));
  await announceComment(context, transcript, comment, comment.version);
  return comment;
}

export async function resolveComment(
  context: Context,
  transcript: Row<TranscriptBody>,
  comment: Row<CommentBody>,
  { version, resolvedBy }: { readonly version: number; readonly resolvedBy: string | null },
): Promise<Row<CommentBody>> {
  const changed = await context.tables.comments.update(asSeen(comment, version), {
    ...comment.body,
    resolvedBy,
  });
  await announceComment(context, transcript, changed, changed.version);
  return changed;
}

/**
 * Puts a comment whose words are lost onto others; throws `comments/no-passage` for one that is on no
 * words, and `comments/words-gone` as {@link createComment} does.
 */
export async function placeComment(
  context: Context,
  transcript: Row<TranscriptBody>,
  comment: Row<CommentBody>,
  { version, anchor, knownRedactions }: z.infer<typeof placeCommentBody>,
): Promise<Row<CommentBody>> {
  const { body } = comment;
  if (body.target.kind !== 'passage') throw refuse('comments/no-passage');
  const changed = await beside(context, transcript.id, knownRedactions, () =>
    context.tables.comments.update(asSeen(comment, version), {
      ...body,
      target: { kind: 'passage', anchor },
    }),
  );
  await announceComment(context, transcript, changed, changed.version);
  return changed;
}

/** Answers to it stay: they are others' words. */
export async function removeComment(
  context: Context,
  transcript: Row<TranscriptBody>,
  comment: Row<CommentBody>,
): Promise<void> {
  await context.tables.comments.remove(comment.id);
  await announceComment(context, transcript, comment, 0);
}

/**
 * Spans and sketches live in layers, which are not looked into; whose they are is checked, and that
 * no round hides the layer.
 */
async function checkTarget(
  { tables }: Context,
  { id, body }: Row<TranscriptBody>,
  author: string,
  target: CommentTarget,
): Promise<void> {
  if (target.kind === 'comment') {
    const answered = await tables.comments.get(target.comment);
    if (answered?.body.transcript !== id) throw refuse('comments/unknown-target');
  }
  if (target.kind === 'span' || target.kind === 'sketch') {
    const member = await tables.members.get(target.member);
    const rounds = await roundFacts(tables, body.project);
    const round = rounds.find((each) => each.id === target.round);
    const isThere = member?.body.project === body.project && round !== undefined;
    const layer = isThere && { transcript: id, round, author: target.member };
    if (layer === false || !isLayerShown(rounds, layer, author)) {
      throw refuse('comments/unknown-target');
    }
  }
}

/** Not to those who code the transcript blind. */
async function announceComment(
  { announce, tables }: Context,
  { body: { project, observersRead } }: Row<TranscriptBody>,
  { id, body }: Row<CommentBody>,
  version: number,
): Promise<void> {
  announce.changed(
    { project, what: 'comments', id, version, transcript: body.transcript },
    { observersRead, unheardBy: await blindAccounts(tables, project, body.transcript) },
  );
}
