import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReviewAnswerKind, ReviewLookAnswer } from '@triad/collab';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { ApiError, sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { reviews } from '../../messages/reviews.ts';
import { Button, Notice, RadioGroup, TextField } from '../../ui/index.ts';
import { reviewKey } from './review-key.ts';
import type { ReplyDraft } from './reply-draft.ts';
import { isKept, isSendable } from './reply-draft.ts';

const words = reviews.page;
const KINDS = ['fits', 'does-not-fit', 'in-my-experience'] as const;
/** As much as the server takes. */
const MOST_UTF16 = 4_000;

type Item = ReviewLookAnswer['items'][number];

/** One sentence with its quotes, and the answer to it: kept as soon as it is given, and changed at will. */
export function ReviewItem({
  token,
  item,
  at,
  all,
  onBack,
  onNext,
}: {
  readonly token: string;
  readonly item: Item;
  readonly at: number;
  readonly all: number;
  readonly onBack: (() => void) | null;
  readonly onNext: () => void;
}) {
  const queryClient = useQueryClient();
  const [kind, setKind] = useState<ReviewAnswerKind | null>(item.reply?.kind ?? null);
  const [text, setText] = useState(item.reply?.text ?? '');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (at > 1) heading.current?.focus();
  }, [at]);
  const answer = useMutation({
    mutationFn: (reply: { readonly kind: ReviewAnswerKind; readonly text: string }) =>
      call('answerReview', {}, { token, item: item.id, ...reply }),
    onSuccess: (look) => queryClient.setQueryData(reviewKey(token), look),
    onError: (error) => {
      // It ended while somebody wrote: the page says so instead.
      if (error instanceof ApiError && error.status === 410) {
        return queryClient.resetQueries({ queryKey: reviewKey(token) });
      }
      return undefined;
    },
  });
  const draft = kind === null ? null : { kind, text: text.trim() };
  const kept = draft !== null && isKept(draft, item.reply);
  const sending = useRef<{ readonly draft: ReplyDraft; readonly done: Promise<boolean> }>(null);
  /** Whether nothing is left to be kept. */
  const keep = (next: ReplyDraft): Promise<boolean> => {
    if (!isSendable(next) || isKept(next, item.reply)) return Promise.resolve(true);
    // A field is left by the button that is pressed: what goes already is not sent again.
    if (sending.current !== null && isKept(next, sending.current.draft)) {
      return sending.current.done;
    }
    const done = answer.mutateAsync(next).then(
      () => true,
      () => false,
    );
    sending.current = { draft: next, done };
    return done.finally(() => {
      sending.current = null;
    });
  };
  // Not pending by itself: the field is left, and so kept, between a press and its end, which would be lost.
  const [isLeaving, setLeaving] = useState(false);
  const leave = (then: () => void): void => {
    if (draft === null) {
      then();
      return;
    }
    setLeaving(true);
    void keep(draft).then((isKeptNow) => {
      setLeaving(false);
      if (isKeptNow) then();
    });
  };
  // On a phone one just goes elsewhere.
  const keepHidden = useEffectEvent(() => {
    if (document.visibilityState === 'hidden' && draft !== null) void keep(draft);
  });
  useEffect(() => {
    const hear = (): void => keepHidden();
    document.addEventListener('visibilitychange', hear);
    return () => document.removeEventListener('visibilitychange', hear);
  }, []);
  return (
    <section className="review-item-card" aria-labelledby="review-sentence">
      <p className="review-count">{words.item(at, all)}</p>
      <h2 id="review-sentence" ref={heading} tabIndex={-1} dir="auto">
        {item.sentence}
      </h2>
      {item.quotes.length === 0 ? null : (
        <div className="review-quotes">
          <h3>{words.quotesTitle}</h3>
          {item.quotes.map((quote) => (
            <blockquote key={quote} dir="auto">
              {quote}
            </blockquote>
          ))}
        </div>
      )}
      <div className="review-answer">
        <RadioGroup
          label={words.question}
          value={kind}
          choices={KINDS.map((value) => ({ value, label: words.answers[value] }))}
          onChange={(next) => {
            setKind(next);
            void keep({ kind: next, text: text.trim() });
          }}
        />
        {kind === null ? null : (
          <TextField
            label={words.words[kind]}
            hint={words.wordsHint}
            value={text}
            onChange={setText}
            onBlur={() => draft !== null && void keep(draft)}
            maxLength={MOST_UTF16}
            rows={4}
          />
        )}
        {answer.error === null ? null : <Notice kind="bad">{sentenceOf(answer.error)}</Notice>}
        {draft === null ? null : (
          <div className="row wrap">
            {kept ? null : (
              <Button
                onPress={() => void keep(draft)}
                isPending={answer.isPending}
                isDisabled={!isSendable(draft)}
              >
                {words.keep}
              </Button>
            )}
            <p className="muted" role="status">
              {answer.isPending
                ? words.keeping
                : kept
                  ? words.kept
                  : isSendable(draft)
                    ? words.notKept
                    : words.needsWords}
            </p>
          </div>
        )}
      </div>
      <div className="row between">
        {onBack === null ? <span /> : <Button onPress={() => leave(onBack)}>{words.back}</Button>}
        <Button kind="primary" onPress={() => leave(onNext)} isPending={isLeaving}>
          {at === all ? words.finish : words.next}
        </Button>
      </div>
    </section>
  );
}
