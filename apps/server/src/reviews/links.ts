import { randomUUID } from 'node:crypto';
import type { createReviewLinkBody, ReviewLinkAnswer } from '@triad/collab';
import { LIMITS } from '@triad/collab';
import type { z } from 'zod';
import { hashToken, makeToken } from '../accounts/tokens.ts';
import { contentOf } from '../cmocs/contents.ts';
import { withCmocs } from '../cmocs/with-cmocs.ts';
import type { Context } from '../context.ts';
import { DAY_MS, fromNow, now } from '../context.ts';
import type { ReviewLinkBody, ReviewReplyBody } from '../data/cmoc-records.ts';
import { asSeen } from '../data/table.ts';
import type { Row } from '../data/table.ts';
import { refuse } from '../refusal.ts';
import { latestVersion } from '../sign-off/versions.ts';

type Wish = z.infer<typeof createReviewLinkBody>;

/**
 * A link for people without an account: sentences in plain words, and quotes by reference. It is told once,
 * here; the store keeps a hash of its token. Refuses with `reviews/too-many`, `reviews/no-cmoc` or
 * `reviews/no-evidence`.
 */
export function createReviewLink(
  context: Context,
  project: string,
  by: string,
  { note, validDays, items }: Wish,
): Promise<{ readonly review: Row<ReviewLinkBody>; readonly link: string }> {
  const { tables } = context;
  return withCmocs(context, project, async () => {
    if ((await tables.reviewLinks.count('project', project)) >= LIMITS.reviewLinks) {
      throw refuse('reviews/too-many', LIMITS.reviewLinks);
    }
    const token = makeToken();
    const review = await tables.reviewLinks.insert(randomUUID(), {
      project,
      hash: hashToken(token),
      note,
      by,
      createdAt: now(context),
      expiresAt: fromNow(context, validDays * DAY_MS),
      withdrawnAt: null,
      openedAt: null,
      items: await Promise.all(items.map((item) => readItem(context, project, item))),
    });
    announceReview(context, review);
    return { review, link: `${context.origin()}/review#${token}` };
  });
}

async function readItem(
  context: Context,
  project: string,
  { cmoc, sentence, evidence }: Wish['items'][number],
): Promise<ReviewLinkBody['items'][number]> {
  const row = await context.tables.cmocs.get(cmoc);
  if (row?.body.project !== project || row.body.life !== 'living') throw refuse('reviews/no-cmoc');
  const { content, sha256 } = await contentOf(context, row);
  const latest = await latestVersion(context, row);
  const chosen = [...new Set(evidence)].map((id) =>
    content.evidence.find((each) => each.id === id),
  );
  return {
    id: randomUUID(),
    cmoc,
    title: content.title,
    versionNumber: latest?.body.sha256 === sha256 ? latest.body.number : null,
    sentence,
    quotes: chosen.map((piece) => {
      if (piece === undefined) throw refuse('reviews/no-evidence');
      return piece.quote;
    }),
  };
}

/** Newest first, each with what was answered. */
export async function listReviewLinks(
  context: Pick<Context, 'tables' | 'clock'>,
  project: string,
): Promise<readonly ReviewLinkAnswer[]> {
  const { tables } = context;
  const [links, replies] = await Promise.all([
    tables.reviewLinks.find('project', project),
    tables.reviewReplies.find('project', project),
  ]);
  const byLink = Map.groupBy(replies, ({ body }) => body.link);
  return [...links]
    .sort((a, b) => (a.body.createdAt < b.body.createdAt ? 1 : -1))
    .map((row) => reviewLinkAnswer(context, row, byLink.get(row.id) ?? []));
}

/**
 * Nobody answers by it any more; what was answered stays. Refuses with `reviews/withdrawn`.
 * @throws StorageError `storage/conflict` where the lead saw another version of it
 */
export function withdrawReviewLink(
  context: Context,
  { id, body: { project } }: Row<ReviewLinkBody>,
  version: number,
): Promise<Row<ReviewLinkBody>> {
  return withCmocs(context, project, async () => {
    const row = await context.tables.reviewLinks.get(id);
    if (row === null) throw refuse('rules/unknown');
    if (row.body.withdrawnAt !== null) throw refuse('reviews/withdrawn');
    const withdrawn = await context.tables.reviewLinks.update(asSeen(row, version), {
      ...row.body,
      withdrawnAt: now(context),
    });
    announceReview(context, withdrawn);
    return withdrawn;
  });
}

export function stateOfReview(
  context: Pick<Context, 'clock'>,
  { withdrawnAt, expiresAt }: ReviewLinkBody,
): ReviewLinkAnswer['state'] {
  if (withdrawnAt !== null) return 'withdrawn';
  return expiresAt <= now(context) ? 'expired' : 'open';
}

export function reviewLinkAnswer(
  context: Pick<Context, 'clock'>,
  { id, version, body }: Row<ReviewLinkBody>,
  replies: readonly Row<ReviewReplyBody>[],
): ReviewLinkAnswer {
  const { note, by, createdAt, expiresAt, openedAt, items } = body;
  const replyTo = (item: string): ReviewLinkAnswer['items'][number]['reply'] => {
    const reply = replies.find((row) => row.body.item === item)?.body;
    if (reply === undefined) return null;
    return { link: id, note, kind: reply.kind, text: reply.text, at: reply.at };
  };
  return {
    id,
    version,
    note,
    by,
    createdAt,
    expiresAt,
    state: stateOfReview(context, body),
    openedAt,
    items: items.map(({ id: item, cmoc, versionNumber, sentence, quotes }) => ({
      id: item,
      cmoc,
      versionNumber,
      sentence,
      quotes,
      reply: replyTo(item),
    })),
  };
}

export function announceReview(
  { announce }: Pick<Context, 'announce'>,
  { id, version, body: { project } }: Row<ReviewLinkBody>,
): void {
  announce.changed({ project, what: 'reviews', id, version });
}
