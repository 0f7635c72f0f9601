import type { ComparedGroup, Speaker, TranscriptAgreementAnswer } from '@triad/collab';
import type { TextRange } from '@triad/realist';
import type { TextMark } from './text-marks.ts';
import { layMarks, marksByTurn } from './text-marks.ts';

/** What is drawn of a transcript: made once for each answer. */
export type Scene = {
  readonly text: string;
  readonly turns: readonly SceneTurn[];
  /** By turn. */
  readonly marks: readonly (readonly TextMark[])[];
  readonly groups: readonly (readonly GroupRange[])[];
};

export type SceneTurn = TextRange & {
  readonly id: string;
  readonly who: string;
  readonly isInterviewer: boolean;
  readonly startSeconds: number | null;
};

export type GroupRange = TextRange & { readonly group: ComparedGroup };

export function sceneOf(
  {
    text,
    turns,
    spans,
    groups,
  }: Pick<TranscriptAgreementAnswer, 'text' | 'turns' | 'spans' | 'groups'>,
  speakers: readonly Speaker[],
): Scene {
  const known = new Map(speakers.map((speaker) => [speaker.key, speaker]));
  const drawn = turns.map(({ id, speaker, startUtf16, endUtf16, startSeconds }) => ({
    id,
    who: known.get(speaker)?.name ?? '',
    isInterviewer: known.get(speaker)?.kind === 'interviewer',
    startUtf16,
    endUtf16,
    startSeconds,
  }));
  const ranges = groups
    .map((group) => ({ group, startUtf16: group.hull[0], endUtf16: group.hull[1] }))
    .toSorted((a, b) => a.startUtf16 - b.startUtf16);
  return {
    text,
    turns: drawn,
    marks: marksByTurn(layMarks(spans), drawn),
    groups: marksByTurn(ranges, drawn),
  };
}

/** Index of the turn in which an offset lies. */
export function turnAt(turns: readonly TextRange[], offsetUtf16: number): number {
  let low = 0;
  let high = turns.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((turns[middle]?.startUtf16 ?? 0) <= offsetUtf16) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The paragraphs of a turn. */
export function paragraphsOf(text: string, { startUtf16, endUtf16 }: TextRange): TextRange[] {
  const found: TextRange[] = [];
  let start = startUtf16;
  for (const paragraph of text.slice(startUtf16, endUtf16).split('\n')) {
    found.push({ startUtf16: start, endUtf16: start + paragraph.length });
    start += paragraph.length + 1;
  }
  return found;
}
