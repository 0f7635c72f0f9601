import { way } from '../../messages/way.ts';
import type { WayStages } from './way-stages.ts';

const words = way.summary;

/** The sentence that the page begins with: how far the quote has come. */
export function waySummary({ spans, decided, agreed, cmocs }: WayStages): string {
  const coders = new Set(spans.map(({ member }) => member)).size;
  const parts = [words.marked(coders)];
  if (decided === 'open' || decided === 'all-agree') parts.push(words.undecided);
  else if (decided === 'waits') parts.push(words.waits);
  else if (decided === 'nothing') parts.push(words.nothing);
  if (agreed.length > 0) {
    parts.push(words.agreed(agreed.length));
    parts.push(cmocs.length === 0 ? words.unused : words.used(cmocs.length));
  }
  return `${parts.join('; ')}.`;
}
