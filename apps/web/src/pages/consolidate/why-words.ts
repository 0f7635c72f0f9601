import type { WhyFacts } from '@triad/collab';
import { consolidating } from '../../messages/consolidating.ts';
import { list } from '../../messages/format.ts';

const words = consolidating.why;

/** Why something is proposed, in a sentence or two, with the coders' names. */
export function whyWords(why: WhyFacts, nameOf: (member: string) => string): string {
  if (why.kind === 'closeness') return words.closeness(why.places, why.lengthUtf16);
  const { coders, sharedPlaces, places, byHand } = why;
  const names = list(
    coders.map(({ member, sketches }) =>
      sketches > 1 ? words.several(nameOf(member), sketches) : nameOf(member),
    ),
  );
  const sentences = [
    coders.length === 1 ? words.one(names) : words.together(names),
    coders.length === 1
      ? null
      : sharedPlaces === 0
        ? words.shareNone
        : words.share(sharedPlaces, places),
    byHand ? words.byHand : null,
  ];
  return sentences.filter((sentence) => sentence !== null).join(' ');
}
