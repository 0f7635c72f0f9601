import type { CommentAnswer, ProjectAnswer } from '@triad/collab';
import { isAllowed } from '@triad/collab';
import type { ReactNode } from 'react';
import { annotator as words } from '../messages/annotator.ts';
import { dateTime } from '../messages/format.ts';
import { Avatar, Button } from '../ui/index.ts';
import type { TalkPage } from './talk-page.ts';
import { useChangeComment } from './use-comment.ts';

/** One comment, and what may be done to it. */
export function Comment({
  session,
  project,
  comment,
  place,
}: {
  readonly session: TalkPage;
  readonly project: ProjectAnswer;
  readonly comment: CommentAnswer;
  /** The words that it is about, where they do not stand beside it anyhow. */
  readonly place?: ReactNode;
}) {
  const { resolve, remove } = useChangeComment(session, project.id);
  const own = comment.author === session.me;
  const { target } = comment;
  const name = session.nameOf(comment.author);
  return (
    <article className={`comment${comment.resolvedBy === null ? '' : ' resolved'}`}>
      <header className="row">
        <Avatar id={comment.author} name={name} size={20} decorative />
        <b>{name}</b>
        <time className="faint small" dateTime={comment.createdAt}>
          {dateTime(comment.createdAt)}
        </time>
      </header>
      {place}
      <p dir="auto">{comment.text}</p>
      <footer className="row small">
        {target.kind !== 'comment' &&
        isAllowed('comment.resolve', project.roles, { own, unblinded: true }) ? (
          <Button
            kind="quiet"
            className="small"
            onPress={() => resolve.mutate({ comment, resolved: comment.resolvedBy === null })}
          >
            {comment.resolvedBy === null ? words.talk.resolve : words.talk.reopen}
          </Button>
        ) : null}
        {isAllowed('comment.remove', project.roles, { own, unblinded: true }) ? (
          <Button kind="quiet" className="small" onPress={() => remove.mutate(comment.id)}>
            {words.talk.remove}
          </Button>
        ) : null}
        {comment.resolvedBy === null ? null : (
          <span className="faint">{words.talk.resolvedBy(session.nameOf(comment.resolvedBy))}</span>
        )}
      </footer>
    </article>
  );
}
