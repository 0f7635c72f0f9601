import type { MethodSettings, QuoteAnswer } from '@triad/collab';
import type { CmocContent, CmocPart } from '@triad/realist';
import { missingMarks, sentenceText } from '@triad/realist';
import { signing } from '../../messages/signing.ts';
import { quoteKey, quotesByKey } from '../cmocs/evidence.ts';

const words = signing.propose.warning;

/** What a form leaves to be filled in: dots that stand alone, not those that end or begin a word. */
const BLANK = /(?<!\S)…(?!\p{L})/u;

/** What a lead may want to look at before a draft is put to sign-off; none of it keeps them from it. */
export function warningsOf(
  { title, sentence, parts, evidence }: CmocContent,
  quotes: readonly QuoteAnswer[],
  { inferred: mayInfer }: Pick<MethodSettings, 'inferred'>,
): readonly string[] {
  const missing = missingMarks(sentence);
  const wordless = parts.filter(isWordless).length;
  const inferred = mayInfer ? 0 : parts.filter((part) => part.inferred).length;
  const known = quotesByKey(quotes);
  const lost = evidence.filter(({ quote }) => {
    const state = known.get(quoteKey(quote))?.state;
    return state === 'lost' || state === 'gone';
  }).length;
  const hasNoWords = sentenceText(sentence).trim() === '';
  const bears = (bearing: string): boolean => evidence.some((each) => each.bearing === bearing);
  const found: readonly (string | false)[] = [
    title.trim() === '' && words.noTitle,
    hasNoWords && words.noSentence,
    BLANK.test(sentenceText(sentence)) && words.unfilled,
    !hasNoWords && missing.length > 0 && words.marks(missing),
    wordless > 0 && words.wordless(wordless),
    inferred > 0 && words.inferred(inferred),
    evidence.length === 0 && words.noEvidence,
    evidence.length > 0 && !bears('supports') && words.noSupport,
    evidence.length > 0 && !bears('refutes') && !bears('caveat') && words.noRefute,
    lost > 0 && words.lost(lost),
  ];
  return found.filter((warning) => warning !== false);
}

function isWordless({ text, mechanism }: CmocPart): boolean {
  return [text, mechanism?.resource, mechanism?.reasoning].every(
    (said) => said === undefined || said.trim() === '',
  );
}
