import type { AdjudicationOverview } from '@triad/collab';
import { adjudicating } from '../../messages/adjudicating.ts';

const words = adjudicating.sentence;

/** The sentence that the page begins with: how far all of it is decided. */
export function overviewSentence({
  transcripts,
}: Pick<AdjudicationOverview, 'transcripts'>): string {
  const known = transcripts.flatMap(({ places }) => (places === null ? [] : [places]));
  if (known.length === 0) return words.unknown;
  const sum = (of: (places: (typeof known)[number]) => number): number =>
    known.reduce((total, places) => total + of(places), 0);
  const [all, agreed, decided] = [sum((p) => p.all), sum((p) => p.agreed), sum((p) => p.decided)];
  const touched = transcripts.reduce((total, each) => total + each.touched, 0);
  if (all === 0) return words.nothing;
  const toDecide = all - agreed;
  const parts =
    toDecide === 0
      ? [words.onlyAgreed(agreed)]
      : [words.decided(decided, toDecide), ...(agreed > 0 ? [words.agreed(agreed)] : [])];
  return `${[...parts, ...(touched > 0 ? [words.touched(touched)] : [])].join('; ')}.`;
}
