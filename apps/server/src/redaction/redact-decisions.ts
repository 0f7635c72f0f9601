import type { Context } from '../context.ts';
import { makeAnchor, rangeBetween, trimRange } from '@triad/collab';
import { edgesOf } from '../agreement/derive-rows.ts';
import type { AgreedBody, CandidateBody, DecisionBody } from '../data/adjudication-records.ts';
import { removeQuotes } from '../quotes/kept-quotes.ts';
import { redactAnchor } from './redact-anchor.ts';
import type { Redacted } from './redact-anchor.ts';

/**
 * What was decided of a transcript, without the words; each record is written anew, also one without the
 * words in it, since their old key goes. What is kept beside them is made anew from them.
 *
 * @param redacted both texts, laid out when they are needed first
 */
export async function redactDecisions(
  {
    tables,
    blobs,
    locks,
    adjudication,
  }: Pick<Context, 'tables' | 'blobs' | 'locks' | 'adjudication'>,
  transcript: string,
  redacted: () => Redacted,
  clean: (text: string) => string,
): Promise<void> {
  for (const row of await tables.decisions.find('transcript', transcript)) {
    await tables.decisions.update(row, decisionWithout(row.body, redacted(), clean));
  }
  for (const row of await tables.decisionReplies.find('transcript', transcript)) {
    await tables.decisionReplies.update(row, { ...row.body, text: clean(row.body.text) });
  }
  for (const row of await tables.ties.find('transcript', transcript)) {
    await tables.ties.update(row, { ...row.body, why: clean(row.body.why) });
  }
  for (const row of await tables.candidates.find('transcript', transcript)) {
    await tables.candidates.update(row, candidateWithout(row.body, clean));
  }
  await removeQuotes({ blobs, locks }, transcript);
  adjudication.forget(transcript);
}

function decisionWithout(
  body: DecisionBody,
  redacted: Redacted,
  clean: (text: string) => string,
): DecisionBody {
  return {
    ...body,
    spans: body.spans.map((span) => ({ ...span, edges: edgesAfter(redacted, span.edges) })),
    rulings: body.rulings.map((ruling) => ({ ...ruling, why: clean(ruling.why) })),
    agreed: body.agreed.map((span): AgreedBody => {
      return { ...span, anchor: redactAnchor(redacted, span.anchor) };
    }),
  };
}

/** As those of the coder's span become, which is redacted too: else the decision would count as touched. */
function edgesAfter({ before, after, moved }: Redacted, edges: string): string {
  const [start, end] = edges.split(' ').map((id) => {
    const [client, clock] = id.split(':').map(Number);
    return [client ?? 0, clock ?? 0] as const;
  });
  if (start === undefined || end === undefined) return edges;
  const range = rangeBetween(before.doc, before.index, { start, end });
  const there = range && trimRange(after.text, moved(range));
  const anchor = there && makeAnchor(after, there);
  return anchor === null ? edges : edgesOf(anchor);
}

function candidateWithout(body: CandidateBody, clean: (text: string) => string): CandidateBody {
  const { settled } = body;
  return {
    ...body,
    parts: body.parts.map((part) =>
      'words' in part ? { ...part, words: clean(part.words) } : part,
    ),
    restatements: body.restatements.map((each) => ({ ...each, text: clean(each.text) })),
    settled: settled && { ...settled, why: clean(settled.why) },
  };
}
