import type { CommentAnswer, CommentTarget, ProjectAnswer } from '@triad/collab';
import { isAllowed } from '@triad/collab';
import type { RefObject } from 'react';
import { Comment } from '../../annotator/comment.tsx';
import type { CommentDrafts } from '../../annotator/comment-drafts.ts';
import { NEW_COMMENT, setDraft, useDraft } from '../../annotator/comment-drafts.ts';
import { NewCommentForm, Reply } from '../../annotator/comment-forms.tsx';
import type { TalkPage } from '../../annotator/talk-page.ts';
import { agreement } from '../../messages/agreement.ts';
import { Button } from '../../ui/index.ts';
import type { Place } from './places.ts';

const words = agreement.talk;

type Props = {
  readonly page: TalkPage;
  readonly project: ProjectAnswer;
  readonly round: string;
  readonly place: Place;
  readonly comments: readonly CommentAnswer[];
  readonly drafts: CommentDrafts;
  readonly fieldRef: RefObject<HTMLTextAreaElement | null>;
  /** Escape in the field. */
  readonly onLeave: () => void;
};

/** What is said about the spans and sketches of a place. It never counts as a difference. */
export function PlaceTalk(props: Props) {
  const { page, project, place, comments, drafts } = props;
  const threads = comments.filter(({ target }) => isAbout(place, target));
  const mayWrite = isAllowed('comment.write', project.roles, { unblinded: true });
  return (
    <section className="talk" aria-label={words.title}>
      <h2 className="label">{words.title}</h2>
      {threads.length === 0 ? <p className="faint small">{words.none}</p> : null}
      <ul>
        {threads.map((comment) => (
          <li key={comment.id}>
            <Comment session={page} project={project} comment={comment} />
            <ul className="replies">
              {comments
                .filter(({ target }) => target.kind === 'comment' && target.comment === comment.id)
                .map((reply) => (
                  <li key={reply.id}>
                    <Comment session={page} project={project} comment={reply} />
                  </li>
                ))}
            </ul>
            {mayWrite ? (
              <Reply session={page} project={project.id} drafts={drafts} comment={comment.id} />
            ) : null}
          </li>
        ))}
      </ul>
      {mayWrite ? <NewPlaceComment {...props} /> : null}
      <p className="faint small">{words.never}</p>
    </section>
  );
}

function NewPlaceComment({ page, project, round, place, drafts, fieldRef, onLeave }: Props) {
  const draft = useDraft(drafts, NEW_COMMENT);
  const target = targetOf(place, round);
  if (target === null) return null;
  const isOfAnother = draft !== null && !isAbout(place, draft.target);
  return (
    <>
      <NewCommentForm
        session={page}
        project={project.id}
        {...{ drafts, target, fieldRef, onLeave }}
        label={words.label}
        isHeld={isOfAnother}
        about={
          isOfAnother ? (
            <Button
              kind="quiet"
              className="small"
              onPress={() => setDraft(drafts, NEW_COMMENT, { ...draft, target })}
            >
              {words.putHere}
            </Button>
          ) : null
        }
      />
      {isOfAnother ? <p className="small muted">{words.begunElsewhere}</p> : null}
    </>
  );
}

/** A comment on a place is one on the first of its spans, or of its sketches. */
function targetOf({ group, spans, sketches }: Place, round: string): CommentTarget | null {
  const [span] = spans;
  if (group !== null && span !== undefined) {
    return { kind: 'span', member: span.member, round, span: span.id };
  }
  const [sketch] = sketches;
  if (sketch === undefined) return null;
  return { kind: 'sketch', member: sketch.member, round, sketch: sketch.id };
}

function isAbout({ group, spans, sketches }: Place, target: CommentAnswer['target']): boolean {
  if (target.kind === 'span') {
    return group !== null && spans.some(({ id }) => id === target.span);
  }
  return target.kind === 'sketch' && sketches.some(({ id }) => id === target.sketch);
}
