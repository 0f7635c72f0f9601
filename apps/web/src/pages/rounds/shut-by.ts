import type { RoundAnswer, TranscriptSummary } from '@triad/collab';
import { closedIn, keptShut } from '@triad/collab';

/** A transcript on which opening a round again has no effect for a coder now, and the round that is why. */
export type Shut = { readonly transcript: TranscriptSummary; readonly by: RoundAnswer };

/** Those where the coder works blind in another round. */
export function shutFor(
  rounds: readonly RoundAnswer[],
  round: RoundAnswer,
  member: string,
  transcripts: readonly TranscriptSummary[],
): readonly Shut[] {
  return keptShut(rounds, round, member).flatMap(({ transcript: id, by: { id: other } }) => {
    const transcript = transcripts.find((each) => each.id === id);
    const by = rounds.find((each) => each.id === other);
    return transcript === undefined || by === undefined ? [] : [{ transcript, by }];
  });
}

/** The round that keeps it from having any effect at all; null where it has some. */
export function shutWhollyBy(
  rounds: readonly RoundAnswer[],
  round: RoundAnswer,
  member: string,
  transcripts: readonly TranscriptSummary[],
): RoundAnswer | null {
  const shut = shutFor(rounds, round, member, transcripts);
  const closed = closedIn(round).filter((id) => transcripts.some((each) => each.id === id));
  return shut.length === closed.length ? (shut[0]?.by ?? null) : null;
}
