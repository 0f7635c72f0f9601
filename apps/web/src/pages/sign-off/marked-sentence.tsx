import type { Sentence } from '@triad/realist';
import { SentenceWords } from '../cmocs/sentence-words.tsx';
import './marked-sentence.css';

/** A sentence in the reading face, its words marked. */
export function MarkedSentence({
  sentence,
  size = 'normal',
}: {
  readonly sentence: Sentence;
  readonly size?: 'normal' | 'small';
}) {
  return (
    <p className={`marked-sentence ${size}`} dir="auto">
      <SentenceWords sentence={sentence} />
    </p>
  );
}
