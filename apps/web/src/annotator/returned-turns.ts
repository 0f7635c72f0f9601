import type { TextIndex } from '@triad/collab';

/** A turn as somebody had written it, of which the server did not take the change. */
export type ReturnedTurn = {
  readonly id: string;
  readonly speaker: string;
  readonly words: string;
};

/** Turns that `written` has and `saved` has not, or has with other words or another speaker. */
export function returnedTurns(saved: TextIndex, written: TextIndex): readonly ReturnedTurn[] {
  const before = new Map(turnsOf(saved).map((turn) => [turn.id, turn]));
  return turnsOf(written).filter((turn) => {
    const known = before.get(turn.id);
    return known?.words !== turn.words || known.speaker !== turn.speaker;
  });
}

function turnsOf({ turns, text }: TextIndex): readonly ReturnedTurn[] {
  return turns.map(({ id, speaker, startUtf16, endUtf16 }) => ({
    id,
    speaker,
    words: text.slice(startUtf16, endUtf16),
  }));
}
