/**
 * Who sees and writes what while people code in rounds. In an open round members see one another's
 * layers; in a blind one nobody sees a layer but the coder whose it is, until the round is closed.
 * Being named in a blind round takes rights away on its transcripts, and never adds any.
 */
export type RoundKind = 'open' | 'blind';
/** `closing`: no more work is taken, and the layers are being copied; it hides what `open` hides. */
export type RoundState = 'open' | 'closing' | 'closed';

/** What decides about rights. Ids are those of transcripts and members. */
export type RoundFacts = {
  readonly id: string;
  readonly kind: RoundKind;
  readonly state: RoundState;
  /** Null: every transcript of the project. */
  readonly transcripts: readonly string[] | null;
  /** Null: every coder of the project. */
  readonly coders: readonly string[] | null;
  /** Those of an open round that were closed before the others. */
  readonly closedTranscripts: readonly string[];
  /** Those who may change their layers of a closed round again. */
  readonly reopenedFor: readonly string[];
  /** On which transcripts, by member; those of whom nothing is said on all that are closed. */
  readonly reopenedOn?: Readonly<Record<string, readonly string[]>>;
  /** Whether coders of a blind round may look at their own layers of other rounds meanwhile. */
  readonly ownEarlier: boolean;
};

/** Whether the transcript is coded in the round. */
export function covers({ transcripts }: RoundFacts, transcript: string): boolean {
  return transcripts === null || transcripts.includes(transcript);
}

/** Whether the member is one of the round's coders, as far as the round says. */
export function isNamed({ coders }: RoundFacts, member: string): boolean {
  return coders === null || coders.includes(member);
}

/** Whether all of the round, or the round on this transcript, has been closed. */
export function isClosed(round: RoundFacts, transcript: string): boolean {
  return round.state === 'closed' || round.closedTranscripts.includes(transcript);
}

/** Whether the member may change their layer of this transcript again, though the round on it is closed. */
export function isReopened(
  { reopenedFor, reopenedOn }: RoundFacts,
  transcript: string,
  member: string,
): boolean {
  return reopenedFor.includes(member) && reopenedOn?.[member]?.includes(transcript) !== false;
}

/** Transcripts on which the round is closed. */
export function closedIn({ state, transcripts, closedTranscripts }: RoundFacts): readonly string[] {
  return state === 'closed' ? (transcripts ?? closedTranscripts) : closedTranscripts;
}

/** Whether the layers of the round on this transcript are hidden from all but their coders. */
export function isHidden(round: RoundFacts, transcript: string): boolean {
  return round.kind === 'blind' && covers(round, transcript) && !isClosed(round, transcript);
}

/** The round in which the member codes this transcript blind now; null where there is none. */
export function blindRoundOf(
  rounds: readonly RoundFacts[],
  transcript: string,
  member: string,
): RoundFacts | null {
  return (
    rounds.find(
      (round) => isHidden(round, transcript) && round.coders?.includes(member) === true,
    ) ?? null
  );
}

/** Whether the member codes any transcript blind now. */
export function isBlindAnywhere(rounds: readonly RoundFacts[], member: string): boolean {
  return rounds.some(
    ({ kind, state, coders }) =>
      kind === 'blind' && state !== 'closed' && coders?.includes(member) === true,
  );
}

/** The round in which the member codes blind now a transcript of this one too; null where there is none. */
export function blindRoundWithin(
  rounds: readonly RoundFacts[],
  round: RoundFacts,
  member: string,
): RoundFacts | null {
  const within = (other: RoundFacts, transcript: string): boolean =>
    covers(round, transcript) && blindRoundOf([other], transcript, member) !== null;
  return (
    rounds.find((other) => (other.transcripts ?? []).some((each) => within(other, each))) ?? null
  );
}

/** Whether the member codes blind now any transcript that is coded in this round. */
export function isBlindWithin(
  rounds: readonly RoundFacts[],
  round: RoundFacts,
  member: string,
): boolean {
  return blindRoundWithin(rounds, round, member) !== null;
}

/** Whether somebody codes the transcript blind now: then nobody's presence is told there. */
export function isBlindFor(rounds: readonly RoundFacts[], transcript: string): boolean {
  return rounds.some((round) => isHidden(round, transcript));
}

/** A layer, by what its document's name says. */
export type LayerOf = {
  readonly transcript: string;
  readonly round: RoundFacts;
  /** The member whose layer it is. */
  readonly author: string;
};

/** Whether nothing about rounds keeps the member from seeing the layer now. */
export function isLayerShown(
  rounds: readonly RoundFacts[],
  { transcript, round, author }: LayerOf,
  member: string,
): boolean {
  const own = author === member;
  const blind = blindRoundOf(rounds, transcript, member);
  if (blind !== null) return own && (round.id === blind.id || blind.ownEarlier);
  return own || !isHidden(round, transcript);
}

/** Whether the round takes the member's work on the transcript now. */
export function takesWork(
  rounds: readonly RoundFacts[],
  { transcript, round }: Pick<LayerOf, 'transcript' | 'round'>,
  member: string,
): boolean {
  if (!covers(round, transcript) || !isNamed(round, member)) return false;
  if (round.state === 'closing') return false;
  const blind = blindRoundOf(rounds, transcript, member);
  if (blind !== null && blind.id !== round.id) return false;
  return !isClosed(round, transcript) || isReopened(round, transcript, member);
}

/**
 * Where the closed round, though it was opened again for the member, takes no work of theirs: there
 * they code blind in another round, and what is theirs of this one is shut until that is over.
 */
export function keptShut(
  rounds: readonly RoundFacts[],
  round: RoundFacts,
  member: string,
): readonly { readonly transcript: string; readonly by: RoundFacts }[] {
  return closedIn(round).flatMap((transcript) => {
    const by = blindRoundOf(rounds, transcript, member);
    return by === null ? [] : [{ transcript, by }];
  });
}

/** A round as far as it decides on which one figures rest. */
export type ClosingFacts = RoundFacts & {
  readonly number: number;
  /** When the round as a whole was closed. */
  readonly closedAt: string | null;
  /** When those of an open round were closed that were closed before the others; absent: none was. */
  readonly closedTranscriptsAt?: Readonly<Record<string, string>>;
};

/** The rounds that are closed on the transcript, the one that was closed there last first. */
export function closedOn<Round extends ClosingFacts>(
  rounds: readonly Round[],
  transcript: string,
): readonly Round[] {
  const closedAt = (round: Round): string =>
    round.closedTranscriptsAt?.[transcript] ?? round.closedAt ?? '';
  return rounds
    .filter((round) => covers(round, transcript) && isClosed(round, transcript))
    .toSorted((a, b) => compare(closedAt(b), closedAt(a)) || b.number - a.number);
}

/**
 * The closed round on which agreement, decisions and candidates of a transcript rest: the one that the
 * lead chose, else the one that was closed there last, whatever its number; null while none is closed.
 */
export function basisOf<Round extends ClosingFacts>(
  rounds: readonly Round[],
  transcript: string,
  chosen: string | null,
): Round | null {
  const closed = closedOn(rounds, transcript);
  return closed.find(({ id }) => id === chosen) ?? closed[0] ?? null;
}

/** Of instants, as the server writes them. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
