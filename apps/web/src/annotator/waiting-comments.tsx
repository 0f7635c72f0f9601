import { useState } from 'react';
import { say } from '../messages.ts';
import { annotator as words } from '../messages/annotator.ts';
import { copyText } from '../shell/copy-text.ts';
import { Button, Notice, toast } from '../ui/index.ts';
import type { CommentDrafts } from './comment-drafts.ts';
import { setDraft } from './comment-drafts.ts';

/** Offers, as text, what was being written where it has no field now. */
export function WaitingComments({
  drafts,
  abouts,
  why,
}: {
  readonly drafts: CommentDrafts;
  /** Which of them. */
  readonly abouts: readonly string[];
  readonly why: string;
}) {
  const [copied, setCopied] = useState('');
  const texts = abouts.flatMap((about) => drafts.get().get(about)?.text.trim() ?? []);
  if (texts.length === 0) return null;
  const all = texts.join('\n\n');
  const copy = async (): Promise<void> =>
    (await copyText(all)) ? setCopied(all) : toast(say.ui.notCopied, { bad: true });
  return (
    <section className="waiting-comments" aria-label={words.talk.waiting.label}>
      <Notice
        kind="warn"
        title={words.talk.waiting.title(texts.length)}
        action={
          <span className="row">
            <Button onPress={() => void copy()}>
              {copied === all ? words.talk.waiting.copied : words.talk.waiting.copy}
            </Button>
            <Button
              kind="quiet"
              onPress={() => {
                for (const about of abouts) setDraft(drafts, about, null);
              }}
            >
              {words.talk.waiting.letGo}
            </Button>
          </span>
        }
      >
        <p>{why}</p>
        {texts.map((text, index) => (
          // They have no names, and none is put between others.
          // oxlint-disable-next-line react/no-array-index-key
          <blockquote key={index} dir="auto">
            {text}
          </blockquote>
        ))}
      </Notice>
    </section>
  );
}
