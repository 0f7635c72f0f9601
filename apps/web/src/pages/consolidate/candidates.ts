import type { CandidateAnswer, CandidatePartAnswer } from '@triad/collab';
import type { Role } from '@triad/realist';

/* Which candidates are shown, in what order one steps through them, and which resemble one another. Pure. */

export type CandidateState = CandidateAnswer['state'];

/** Null and 0: whatever. */
export type CandidateFilter = {
  readonly state: CandidateState | null;
  readonly from: CandidateAnswer['from'] | null;
  readonly transcript: string | null;
  /** Coders who support it, at least. */
  readonly support: number;
  /** A role that no part of it has: `M` asks for what would explain an outcome. */
  readonly missing: MissingRole | null;
};
export type MissingRole = 'C' | 'M' | 'O';
export const MISSING_ROLES: readonly MissingRole[] = ['C', 'M', 'O'];

/** What there is to look at. */
export const OPEN_ONES: CandidateFilter = {
  state: 'open',
  from: null,
  transcript: null,
  support: 0,
  missing: null,
};

export function isShown(candidate: CandidateAnswer, filter: CandidateFilter): boolean {
  const { state, from, transcript, support, missing } = filter;
  return (
    (state === null || candidate.state === state) &&
    (from === null || candidate.from === from) &&
    (transcript === null || candidate.transcript === transcript) &&
    candidate.support >= support &&
    (missing === null || missingRoles(candidate).includes(missing))
  );
}

/** Of C, M and O those that no part of it has; an inferred part is one. */
export function missingRoles({ parts }: Pick<CandidateAnswer, 'parts'>): readonly MissingRole[] {
  return MISSING_ROLES.filter((role) => !parts.some((part) => part.role === role));
}

export type StateCounts = { readonly all: number } & { readonly [state in CandidateState]: number };

export function countStates(candidates: readonly CandidateAnswer[]): StateCounts {
  const of = (state: CandidateState): number =>
    candidates.filter((each) => each.state === state).length;
  return {
    all: candidates.length,
    open: of('open'),
    accepted: of('accepted'),
    'set-aside': of('set-aside'),
  };
}

/** The parts of one role, in the order in which roles are told. */
export function partsByRole(
  parts: readonly CandidatePartAnswer[],
): readonly { readonly role: Role; readonly parts: readonly CandidatePartAnswer[] }[] {
  const order: readonly Role[] = ['I', 'C', 'A', 'M', 'O', 'undecided'];
  return order.flatMap((role) => {
    const those = parts.filter((part) => part.role === role);
    return those.length === 0 ? [] : [{ role, parts: those }];
  });
}

/** Parts that nobody needs to read twice: inferred ones in the same words are one, of several coders. */
export type ShownPart =
  | (CandidatePartAnswer & { readonly kind: 'quoted' })
  | { readonly kind: 'inferred'; readonly words: string; readonly members: readonly string[] };

export function shownParts(parts: readonly CandidatePartAnswer[]): readonly ShownPart[] {
  const shown: ShownPart[] = [];
  for (const part of parts) {
    if (part.kind === 'quoted') {
      shown.push(part);
      continue;
    }
    const { words, member } = part;
    const at = shown.findIndex((each) => each.kind === 'inferred' && each.words === words);
    const same = shown[at];
    if (same?.kind === 'inferred') shown[at] = { ...same, members: [...same.members, member] };
    else shown.push({ kind: 'inferred', words, members: [member] });
  }
  return shown;
}

/** Places of it that nobody has decided: they have no quote yet. */
export function undecidedPlaces({ parts }: Pick<CandidateAnswer, 'parts'>): number {
  return new Set(
    parts.flatMap((part) => (part.kind === 'quoted' && part.decision === null ? part.place : [])),
  ).size;
}

/** Another candidate that uses some of the same words. */
export type Resemblance = { readonly candidate: CandidateAnswer; readonly shared: number };

/**
 * Candidates that share places or quotes with this one, those that share most first. It only points
 * them out: whether they are one configuration, people judge.
 */
export function resembling(
  candidate: CandidateAnswer,
  others: readonly CandidateAnswer[],
): readonly Resemblance[] {
  const own = wordsOf(candidate);
  return others
    .flatMap((other) => {
      if (other.id === candidate.id) return [];
      const shared = [...wordsOf(other)].filter((word) => own.has(word)).length;
      return shared === 0 ? [] : [{ candidate: other, shared }];
    })
    .toSorted((a, b) => b.shared - a.shared);
}

/** What two candidates have in common, by the place; quotes count where they are of no common place. */
export function sharedPlaces(a: CandidateAnswer, b: CandidateAnswer): ReadonlySet<string> {
  const theirs = wordsOf(b);
  return new Set([...wordsOf(a)].filter((word) => theirs.has(word)));
}

/** Names of its places, and of quotes that lie elsewhere. */
function wordsOf({ parts, elsewhere }: CandidateAnswer): ReadonlySet<string> {
  return new Set([
    ...parts.flatMap((part) => (part.kind === 'quoted' ? [part.place] : [])),
    ...elsewhere.flatMap(({ quotes }) => quotes.map(({ span }) => span)),
  ]);
}

/** The next or the one before in the list; where the present one is not in it, from its end. */
export function stepFrom(
  list: readonly CandidateAnswer[],
  current: string | null,
  by: 1 | -1,
): CandidateAnswer | null {
  const at = list.findIndex(({ id }) => id === current);
  if (at === -1) return (by === 1 ? list[0] : list.at(-1)) ?? null;
  return list[at + by] ?? null;
}

/** To go on with once this one is settled, and leaves the list. */
export function nextAfter(
  list: readonly CandidateAnswer[],
  current: string,
): CandidateAnswer | null {
  const at = list.findIndex(({ id }) => id === current);
  return list[at + 1] ?? list[at - 1] ?? null;
}
