import { LIMITS } from '@triad/collab';
import type { TurnContent } from '@triad/collab';
import { diffArrays, diffWordsWithSpace } from 'diff';

export type Piece = { readonly kind: 'same' | 'removed' | 'added'; readonly words: string };

/** One turn in two versions of a text. */
export type TurnChange = {
  readonly id: string;
  readonly kind: 'same' | 'changed' | 'removed' | 'added';
  /** Keys of speakers; null where the version lacks the turn. */
  readonly speakerBefore: string | null;
  readonly speakerAfter: string | null;
  readonly pieces: readonly Piece[];
};

/** Changes or turns in a row; of `folded` ones a page shows the number first. */
export type Stretch = { readonly folded: boolean; readonly turns: readonly TurnChange[] };

/** Edits beyond which two texts count as quite different: comparing such takes quadratic time. */
const MOST_EDITS = 1_500;

/** What became of each turn from one version to another, in their order; turns are told apart by id. */
export function compareVersions(
  before: readonly TurnContent[],
  after: readonly TurnContent[],
): readonly TurnChange[] {
  const old = new Map(before.map((turn) => [turn.id, turn]));
  const present = new Map(after.map((turn) => [turn.id, turn]));
  const options = { maxEditLength: MOST_EDITS };
  const runs = diffArrays(
    before.map(({ id }) => id),
    after.map(({ id }) => id),
    options,
  ) ?? [
    { value: before.map(({ id }) => id), removed: true, added: false },
    { value: after.map(({ id }) => id), removed: false, added: true },
  ];
  return runs.flatMap(({ value, removed, added }) =>
    value.map((id) =>
      compareTurn(id, added ? undefined : old.get(id), removed ? undefined : present.get(id)),
    ),
  );
}

function compareTurn(
  id: string,
  before: TurnContent | undefined,
  after: TurnContent | undefined,
): TurnChange {
  const speakers = {
    speakerBefore: before?.speaker ?? null,
    speakerAfter: after?.speaker ?? null,
  };
  const [old, present] = [wordsOf(before), wordsOf(after)];
  if (before === undefined) {
    return { id, kind: 'added', ...speakers, pieces: [{ kind: 'added', words: present }] };
  }
  if (after === undefined) {
    return { id, kind: 'removed', ...speakers, pieces: [{ kind: 'removed', words: old }] };
  }
  if (old === present) {
    const kind = before.speaker === after.speaker ? 'same' : 'changed';
    return { id, kind, ...speakers, pieces: [{ kind: 'same', words: old }] };
  }
  return { id, kind: 'changed', ...speakers, pieces: compareWords(old, present) };
}

function compareWords(before: string, after: string): readonly Piece[] {
  const runs = diffWordsWithSpace(before, after, { maxEditLength: MOST_EDITS });
  if (runs === undefined) {
    return [
      { kind: 'removed', words: before },
      { kind: 'added', words: after },
    ];
  }
  return runs.map(({ value, removed, added }) => ({
    kind: removed ? 'removed' : added ? 'added' : 'same',
    words: value,
  }));
}

/** So short a word between two replacements reads as part of one. */
const SHORT_WORD = /^[^\S\n]+\S{1,3}[^\S\n]+$/;
const BLANKS = /^[^\S\n]+$/;

/**
 * The same pieces for a reader: of neighbouring changes with nothing but blanks or one short word between
 * them one removed and one added piece, rather than word by word in turn.
 */
export function joinNear(pieces: readonly Piece[]): readonly Piece[] {
  const joined: Piece[] = [];
  let [removed, added] = ['', ''];
  const flush = (): void => {
    if (removed !== '') joined.push({ kind: 'removed', words: removed });
    if (added !== '') joined.push({ kind: 'added', words: added });
    [removed, added] = ['', ''];
  };
  for (const [at, { kind, words }] of pieces.entries()) {
    if (kind === 'removed') removed += words;
    else if (kind === 'added') added += words;
    else if (isWithin(pieces, at, removed !== '' && added !== '')) {
      removed += words;
      added += words;
    } else {
      flush();
      joined.push({ kind, words });
    }
  }
  flush();
  return joined;
}

/** Whether what stayed the same lies within one change; `isReplaced` says whether words before it were. */
function isWithin(pieces: readonly Piece[], at: number, isReplaced: boolean): boolean {
  const words = pieces[at]?.words ?? '';
  const [next, afterNext] = [pieces[at + 1], pieces[at + 2]];
  if (!isReplaced || next === undefined) return false;
  if (BLANKS.test(words)) return true;
  const isNextReplaced = afterNext !== undefined && afterNext.kind !== 'same';
  return isNextReplaced && SHORT_WORD.test(words);
}

/** Removed words that a redaction offers; who needs others types them. */
const MOST_REMOVED = 6;

/**
 * What was removed from a turn, in order, each once and in one line; without the signs beside it, with
 * which a name would not be found where it stands alone.
 */
export function removedWords({ pieces }: TurnChange): readonly string[] {
  const words = pieces
    .filter(({ kind }) => kind === 'removed')
    .map((piece) => piece.words.replace(SIGNS_AROUND, '').replace(/\s+/g, ' '))
    .filter((piece) => piece !== '' && piece.length <= LIMITS.redactedUtf16);
  return [...new Set(words)].slice(0, MOST_REMOVED);
}

const SIGNS_AROUND = /^[^\p{L}\p{N}]+|[^\p{L}\p{M}\p{N}]+$/gu;

/** Folds what stayed the same, but for a turn on either side of each change. */
export function foldSame(changes: readonly TurnChange[], context = 1): readonly Stretch[] {
  const shown = changes.map((_, at) =>
    changes.slice(Math.max(0, at - context), at + context + 1).some(({ kind }) => kind !== 'same'),
  );
  const stretches: { folded: boolean; turns: TurnChange[] }[] = [];
  for (const [at, change] of changes.entries()) {
    const folded = shown[at] !== true;
    const last = stretches.at(-1);
    if (last?.folded === folded) last.turns.push(change);
    else stretches.push({ folded, turns: [change] });
  }
  return stretches;
}

function wordsOf(turn: TurnContent | undefined): string {
  return turn?.paragraphs.join('\n') ?? '';
}
