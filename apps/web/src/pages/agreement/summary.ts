import type { AgreementAnswer, PlaceCounts, SpanDifference } from '@triad/collab';
import { SPAN_DIFFERENCES } from '@triad/collab';
import { agreement } from '../../messages/agreement.ts';

const words = agreement.sentence;

/** The sentence that the page begins with: it counts, and never grades. */
export function summaryOf(
  answer: Pick<AgreementAnswer, 'transcripts' | 'places' | 'leftOut'>,
): string {
  const { transcripts, places, leftOut } = answer;
  if (transcripts.every(({ result }) => result === null)) return words.notYet;
  if (places.places === 0) {
    return leftOut.tooFewCoders >= transcripts.length ? words.tooFew : words.unmarked;
  }
  return [spanSentence(places), sketchSentence(places)].filter((one) => one !== '').join(' ');
}

function spanSentence({ places, differ, kinds, rolePairs }: PlaceCounts): string {
  if (differ === 0) return words.allAgree(places);
  const most = mostOf(kinds);
  const against = rolePairs[0];
  if (differ === 1) {
    const what = most === null ? [] : [words.kindOfOne[most]];
    const pair = against === undefined ? [] : [words.againstOne(against.a, against.b)];
    return `${[words.differ(1), ...(most === 'role' ? pair : [...what, ...pair])].join(': ')}.`;
  }
  const parts = [words.differ(differ)];
  if (most !== null) parts.push(share(kinds[most], differ, most));
  // Of those that are as many, all are told, up to three.
  const alike = rolePairs.filter(({ places: many }) => many === against?.places).slice(0, 3);
  for (const { places: many, a, b } of alike) parts.push(words.against(many, a, b));
  return `${parts.join('; ')}.`;
}

/** The kind that most places are of; of two the one that is listed first. Null where all are 0. */
function mostOf(kinds: PlaceCounts['kinds']): SpanDifference | null {
  const most = SPAN_DIFFERENCES.toSorted((a, b) => kinds[b] - kinds[a])[0];
  return most === undefined || kinds[most] === 0 ? null : most;
}

function share(n: number, differ: number, kind: SpanDifference): string {
  if (n === differ) return words.all(words.kind[kind]);
  if (2 * n > differ) return words.most(words.kind[kind]);
  return n === 1 ? words.isOne(words.kindOfOne[kind]) : words.some(n, words.kind[kind]);
}

function sketchSentence({ sketches }: PlaceCounts): string {
  const all = Object.values(sketches).reduce((sum, n) => sum + n, 0);
  return all === 0 ? '' : words.sketches(all);
}
