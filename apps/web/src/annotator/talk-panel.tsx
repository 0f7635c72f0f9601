import type { CommentAnswer } from '@triad/collab';
import { isAllowed } from '@triad/collab';
import { useState } from 'react';
import { useReach } from '../api/reach.ts';
import { annotator as words } from '../messages/annotator.ts';
import { devices } from '../messages/devices.ts';
import { Button, EmptyState } from '../ui/index.ts';
import { NEW_COMMENT, useDrafted } from './comment-drafts.ts';
import { Comment } from './comment.tsx';
import { NewComment, Reply } from './comment-forms.tsx';
import { PlaceOfComment } from './comment-place.tsx';
import type { PanelProps } from './panel-props.ts';
import { WaitingComments } from './waiting-comments.tsx';

/** Comments on the transcript and its passages: seen by all who may read it, never coding. */
export function TalkPanel({
  session,
  project,
  focusOn,
  drafts,
  comments: known,
}: PanelProps & {
  /** Undefined until they are there. */
  readonly comments: readonly CommentAnswer[] | undefined;
}) {
  const reach = useReach();
  const comments = known ?? [];
  const [showResolved, setShowResolved] = useState(false);
  const resolved = comments.filter(({ resolvedBy }) => resolvedBy !== null).length;
  const drafted = useDrafted(drafts);
  const threads = comments
    .filter(({ target }) => target.kind !== 'comment')
    // One that somebody resolved meanwhile stays before whoever is answering it.
    .filter(({ id, resolvedBy }) => showResolved || resolvedBy === null || drafted.includes(id));
  const mayWrite = isAllowed('comment.write', project.roles, {
    unblinded: true,
    observersRead: session.transcript.observersRead,
  });
  // What was answered is gone, or nothing can be written any more: then these have no field.
  const hasField = (about: string): boolean =>
    mayWrite && (about === NEW_COMMENT || threads.some(({ id }) => id === about));
  const waiting = known === undefined ? [] : drafted.filter((about) => !hasField(about));
  const told = { session, project };
  const forms = { session, project: project.id, drafts };
  return (
    <div className="talk">
      {mayWrite ? <NewComment {...forms} focusOn={focusOn} /> : null}
      <WaitingComments
        drafts={drafts}
        abouts={waiting}
        why={mayWrite ? words.talk.waiting.gone : words.talk.waiting.mayNot}
      />
      {threads.length === 0 ? (
        reach === 'device' ? (
          <EmptyState title={devices.notHere}>{devices.notHereBody}</EmptyState>
        ) : (
          <EmptyState title={words.talk.none}>{words.talk.noneBody}</EmptyState>
        )
      ) : null}
      <ul>
        {threads.map((comment) => (
          <li key={comment.id}>
            <Comment
              {...told}
              comment={comment}
              place={<PlaceOfComment {...told} comment={comment} />}
            />
            <ul className="replies">
              {comments
                .filter(({ target }) => target.kind === 'comment' && target.comment === comment.id)
                .map((reply) => (
                  <li key={reply.id}>
                    <Comment {...told} comment={reply} />
                  </li>
                ))}
            </ul>
            {mayWrite ? <Reply {...forms} comment={comment.id} /> : null}
          </li>
        ))}
      </ul>
      {resolved === 0 ? null : (
        <Button kind="quiet" onPress={() => setShowResolved(!showResolved)}>
          {showResolved ? words.talk.hideResolved : words.talk.showResolved(resolved)}
        </Button>
      )}
    </div>
  );
}
