import { quoteKey } from '../../quotes/quotes.ts';
import { answerReview, lookAtReview } from '../../reviews/answer-review.ts';
import { createReviewLink } from '../../reviews/links.ts';
import { contentNow, idOf } from './make-cmocs.ts';
import type { MadeCmocs } from './make-cmocs.ts';
import { AGREEING, stepsFrom } from './making-agreed.ts';
import type { MakingAgreed } from './making-agreed.ts';

/** A link for outside reviewers, and what they answered by it. Nobody keeps the link. */
export async function makeReview(of: MakingAgreed, made: MadeCmocs): Promise<void> {
  const { agreed, me } = of;
  const { note, validDays, items } = agreed.review;
  const wishes = [];
  for (const { cmoc, sentence, quotes } of items) {
    const { content } = await contentNow(of.context, made, cmoc);
    const evidence = agreed.cmocs.find(({ id }) => id === cmoc)?.draft.evidence ?? [];
    const shown = new Set(
      evidence
        .filter(({ span }) => quotes.includes(span))
        .map((each) => quoteKey(made.quoteOf(each))),
    );
    wishes.push({
      cmoc: idOf(made, cmoc),
      sentence,
      evidence: content.evidence
        .filter(({ quote }) => shown.has(quoteKey(quote)))
        .map(({ id }) => String(id)),
    });
  }
  const sent = stepsFrom(of, AGREEING.sentOut)();
  const wish = { note, validDays, items: wishes };
  const { review, link } = await createReviewLink(sent, me.project.id, me.member.id, wish);
  const token = link.slice(link.indexOf('#') + 1);
  const step = stepsFrom(of, AGREEING.reviewed);
  await lookAtReview(step(), token);
  for (const [at, { reply }] of items.entries()) {
    const item = review.body.items[at]?.id;
    if (reply === null || item === undefined) continue;
    await answerReview(step(), { token, item, ...reply });
  }
}
