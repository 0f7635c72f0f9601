import type { QuoteAnswer } from '@triad/collab';
import { cmocFields } from '@triad/collab';
import type { CmocContent } from '@triad/realist';
import { NotebookPen, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { SharedText } from '../../collab/index.ts';
import { cmocs } from '../../messages/cmocs.ts';
import { dateTime } from '../../messages/format.ts';
import { Button, IconButton, toast } from '../../ui/index.ts';
import type { CmocGiven } from './cmoc-view.tsx';
import { addMemo, removeMemo } from './edit-cmoc.ts';
import { quoteKey } from './evidence.ts';
import { partName } from './part-words.ts';
import type { CmocMemos } from './use-draft.ts';
import './memos-section.css';

const words = cmocs.memos;

/** Dated notes that say why: on the CMOC, a part or a quote. Whoever wrote one changes it. */
export function MemosSection({
  given: { project, answer, nameOf, writing },
  content,
  memos,
  quotes,
}: {
  readonly given: CmocGiven;
  readonly content: CmocContent;
  readonly memos: CmocMemos;
  readonly quotes: ReadonlyMap<string, QuoteAnswer>;
}) {
  const [added, setAdded] = useState<string | null>(null);
  if (memos.length === 0 && writing === null) return null;
  return (
    <section aria-labelledby="cmoc-memos" className="cmoc-section">
      <div className="row between">
        <h2 id="cmoc-memos">{words.title}</h2>
        {writing === null ? null : (
          <Button
            icon={<NotebookPen size={14} aria-hidden="true" />}
            onPress={() =>
              setAdded(
                addMemo(writing.doc, {
                  by: project.me,
                  link: { kind: 'cmoc', id: answer.id },
                  now: new Date().toISOString(),
                }),
              )
            }
          >
            {words.add}
          </Button>
        )}
      </div>
      {memos.length === 0 ? (
        <p className="muted">{words.none}</p>
      ) : (
        <p className="small faint">{words.notInVersions}</p>
      )}
      <ul className="cmoc-memos">
        {memos.map((memo) => {
          const when = dateTime(memo.createdAt);
          const about = memo.links.flatMap((link) => aboutOf(link, content, quotes));
          const isOwn = memo.by === project.me;
          const text =
            writing === null ? undefined : cmocFields(writing.doc).memoTexts.get(memo.id);
          return (
            <li key={memo.id}>
              <p className="row small">
                <b dir="auto">{nameOf(memo.by)}</b>
                <time className="faint" dateTime={memo.createdAt}>
                  {when}
                </time>
                {about.map((each) => (
                  <span key={each} className="faint truncate" dir="auto">
                    {each}
                  </span>
                ))}
                <span className="grow" />
                {writing === null || !isOwn ? null : (
                  <IconButton
                    icon={<Trash2 size={14} />}
                    label={`${words.remove}: ${words.by(nameOf(memo.by), when)}`}
                    onPress={() => {
                      removeMemo(writing.doc, memo.id);
                      toast(words.removed);
                    }}
                  />
                )}
              </p>
              {writing !== null && isOwn && text !== undefined ? (
                <SharedText
                  ytext={text}
                  label={words.label(nameOf(memo.by), when)}
                  hideLabel
                  multiline
                  rows={2}
                  placeholder={words.placeholder}
                  className="cmoc-memo"
                  autoFocus={memo.id === added}
                />
              ) : (
                <p dir="auto" className="cmoc-memo-read">
                  {memo.text}
                </p>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** What a memo is about, unless it is about the whole. */
function aboutOf(
  { kind, id }: CmocMemos[number]['links'][number],
  { parts, evidence }: CmocContent,
  quotes: ReadonlyMap<string, QuoteAnswer>,
): readonly string[] {
  if (kind === 'cmoc') return [];
  if (kind === 'part') {
    const part = parts.find((each) => each.id === id);
    return [part === undefined ? words.about.gone : words.about.part(partName(part, parts))];
  }
  const piece = evidence.find((each) => each.id === id);
  if (piece === undefined) return [words.about.gone];
  const quote = quotes.get(quoteKey(piece.quote))?.words ?? '';
  return [words.about.evidence(`“${quote.slice(0, 40)}${quote.length > 40 ? '…' : ''}”`)];
}
