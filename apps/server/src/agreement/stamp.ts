import type { AgreementSettings, MovedOn, Speaker } from '@triad/collab';
import type { Basis } from './basis.ts';

/** Changed with every change of how results are worked out: those of before are worked out anew. */
export const METHOD = 3;

/** What a result stands on. */
export type BasisStamp = {
  readonly method: number;
  /** The closed round. */
  readonly round: string;
  /** Of every coder who finished, by member id: what their layer held; empty where they had none. */
  readonly layers: readonly { readonly member: string; readonly state: string }[];
  readonly text: TextStamp;
  readonly settings: AgreementSettings;
  /** Keys of those whose turns count, where not all do. */
  readonly participants: readonly string[] | null;
};

export type TextStamp = {
  /** SHA-256, hex, of which ids stand in the text and which were deleted. */
  readonly state: string;
  /** Where its log ended then: while it does, the state is the same, and nobody has to read it. */
  readonly mark: string;
};

/** Of what the transcript rests on now, with the text in this state. */
export function stampOf(
  { transcript, round, coders }: Basis,
  settings: AgreementSettings,
  text: TextStamp,
): BasisStamp {
  return {
    method: METHOD,
    round: round.id,
    layers: coders.map(({ member, copy }) => ({ member, state: copy?.body.state ?? '' })),
    text,
    settings,
    participants: participantsOf(transcript.body.speakers, settings),
  };
}

/** Keys of the speakers whose turns count; null: all turns do. */
export function participantsOf(
  speakers: readonly Speaker[],
  { turns }: AgreementSettings,
): readonly string[] | null {
  if (turns === 'all') return null;
  return speakers
    .filter(({ kind }) => kind === 'participant')
    .map(({ key }) => key)
    .sort();
}

/** How what a result stands on differs from what is there now; empty: it is of that. */
export function movedOn(stood: BasisStamp, now: BasisStamp): readonly MovedOn[] {
  const moved: MovedOn[] = [];
  const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  // These change which layers count, which is then no news of its own.
  const sameSettings = isSame(workedOutBy(stood.settings), workedOutBy(now.settings));
  const sameLayers = stood.round === now.round && isSame(stood.layers, now.layers);
  const sameText = stood.text.mark === now.text.mark || stood.text.state === now.text.state;
  if (sameSettings && !sameLayers) moved.push('layers');
  if (!sameText || (sameSettings && !isSame(stood.participants, now.participants)))
    moved.push('text');
  // One that has more than is asked for is none the worse.
  if (!sameSettings || (now.settings.gamma && !stood.settings.gamma)) moved.push('settings');
  if (stood.method !== now.method) moved.push('method');
  return moved;
}

/** Those on which a transcript's own result depends. */
function workedOutBy({ turns, unfinished, late }: AgreementSettings) {
  return { turns, unfinished, late };
}
