import type { ProvenanceAnswer, QuoteAnswer } from '@triad/collab';
import { blindRoundOf, placeOf } from '@triad/collab';
import type { Group } from '@triad/consolidation';
import { decisionAnswer } from '../adjudication/answers.ts';
import type { Standing } from '../adjudication/standing.ts';
import { basisFor, standingOf } from '../adjudication/standing.ts';
import type { ResolvedCandidate } from '../consolidation/candidate-answers.ts';
import { allReferences, isLeft, resolveCandidates } from '../consolidation/candidate-answers.ts';
import type { Context } from '../context.ts';
import type { DecisionBody } from '../data/adjudication-records.ts';
import type { TranscriptBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import type { Membership } from '../projects/membership.ts';
import { quoteKey, quotesFor } from '../quotes/quotes.ts';
import { pseudonymsOf, speakerOf } from '../quotes/speakers.ts';
import { refuse } from '../refusal.ts';
import { roundFacts } from '../rounds/facts.ts';
import { evidenceOf } from './evidence-of.ts';
import { marksOf } from './marks-of.ts';
import { passageOf } from './passage.ts';

/**
 * The whole way of one quote, by any coder's span of it or by an agreed span. Refuses with
 * `agreement/no-round`, and with `rules/unknown` where there is no such span.
 */
export async function readProvenance(
  context: Context,
  me: Membership,
  transcript: Row<TranscriptBody>,
  span: string,
): Promise<ProvenanceAnswer> {
  const { standing, found } = await findWay(context, me, transcript, span);
  const { now } = standing;
  const { group, decision } = found;
  const decided = decision === null ? null : decisionAnswer(standing, decision);
  const spans = await marksOf(context, standing, [
    ...new Set([
      ...(group?.spans ?? []),
      ...(decision?.body.spans ?? []).map((each) => each.span),
      span,
    ]),
  ]);
  const hull = group?.hull ?? hullOf([...spans, ...(decided?.agreed ?? [])]);
  const pseudonyms = await pseudonymsOf(context, me.project.id);
  const nameOf = (key: string): string =>
    speakerOf(key, transcript.body.speakers, pseudonyms).speaker;
  const { round, coders } = now.basis;
  const marked = new Set(spans.map(({ member }) => member));
  return {
    transcript: { id: transcript.id, title: transcript.body.title },
    round: { id: round.id, number: round.body.number, kind: round.body.kind },
    passage: hull && passageOf(now.view, hull, nameOf),
    spans,
    missing: coders.map(({ member }) => member).filter((member) => !marked.has(member)),
    decision: decided,
    agreed: await agreedOf(context, me, transcript.id, decided?.agreed.map(({ id }) => id) ?? []),
  };
}

/** What a span leads to: the place that has it now, and the decision that holds for it. */
type Found = { readonly group: Group | null; readonly decision: Row<DecisionBody> | null };

/**
 * On the round on which the transcript rests, or else on the one of whose layers what is agreed came:
 * evidence stays where it is when figures are made to rest on another round.
 */
async function findWay(
  context: Context,
  me: Membership,
  transcript: Row<TranscriptBody>,
  span: string,
): Promise<{ readonly standing: Standing; readonly found: Found }> {
  const standing = await standingOf(context, await basisFor(context, me.project, transcript));
  const found = findIn(standing, span);
  if (found !== null) return { standing, found };
  const known = await context.quotes.of(transcript.id);
  const earlier = known?.decided.find(
    ({ spans, agreed }) => spans.includes(span) || agreed.some(({ id }) => id === span),
  );
  if (earlier === undefined) throw refuse('rules/unknown');
  const asThen = { ...transcript, body: { ...transcript.body, basis: earlier.round } };
  const before = await standingOf(context, await basisFor(context, me.project, asThen));
  const foundThen = findIn(before, span);
  if (foundThen === null) throw refuse('rules/unknown');
  return { standing: before, found: foundThen };
}

function findIn({ now, decisions, onPlaces }: Standing, span: string): Found | null {
  const group = groupOf(now, span);
  if (group !== null) {
    return { group, decision: onPlaces.byPlace.get(placeOf(group)) ?? null };
  }
  const decision = decisions.find(
    ({ body }) =>
      body.agreed.some(({ id }) => id === span) || body.spans.some((each) => each.span === span),
  );
  if (decision !== undefined) {
    const place = onPlaces.placeOf.get(decision.id);
    return { group: (place === undefined ? null : now.groups.get(place)) ?? null, decision };
  }
  const isLost = now.rows.layers.some(({ lost }) => lost.includes(span));
  return isLost ? { group: null, decision: null } : null;
}

/** Of several marks of one coder on the same words, with the same role, one alone is in a group. */
function groupOf({ rows }: Standing['now'], span: string): Group | null {
  for (const { spans } of rows.layers) {
    const own = spans.find(({ id }) => id === span);
    if (own === undefined) continue;
    const same = new Set(
      spans
        .filter(
          ({ start, end, role }) => start === own.start && end === own.end && role === own.role,
        )
        .map(({ id }) => id),
    );
    return rows.groups.find((group) => group.spans.some((id) => same.has(id))) ?? null;
  }
  return null;
}

function hullOf(
  spans: readonly { readonly range: readonly [number, number] | null }[],
): readonly [number, number] | null {
  const ranges = spans.flatMap(({ range }) => (range === null ? [] : [range]));
  if (ranges.length === 0) return null;
  return [Math.min(...ranges.map(([start]) => start)), Math.max(...ranges.map(([, end]) => end))];
}

async function agreedOf(
  context: Context,
  me: Membership,
  transcript: string,
  spans: readonly string[],
): Promise<ProvenanceAnswer['agreed']> {
  const references = spans.map((span) => ({ transcript, span }));
  const [quotes, evidence, candidates] = await Promise.all([
    quotesFor(context, me, references),
    evidenceOf(context, me.project.id, transcript, spans),
    candidatesOf(context, me),
  ]);
  return references.flatMap((reference) => {
    const quote: QuoteAnswer | undefined = quotes.get(quoteKey(reference));
    if (quote === undefined) return [];
    const key = quoteKey(reference);
    const own = candidates.filter((each) =>
      allReferences(each).some((other) => quoteKey(other) === key),
    );
    return [
      {
        ...quote,
        candidates: own.map(({ row: { id, body } }) => ({
          id,
          state: body.state,
          cmoc: body.cmoc,
        })),
        evidence: evidence.get(reference.span) ?? [],
      },
    ];
  });
}

/** Of all transcripts that the member does not code blind now: a part may lie on another than its sketch. */
async function candidatesOf(
  context: Context,
  me: Membership,
): Promise<readonly ResolvedCandidate[]> {
  const { tables } = context;
  const rounds = await roundFacts(tables, me.project.id);
  const rows = await tables.candidates.find('project', me.project.id);
  const shown = rows.filter(
    ({ body }) => blindRoundOf(rounds, body.transcript, me.member.id) === null,
  );
  return (await resolveCandidates(context, me, shown)).filter(isLeft);
}
