import { useQuery } from '@tanstack/react-query';
import type { ReviewLookAnswer } from '@triad/collab';
import { useState } from 'react';
import { ApiError, sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { date } from '../../messages/format.ts';
import { reviews } from '../../messages/reviews.ts';
import { useDocumentTitle } from '../../shell/use-media-query.ts';
import { Button, Loading, Notice } from '../../ui/index.ts';
import { useToken } from '../entering/token.ts';
import { ReviewItem } from './review-item.tsx';
import { reviewKey } from './review-key.ts';
import { ReviewShell } from './review-shell.tsx';

const words = reviews.page;

/** What somebody with a link sees: sentences, quotes that were chosen for them, and three answers. */
export function ReviewPage() {
  const token = useToken();
  useDocumentTitle([words.title]);
  const look = useQuery({
    queryKey: reviewKey(token),
    queryFn: () => call('lookAtReview', {}, { token: token ?? '' }),
    enabled: token !== null,
    staleTime: Infinity,
    retry: false,
  });
  if (token === null) return <ReviewShell title={words.noToken} lead={words.noTokenBody} />;
  if (look.data !== undefined) return <Answering token={token} look={look.data} />;
  if (look.error !== null) return <Ended error={look.error} onAgain={() => void look.refetch()} />;
  return (
    <ReviewShell title={words.title}>
      <Loading>{words.loading}</Loading>
    </ReviewShell>
  );
}

/** The link is over, was withdrawn, or is none. */
function Ended({ error, onAgain }: { readonly error: Error; readonly onAgain: () => void }) {
  const status = error instanceof ApiError ? error.status : 0;
  if (status === 410) return <ReviewShell title={words.over} lead={words.overBody} />;
  if (status === 404 || status === 400) {
    return <ReviewShell title={words.unknown} lead={words.unknownBody} />;
  }
  return (
    <ReviewShell title={words.trouble}>
      <Notice kind="bad">{sentenceOf(error)}</Notice>
      <Button onPress={onAgain}>{words.again}</Button>
    </ReviewShell>
  );
}

function Answering({ token, look }: { readonly token: string; readonly look: ReviewLookAnswer }) {
  const { items } = look;
  const firstOpen = items.findIndex(({ reply }) => reply === null);
  const [at, setAt] = useState(Math.max(0, firstOpen));
  const [isDone, setDone] = useState(false);
  const answered = items.filter(({ reply }) => reply !== null).length;
  const item = items[at];
  if (isDone) {
    return (
      <ReviewShell title={words.thanks} lead={words.thanksBody}>
        {answered < items.length ? <p>{words.leftOut(items.length - answered)}</p> : null}
        <p>{words.until(date(look.expiresAt))}</p>
        <Button
          onPress={() => {
            setAt(0);
            setDone(false);
          }}
        >
          {words.change}
        </Button>
      </ReviewShell>
    );
  }
  return (
    <ReviewShell title={words.title} lead={words.from(look.from, look.project)}>
      {at > 0 ? null : (
        <div className="review-intro">
          <p>{words.why}</p>
          <p>
            {words.items(items.length)} {words.saves} {words.until(date(look.expiresAt))}
          </p>
          {look.note === '' ? null : <p className="muted">{words.for(look.note)}</p>}
        </div>
      )}
      {item === undefined ? null : (
        <ReviewItem
          key={item.id}
          token={token}
          item={item}
          at={at + 1}
          all={items.length}
          onBack={at === 0 ? null : () => setAt(at - 1)}
          onNext={() => (at === items.length - 1 ? setDone(true) : setAt(at + 1))}
        />
      )}
      <p className="muted" role="status">
        {words.progress(answered, items.length)}
      </p>
    </ReviewShell>
  );
}
