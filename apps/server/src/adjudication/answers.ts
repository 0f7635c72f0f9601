import type { DecisionAnswer, DecisionReply, TieAnswer } from '@triad/collab';
import type { DecisionBody, DecisionReplyBody, TieBody } from '../data/adjudication-records.ts';
import type { Row } from '../data/table.ts';
import type { Standing } from './standing.ts';

/* From records to what the API answers; each names its fields one by one. */

export function decisionAnswer(
  { onPlaces, ranges, replies }: Pick<Standing, 'onPlaces' | 'ranges' | 'replies'>,
  { id, version, body }: Row<DecisionBody>,
): DecisionAnswer {
  const last = body.rulings.at(-1);
  return {
    id,
    version,
    transcript: body.transcript,
    round: body.round,
    spans: body.spans.map(({ member, span }) => ({ member, span })),
    ruling: last === undefined || last.outcome === null ? null : last,
    earlier: last === undefined || last.outcome === null ? body.rulings : body.rulings.slice(0, -1),
    agreed: body.agreed.map((span) => ({
      id: span.id,
      role: span.role,
      from: span.from,
      range: ranges.get(span) ?? null,
    })),
    touched: onPlaces.touched.get(id) ?? [],
    place: onPlaces.placeOf.get(id) ?? null,
    answers: (replies.get(id) ?? []).map((row) => replyAnswer(row)),
  };
}

function replyAnswer({ id, body }: Row<DecisionReplyBody>): DecisionReply {
  const { member, ruling, stance, text, at } = body;
  return { id, member, ruling, stance, text, at };
}

export function tieAnswer({ id, version, body }: Row<TieBody>): TieAnswer {
  const { kind, sketches, by, at, why } = body;
  return { id, version, kind, sketches, by, at, why };
}
