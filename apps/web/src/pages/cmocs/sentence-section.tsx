import type { Sentence } from '@triad/realist';
import { missingMarks, sentenceText } from '@triad/realist';
import { lazy, Suspense } from 'react';
import { say } from '../../messages.ts';
import { cmocs } from '../../messages/cmocs.ts';
import { list } from '../../messages/format.ts';
import type { CmocGiven } from './cmoc-view.tsx';
import { SentenceWords } from './sentence-words.tsx';
import './sentence.css';

const words = cmocs.sentence;
const SentenceEditor = lazy(async () => ({
  default: (await import('./sentence-editor.tsx')).SentenceEditor,
}));

/** The sentence, read or written; a mark that is missing is only pointed out. */
export function SentenceSection({
  given: {
    writing,
    list: { settings },
    roles,
  },
  sentence,
}: {
  readonly given: CmocGiven;
  readonly sentence: Sentence;
}) {
  const missing = missingMarks(sentence).map(
    (role) => `${say.roles[role].toLowerCase()} (${role})`,
  );
  const read = (
    <p className={sentence.length === 0 ? 'sentence muted' : 'sentence'} dir="auto">
      {sentence.length === 0 ? words.none : <SentenceWords sentence={sentence} />}
    </p>
  );
  return (
    <section aria-label={words.title} className="cmoc-sentence">
      {writing === null ? (
        read
      ) : (
        <Suspense fallback={read}>
          <SentenceEditor {...writing} settings={settings} roles={roles} />
        </Suspense>
      )}
      {missing.length === 0 || sentenceText(sentence).trim() === '' ? null : (
        <p className="small faint">{words.missing(list(missing))}</p>
      )}
    </section>
  );
}
