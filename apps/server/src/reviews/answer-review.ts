import { randomUUID } from 'node:crypto';
import type { answerReviewBody, ReviewLookAnswer } from '@triad/collab';
import { LIMITS } from '@triad/collab';
import { StorageError } from '@triad/storage';
import type { z } from 'zod';
import { hashToken } from '../accounts/tokens.ts';
import { withCmocs } from '../cmocs/with-cmocs.ts';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type { ReviewLinkBody } from '../data/cmoc-records.ts';
import type { ProjectBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import { memberMay } from '../projects/membership.ts';
import type { Membership } from '../projects/membership.ts';
import { quoteKey, quotesFor } from '../quotes/quotes.ts';
import { refuse } from '../refusal.ts';
import { presentMembers } from '../sign-off/versions.ts';
import { announceReview, stateOfReview } from './links.ts';

type Open = { readonly review: Row<ReviewLinkBody>; readonly project: Row<ProjectBody> };

/**
 * What somebody with the link sees: no id, title or person of the study but the lead who asks. Refuses with
 * `reviews/over` alike where the link is unknown, expired or withdrawn.
 */
export async function lookAtReview(context: Context, token: string): Promise<ReviewLookAnswer> {
  const { review, project } = await findReview(context, token);
  const opened = review.body.openedAt === null ? await noteOpened(context, review) : review;
  return lookAnswer(context, { review: opened, project });
}

/**
 * The one answer to an item; it can be changed while the link is open, and what was said before is kept. It
 * never counts for or against a version. Refuses with `reviews/over`, `reviews/no-item`, `reviews/too-often`.
 */
export async function answerReview(
  context: Context,
  { token, item, kind, text }: z.infer<typeof answerReviewBody>,
): Promise<ReviewLookAnswer> {
  const { tables } = context;
  const { body } = (await findReview(context, token)).review;
  return withCmocs(context, body.project, async () => {
    // Withdrawn meanwhile, perhaps.
    const open = await findReview(context, token);
    const { review } = open;
    const about = review.body.items.find(({ id }) => id === item);
    if (about === undefined) throw refuse('reviews/no-item');
    const before = await tables.reviewReplies.one('once', `${review.id}/${item}`);
    const said = { kind, text, at: now(context) };
    if (before === null) {
      await tables.reviewReplies.insert(randomUUID(), {
        project: review.body.project,
        link: review.id,
        item,
        cmoc: about.cmoc,
        ...said,
        earlier: [],
      });
    } else {
      const { kind: kindBefore, text: textBefore, at, earlier } = before.body;
      if (earlier.length >= LIMITS.rulings) throw refuse('reviews/too-often', LIMITS.rulings);
      await tables.reviewReplies.update(before, {
        ...before.body,
        ...said,
        earlier: [...earlier, { kind: kindBefore, text: textBefore, at }],
      });
    }
    announceReview(context, review);
    return lookAnswer(context, open);
  });
}

async function findReview(context: Context, token: string): Promise<Open> {
  const { tables } = context;
  const review = await tables.reviewLinks.one('hash', hashToken(token));
  if (review === null || stateOfReview(context, review.body) !== 'open')
    throw refuse('reviews/over');
  const project = await tables.projects.get(review.body.project);
  if (project === null || project.body.pending === 'removing') throw refuse('reviews/over');
  return { review, project };
}

/** Of two tabs that open it at once one is enough. */
async function noteOpened(
  context: Context,
  review: Row<ReviewLinkBody>,
): Promise<Row<ReviewLinkBody>> {
  try {
    const opened = await context.tables.reviewLinks.update(review, {
      ...review.body,
      openedAt: now(context),
    });
    announceReview(context, opened);
    return opened;
  } catch (error) {
    if (error instanceof StorageError && error.code === 'storage/conflict') return review;
    throw error;
  }
}

async function lookAnswer(context: Context, { review, project }: Open): Promise<ReviewLookAnswer> {
  const { tables } = context;
  const { id, body } = review;
  const lead = await leadOf(context, project, body.by);
  const references = body.items.flatMap(({ quotes }) => quotes);
  const quotes =
    lead === null || references.length === 0
      ? new Map<string, never>()
      : await quotesFor(context, lead, references);
  const by = await tables.members.get(body.by);
  const from = by && (await tables.accounts.get(by.body.account));
  const replies = await tables.reviewReplies.find('link', id);
  const items = body.items.map(({ id: item, title, sentence, quotes: chosen }) => {
    const reply = replies.find((each) => each.body.item === item)?.body;
    return {
      id: item,
      title,
      sentence,
      quotes: chosen.flatMap((reference) => {
        const quote = quotes.get(quoteKey(reference));
        return quote?.state === 'shown' ? [quote.words] : [];
      }),
      reply: reply === undefined ? null : { kind: reply.kind, text: reply.text },
    };
  });
  return {
    project: project.body.title,
    from: from?.body.name ?? '',
    note: body.note,
    expiresAt: body.expiresAt,
    items,
  };
}

/** Through whose eyes quotes are seen: the lead who made the link, or, when they are one no more, another. */
async function leadOf(
  context: Context,
  project: Row<ProjectBody>,
  by: string,
): Promise<Membership | null> {
  const leads = [...(await presentMembers(context, project.id)).values()].filter((member) =>
    memberMay(member, 'reviews.change'),
  );
  const member = leads.find(({ id }) => id === by) ?? leads[0];
  return member === undefined ? null : { project, member };
}
