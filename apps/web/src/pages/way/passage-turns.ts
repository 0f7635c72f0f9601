import type { ProvenanceAnswer } from '@triad/collab';

type Passage = NonNullable<ProvenanceAnswer['passage']>;

/** What one speaker says of a passage, cut where the marked words begin and end. */
export type PassageTurn = {
  readonly startUtf16: number;
  readonly speaker: string;
  readonly pieces: readonly {
    readonly startUtf16: number;
    readonly text: string;
    readonly isMarked: boolean;
  }[];
};

/**
 * The passage speaker by speaker: words before and after a quote are often somebody else's. Where a turn
 * goes on beyond what is shown, it is told.
 */
export function turnsOf({
  text,
  startUtf16: from,
  hull,
  turns,
  isCut,
}: Passage): readonly PassageTurn[] {
  const until = from + text.length;
  const starts = turns.length === 0 ? [{ startUtf16: from, speaker: '' }] : turns;
  return starts.map(({ startUtf16, speaker }, at) => {
    const end = starts[at + 1]?.startUtf16 ?? until;
    const cuts = [startUtf16, ...hull.filter((cut) => cut > startUtf16 && cut < end), end];
    const pieces = cuts.slice(0, -1).map((start, nth) => ({
      startUtf16: start,
      text: text.slice(start - from, (cuts[nth + 1] ?? end) - from).replace(/\n$/, ''),
      isMarked: start >= hull[0] && start < hull[1],
    }));
    return {
      startUtf16,
      speaker,
      pieces: [
        ...(at === 0 && isCut[0] ? [{ startUtf16: -1, text: '… ', isMarked: false }] : []),
        ...pieces,
        ...(at === starts.length - 1 && isCut[1]
          ? [{ startUtf16: until, text: ' …', isMarked: false }]
          : []),
      ],
    };
  });
}
