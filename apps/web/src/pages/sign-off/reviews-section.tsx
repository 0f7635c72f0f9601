import { useQuery } from '@tanstack/react-query';
import type { CmocListAnswer, ProjectAnswer, ReviewLinkAnswer } from '@triad/collab';
import { Link2 } from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { queries } from '../../api/queries.ts';
import { date, dateTime } from '../../messages/format.ts';
import { reviews as words } from '../../messages/reviews.ts';
import { signing } from '../../messages/signing.ts';
import { Button, Loading, Notice, useFocusKept } from '../../ui/index.ts';
import './member-words.css';

const ReviewLinkDialog = lazy(() => import('./review-link-dialog.tsx'));
const WithdrawReviewDialog = lazy(() => import('./withdraw-review-dialog.tsx'));

/** Links for outside reviewers: made here, shown with what was answered, and withdrawn. */
export function ReviewsSection({
  project,
  list,
  nameOf,
}: {
  readonly project: ProjectAnswer;
  readonly list: CmocListAnswer;
  readonly nameOf: (member: string) => string;
}) {
  const { data, error } = useQuery(queries.reviews(project.id));
  const [open, setOpen] = useState<'create' | ReviewLinkAnswer | null>(null);
  const close = (): void => setOpen(null);
  const section = useRef<HTMLElement>(null);
  // A dialog that gave way to another, and a link that is withdrawn, take away what had opened them.
  const states = data?.map(({ state }) => state).join() ?? '';
  useFocusKept(`${open === null} ${states}`, () => section.current);
  return (
    <section ref={section} tabIndex={-1} className="stack" aria-labelledby="reviews-title">
      <header className="row wrap between">
        <h3 id="reviews-title">{words.title}</h3>
        <Button icon={<Link2 size={14} aria-hidden="true" />} onPress={() => setOpen('create')}>
          {words.create}
        </Button>
      </header>
      <p className="muted reviews-lead">{words.lead}</p>
      {error === null ? null : <Notice kind="bad">{sentenceOf(error)}</Notice>}
      {data === undefined ? (
        error === null ? (
          <Loading>{signing.loading}</Loading>
        ) : null
      ) : data.length === 0 ? (
        <p className="faint">{words.none}</p>
      ) : (
        <ul className="review-links">
          {data.map((link) => (
            <LinkItem
              key={link.id}
              link={link}
              list={list}
              nameOf={nameOf}
              onWithdraw={() => setOpen(link)}
            />
          ))}
        </ul>
      )}
      <Suspense>
        {open === 'create' ? (
          <ReviewLinkDialog project={project.id} list={list} onClose={close} />
        ) : null}
        {open !== null && open !== 'create' ? (
          <WithdrawReviewDialog project={project.id} link={open} onClose={close} />
        ) : null}
      </Suspense>
    </section>
  );
}

function LinkItem({
  link,
  list,
  nameOf,
  onWithdraw,
}: {
  readonly link: ReviewLinkAnswer;
  readonly list: CmocListAnswer;
  readonly nameOf: (member: string) => string;
  readonly onWithdraw: () => void;
}) {
  const answered = link.items.filter(({ reply }) => reply !== null).length;
  return (
    <li className="card">
      <div className="row between">
        <p className="review-link-head">
          <b>{link.note}</b>
          <span className="muted">
            {words.state[link.state]}
            {link.state === 'withdrawn' ? '' : ', '}
            {link.state === 'open'
              ? words.until(date(link.expiresAt))
              : link.state === 'expired'
                ? words.ended(date(link.expiresAt))
                : ''}
          </span>
          <span className="faint small">
            {words.made(nameOf(link.by), date(link.createdAt))} ·{' '}
            {link.openedAt === null ? words.notOpened : words.opened(dateTime(link.openedAt))}
          </span>
        </p>
        {link.state === 'open' ? (
          <Button onPress={onWithdraw} aria-label={words.withdrawOf(link.note)}>
            {words.withdraw}
          </Button>
        ) : null}
      </div>
      <details>
        <summary>{words.answered(answered, link.items.length)}</summary>
        <ul className="review-items">
          {link.items.map((item) => (
            <li key={item.id}>
              <p className="small faint">
                {signing.cmoc(list.cmocs.find(({ id }) => id === item.cmoc)?.number ?? 0)}{' '}
                {words.ofVersion(item.versionNumber)} · {words.withQuotes(item.quotes.length)}
              </p>
              <p className="word-text" dir="auto">
                {item.sentence}
              </p>
              {item.reply === null ? (
                <p className="faint">{words.noAnswer}</p>
              ) : (
                <p>
                  <b>{signing.replied[item.reply.kind]}</b>{' '}
                  <span className="word-text" dir="auto">
                    {item.reply.text}
                  </span>
                </p>
              )}
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}
