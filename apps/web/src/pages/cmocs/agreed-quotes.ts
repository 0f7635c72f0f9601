import type { AdjudicationAnswer, QuoteAnswer, Speaker } from '@triad/collab';
import { turnAt } from '../agreement/scene.ts';

/**
 * What is agreed in a transcript, with its words, in the order of the text. What lost its words is left
 * out: there is nothing to read in it.
 */
export function agreedQuotes(
  { transcript, text, turns, spans, decisions }: AdjudicationAnswer,
  speakers: readonly Speaker[],
): readonly QuoteAnswer[] {
  const coderOf = new Map(spans.map(({ id, member }) => [id, member]));
  const known = new Map(speakers.map((speaker) => [speaker.key, speaker]));
  return decisions
    .flatMap(({ id, agreed, spans: place }) =>
      agreed.flatMap(({ id: span, role, from, range }): readonly QuoteAnswer[] => {
        if (range === null) return [];
        const turn = turns[turnAt(turns, range[0])];
        const speaker = turn === undefined ? undefined : known.get(turn.speaker);
        const placed = new Map(place.map((each) => [each.span, each.member]));
        const coders = from.flatMap((each) => placed.get(each) ?? coderOf.get(each) ?? []);
        return [
          {
            transcript: transcript.id,
            span,
            role,
            round: transcript.round,
            decision: id,
            state: 'shown',
            words: text.slice(range[0], range[1]),
            range,
            turn: turn?.id ?? null,
            startSeconds: turn?.startSeconds ?? null,
            speaker: speaker?.name ?? '',
            participant: speaker?.participant ?? null,
            kind: speaker?.kind ?? null,
            coders: [...new Set(coders)],
          },
        ];
      }),
    )
    .toSorted((a, b) => (a.range?.[0] ?? 0) - (b.range?.[0] ?? 0));
}
