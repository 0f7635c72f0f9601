import type { ProjectAnswer, RoundAnswer, TranscriptAnswer } from '@triad/collab';
import { blindRoundOf, covers, isClosed, isHidden, parseDocumentName } from '@triad/collab';

/** What rounds mean for one person on one transcript. */
export type PageRound = {
  /** The round whose layers stand on the page, and into which own marks go; null where none was. */
  readonly main: RoundAnswer | null;
  /** Rounds that take this person's marks here. */
  readonly writable: readonly RoundAnswer[];
  /** The round in which this person codes it blind now. */
  readonly blind: RoundAnswer | null;
  /** Closed rounds that were opened again for this person, as far as they take their marks here now. */
  readonly reopened: readonly RoundAnswer[];
  /** Blind rounds of others on it that are under way. */
  readonly hidden: readonly RoundAnswer[];
};

/** `chosen` is the round that the person picked, where several take their marks. */
export function pageRound(
  { rounds, me }: Pick<ProjectAnswer, 'rounds' | 'me'>,
  { id, documents }: Pick<TranscriptAnswer, 'id' | 'documents'>,
  chosen: string | null,
): PageRound {
  const byNumber = [...rounds].sort((a, b) => b.number - a.number);
  const here = documents.flatMap(({ name, writable }) => {
    const parsed = parseDocumentName(name);
    return parsed?.kind === 'layer' ? [{ round: parsed.round, writable }] : [];
  });
  const writable = byNumber.filter((round) =>
    here.some((layer) => layer.writable && layer.round === round.id),
  );
  const blindFacts = blindRoundOf(rounds, id, me);
  const blind = byNumber.find((round) => round.id === blindFacts?.id) ?? null;
  const reopened = blind === null ? writable.filter((round) => isClosed(round, id)) : [];
  const isOpen = (round: RoundAnswer): boolean =>
    round.kind === 'open' && covers(round, id) && !isClosed(round, id);
  const main =
    blind ??
    writable.find((round) => round.id === chosen) ??
    // A lead opened it again for this one person to go on there.
    reopened[0] ??
    writable[0] ??
    byNumber.find(isOpen) ??
    byNumber.find((round) => here.some((layer) => layer.round === round.id)) ??
    null;
  const hidden = byNumber.filter((round) => isHidden(round, id) && round.id !== blind?.id);
  return { main, writable, blind, reopened, hidden };
}
