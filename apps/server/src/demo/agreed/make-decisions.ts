import type { Outcome } from '@triad/collab';
import { changeDecision, decide } from '../../adjudication/decide.ts';
import { answerDecision } from '../../adjudication/replies.ts';
import { tieSketches } from '../../adjudication/ties.ts';
import type { Context } from '../../context.ts';
import type { DecisionBody } from '../../data/adjudication-records.ts';
import type { TranscriptBody } from '../../data/records.ts';
import type { Row } from '../../data/table.ts';
import type { DemoDecision, DemoOutcome } from '../study/agreed.ts';
import { AGREEING, memberOf, stepsFrom, transcriptOf } from './making-agreed.ts';
import type { MakingAgreed } from './making-agreed.ts';

/** A place of the demo with the decision that was made of it. */
type Decided = {
  readonly demo: DemoDecision;
  row: Row<DecisionBody>;
};

/**
 * What the lead decided of the places of the blind round, with what coders answered, and what was
 * decided otherwise because of that; then what the lead tied by hand.
 */
export async function makeDecisions(of: MakingAgreed): Promise<void> {
  const { transcripts } = of.study.blindRound;
  await Promise.all(transcripts.map((transcript) => makeDecisionsOn(of, transcript)));
}

async function makeDecisionsOn(of: MakingAgreed, slug: string): Promise<void> {
  const { context, agreed, me, making } = of;
  const transcript = await transcriptOf(of, slug);
  const name = { kind: 'transcript', transcript: transcript.id } as const;
  const { state: text } = await context.documents.copy(name);
  const places = agreed.decisions.filter((each) => each.transcript === slug);
  const deciding = stepsFrom(of, AGREEING.decided);
  // All are asked for at once and made in turn, as by somebody who does not wait to see each of them.
  const decided = await Promise.all(
    places.map(async (demo): Promise<Decided> => {
      const [{ outcome = null, why = '' } = {}] = demo.rulings;
      if (outcome === null) throw new Error('a place of the demo study is not decided');
      const spans = demo.spans.map(making.ids);
      const body = { text, spans, outcome: outcomeOf(of, demo, outcome), why };
      return { demo, row: await decide(deciding(), transcript, me, body) };
    }),
  );
  await answer(of, transcript, decided, stepsFrom(of, AGREEING.answered));
  const reopening = stepsFrom(of, AGREEING.reopened);
  for (const place of decided) {
    const { demo } = place;
    for (const { outcome, why } of demo.rulings.slice(1)) {
      place.row = await changeDecision(reopening(), transcript, me, place.row, {
        version: place.row.version,
        text,
        spans: demo.spans.map(making.ids),
        outcome: outcome === null ? null : outcomeOf(of, demo, outcome),
        why,
      });
    }
  }
  const changed = decided.filter(({ demo }) => demo.rulings.length > 1);
  await answer(of, transcript, changed, stepsFrom(of, AGREEING.answeredAgain));
  const tying = stepsFrom(of, AGREEING.tied);
  for (const { kind, transcript: on, sketches, why } of agreed.ties) {
    if (on !== slug) continue;
    await tieSketches(tying(), transcript, me, { kind, sketches: sketches.map(making.ids), why });
  }
}

/** Answers to the rulings that hold now. */
async function answer(
  of: MakingAgreed,
  transcript: Row<TranscriptBody>,
  decided: readonly Decided[],
  answering: () => Context,
): Promise<void> {
  const due = decided.flatMap(({ demo, row }) =>
    demo.answers
      .filter(({ ruling }) => ruling === row.body.rulings.length)
      .map(({ member, ...said }) => ({ row, by: memberOf(of, member).id, said })),
  );
  await Promise.all(
    due.map(({ row, by, said }) => answerDecision(answering(), transcript, by, row, said)),
  );
}

function outcomeOf(of: MakingAgreed, { transcript }: DemoDecision, outcome: DemoOutcome): Outcome {
  const { ids } = of.making;
  switch (outcome.kind) {
    case 'coder':
      return { kind: 'coder', span: ids(outcome.span) };
    case 'both':
      return { kind: 'both', spans: outcome.spans.map(ids) };
    case 'drawn': {
      const [startUtf16] = rangeOf(of, transcript, outcome.startOf);
      const [, endUtf16] = rangeOf(of, transcript, outcome.endOf);
      return { kind: 'drawn', role: outcome.role, startUtf16, endUtf16 };
    }
    default:
      return outcome;
  }
}

/** Offsets of a coder's span into its text, UTF-16, half open. */
function rangeOf(
  { study, texts }: MakingAgreed,
  transcript: string,
  slug: string,
): readonly [number, number] {
  const span = study.codings.flatMap(({ spans }) => spans).find(({ id }) => id === slug);
  const turn = texts.get(transcript)?.turns[span?.turn ?? -1];
  if (span === undefined || turn === undefined) throw new Error('a span of the demo study is gone');
  return [turn.startUtf16 + span.startUtf16, turn.startUtf16 + span.endUtf16];
}
