import type { PreviewAnswer } from '@triad/collab';
import type { SpeakerSummary, Turn } from '@triad/transcripts/turns';
import { joinTurns, listSpeakers, mergeSpeakers, renameSpeaker } from '@triad/transcripts/turns';
import type { Laid, LeftOutPiece, TakeBackHow, TurnPlace } from './left-out.ts';
import { beginLeftOut, joinAt, regroup, splitAt, takeBack } from './left-out.ts';

/**
 * What a person makes of one file before it is imported. Pure: a draft and an edit give the next
 * draft, and each edit can be undone and redone. Unchanged turns keep their identity.
 */
export type SpeakerKind = 'interviewer' | 'participant' | 'other';

/** What is said of a label, besides the turns that carry it. */
export type SpeakerFacts = {
  readonly kind: SpeakerKind;
  /** Id of the participant who speaks. */
  readonly participant: string | null;
  /** The kind is the importer's guess, and nobody has said so yet. */
  readonly guessed: boolean;
};

export type DraftState = {
  readonly title: string;
  readonly keepOriginal: boolean;
  readonly turns: readonly Turn[];
  /** Words of the file that are in no turn, in their places. */
  readonly leftOut: readonly LeftOutPiece[];
  /** By label. */
  readonly facts: ReadonlyMap<string, SpeakerFacts>;
};

export type Edit =
  | { readonly kind: 'rename'; readonly from: string; readonly to: string }
  | { readonly kind: 'merge'; readonly labels: readonly string[]; readonly into: string }
  /** The labels are words of the text after all: they go back to the turn before. */
  | { readonly kind: 'dissolve'; readonly labels: readonly string[] }
  | { readonly kind: 'kind'; readonly label: string; readonly to: SpeakerKind }
  | { readonly kind: 'participant'; readonly label: string; readonly to: string | null }
  /** Before the UTF-16 unit at `offset` of the text of the turn at `index`. */
  | { readonly kind: 'split'; readonly index: number; readonly offset: number }
  /** The turn at `index` with the one before it. */
  | { readonly kind: 'join'; readonly index: number }
  | { readonly kind: 'assign'; readonly index: number; readonly to: string | null }
  /** Words that were left out go among the turns. */
  | { readonly kind: 'take-back'; readonly piece: number; readonly how: TakeBackHow }
  | { readonly kind: 'title'; readonly to: string }
  | { readonly kind: 'keep'; readonly to: boolean };

export type EditKind = Edit['kind'];

type Step = { readonly state: DraftState; readonly did: EditKind };

export type Draft = {
  readonly now: DraftState;
  /** The nearest last: how it stood before, and what then was done. */
  readonly past: readonly Step[];
  readonly future: readonly Step[];
};

/** Steps that can be undone. */
export const MAX_STEPS = 200;

/**
 * The first draft of a file. The title is the file's own, or its name without the ending. Labels
 * that are pseudonyms of known participants are mapped to them.
 */
export function beginDraft(
  preview: Pick<PreviewAnswer, 'title' | 'turns' | 'interviewer' | 'leftOut'>,
  fileName: string,
  participants: readonly { readonly id: string; readonly pseudonym: string }[],
  keepOriginal: boolean,
): Draft {
  const facts = new Map<string, SpeakerFacts>();
  for (const { speaker } of listSpeakers(preview.turns)) {
    if (speaker === null) continue;
    const isInterviewer = speaker === preview.interviewer;
    facts.set(speaker, {
      kind: isInterviewer ? 'interviewer' : 'participant',
      guessed: isInterviewer,
      participant: isInterviewer
        ? null
        : (participants.find((one) => sameWords(one.pseudonym, speaker))?.id ?? null),
    });
  }
  const title = (preview.title ?? fileName.replace(/\.[^.]*$/, '')).trim().slice(0, 200);
  return {
    now: {
      title,
      keepOriginal,
      turns: preview.turns,
      leftOut: beginLeftOut(preview),
      facts,
    },
    past: [],
    future: [],
  };
}

/** The draft after an edit; the same draft where the edit changes nothing or cannot be. */
export function edit(draft: Draft, change: Edit): Draft {
  const next = apply(draft.now, change);
  if (next === draft.now) return draft;
  const last = draft.past.at(-1);
  /* Letters typed into the title are one step. */
  const continues = change.kind === 'title' && last?.did === 'title' && draft.future.length === 0;
  return {
    now: next,
    past: continues
      ? draft.past
      : [...draft.past, { state: draft.now, did: change.kind }].slice(-MAX_STEPS),
    future: [],
  };
}

/** The draft before its last edit. */
export function undo(draft: Draft): Draft {
  const last = draft.past.at(-1);
  if (last === undefined) return draft;
  return {
    now: last.state,
    past: draft.past.slice(0, -1),
    future: [...draft.future, { state: draft.now, did: last.did }],
  };
}

/** The draft after the edit that was undone last. */
export function redo(draft: Draft): Draft {
  const next = draft.future.at(-1);
  if (next === undefined) return draft;
  return {
    now: next.state,
    past: [...draft.past, { state: draft.now, did: next.did }],
    future: draft.future.slice(0, -1),
  };
}

export type SpeakerInDraft = SpeakerSummary & SpeakerFacts & { readonly label: string };

/* Counting the words of a long transcript at each step of the wheel would be felt. */
const counted = new WeakMap<DraftState, readonly SpeakerInDraft[]>();

/** Labels with their counts and facts, in the order in which they first speak. */
export function speakersOf(state: DraftState): readonly SpeakerInDraft[] {
  const known = counted.get(state);
  if (known !== undefined) return known;
  const speakers = listSpeakers(state.turns).flatMap((summary) =>
    summary.speaker === null
      ? []
      : [{ ...summary, label: summary.speaker, ...factsOf(state, summary.speaker) }],
  );
  counted.set(state, speakers);
  return speakers;
}

/** What is said of a label; a participant of nobody's where nothing is. */
export function factsOf(state: DraftState, label: string): SpeakerFacts {
  return state.facts.get(label) ?? { kind: 'participant', participant: null, guessed: false };
}

function apply(state: DraftState, change: Edit): DraftState {
  switch (change.kind) {
    case 'rename':
      return rename(state, change.from, change.to.trim());
    case 'merge':
      return merge(state, change.labels, change.into);
    case 'dissolve':
      return dissolve(state, change.labels);
    case 'kind': {
      const old = factsOf(state, change.label);
      if (old.kind === change.to && !old.guessed) return state;
      return withFacts(state, change.label, { ...old, kind: change.to, guessed: false });
    }
    case 'participant': {
      const old = factsOf(state, change.label);
      if (old.participant === change.to) return state;
      return withFacts(state, change.label, { ...old, participant: change.to });
    }
    case 'split':
      return relaid(state, splitAt(state, change.index, change.offset));
    case 'join':
      return relaid(state, joinAt(state, change.index));
    case 'take-back':
      return relaid(state, takeBack(state, change.piece, change.how));
    case 'assign': {
      const turn = state.turns[change.index];
      if (turn === undefined || turn.speaker === change.to) return state;
      return { ...state, turns: state.turns.with(change.index, { ...turn, speaker: change.to }) };
    }
    case 'title':
      return state.title === change.to ? state : { ...state, title: change.to };
    case 'keep':
      return state.keepOriginal === change.to ? state : { ...state, keepOriginal: change.to };
  }
}

function relaid(state: DraftState, laid: Laid | null): DraftState {
  return laid === null ? state : { ...state, ...laid };
}

function rename(state: DraftState, from: string, to: string): DraftState {
  if (from === to || to === '' || hasSpeaker(state, to)) return state;
  const facts = new Map(state.facts);
  facts.set(to, factsOf(state, from));
  facts.delete(from);
  return { ...state, turns: renameSpeaker(state.turns, from, to), facts };
}

function merge(state: DraftState, labels: readonly string[], into: string): DraftState {
  const merged = labels.filter((label) => hasSpeaker(state, label));
  if (merged.length < 2 || into.trim() === '') return state;
  const facts = new Map(state.facts);
  const kept = factsOf(state, merged.includes(into) ? into : (merged[0] ?? into));
  const participant =
    kept.participant ??
    merged.map((label) => factsOf(state, label).participant).find((one) => one !== null) ??
    null;
  for (const label of merged) facts.delete(label);
  facts.set(into, { ...kept, participant });
  const turns = mergeSpeakers(state.turns, merged, into);
  return {
    ...state,
    turns,
    leftOut: regroup(state, turns, placesMerged(state, merged, into)),
    facts,
  };
}

/* Neighbours that now have one speaker are one turn: where each of the old turns is. */
function placesMerged(
  { turns }: DraftState,
  merged: readonly string[],
  into: string,
): readonly TurnPlace[] {
  const places: TurnPlace[] = [];
  const isInto = (turn: Turn | undefined) =>
    turn !== undefined &&
    (turn.speaker === into || (turn.speaker !== null && merged.includes(turn.speaker)));
  turns.forEach((turn, index) => {
    const last = places.at(-1);
    const joins = last !== undefined && isInto(turn) && isInto(turns[index - 1]);
    const from = joins ? last.end + 1 : 0;
    places.push({
      turn: last === undefined ? 0 : joins ? last.turn : last.turn + 1,
      from,
      end: from + turn.text.length,
    });
  });
  return places;
}

/*
 * What was taken for a label stands before its words again, and these continue the turn before;
 * at the very beginning they are a turn without a speaker.
 */
function dissolve(state: DraftState, labels: readonly string[]): DraftState {
  const gone = new Set(labels.filter((label) => hasSpeaker(state, label)));
  if (gone.size === 0) return state;
  const turns: Turn[] = [];
  const places: TurnPlace[] = [];
  for (const turn of state.turns) {
    const isGone = turn.speaker !== null && gone.has(turn.speaker);
    const words = isGone ? { ...turn, speaker: null, text: `${turn.speaker}: ${turn.text}` } : turn;
    const before = isGone ? turns.at(-1) : undefined;
    if (before === undefined) turns.push(words);
    else turns[turns.length - 1] = joinTurns(before, words);
    const end = turns.at(-1)?.text.length ?? 0;
    places.push({ turn: turns.length - 1, from: end - turn.text.length, end });
  }
  const facts = new Map([...state.facts].filter(([label]) => !gone.has(label)));
  return { ...state, turns, leftOut: regroup(state, turns, places), facts };
}

function hasSpeaker(state: DraftState, label: string): boolean {
  return state.turns.some((turn) => turn.speaker === label);
}

function withFacts(state: DraftState, label: string, facts: SpeakerFacts): DraftState {
  return { ...state, facts: new Map(state.facts).set(label, facts) };
}

function sameWords(a: string, b: string): boolean {
  return a.trim().toLocaleLowerCase() === b.trim().toLocaleLowerCase();
}
