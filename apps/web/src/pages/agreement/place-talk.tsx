import type { CommentAnswer, CommentTarget, ProjectAnswer } from '@triad/collab';
import { isAllowed, LIMITS } from '@triad/collab';
import type { RefObject } from 'react';
import { Comment } from '../../annotator/comment.tsx';
import type { CommentDrafts } from '../../annotator/comment-drafts.ts';
import { NEW_COMMENT, setDraft, useDraft } from '../../annotator/comment-drafts.ts';
import { holdsOlder, LookOver, NotSent, Reply } from '../../annotator/comment-forms.tsx';
import type { TalkPage } from '../../annotator/talk-page.ts';
import { useSendComment } from '../../annotator/use-comment.ts';
import { agreement } from '../../messages/agreement.ts';
import { annotator } from '../../messages/annotator.ts';
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
  const { send, isPending, error } = useSendComment(page, {
    project: project.id,
    drafts,
    about: NEW_COMMENT,
  });
  const target = targetOf(place, round);
  if (target === null) return null;
  const isOfAnother = draft !== null && !isAbout(place, draft.target);
  const mayHold = draft !== null && holdsOlder(page, draft);
  const isEmpty = draft === null || draft.text.trim() === '';
  const submit = (): void => {
    if (!isEmpty && !mayHold && !isPending) send(draft);
  };
  return (
    <form
      className="new-comment"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <textarea
        ref={fieldRef}
        className="input"
        rows={2}
        dir="auto"
        aria-label={words.label}
        placeholder={words.placeholder}
        value={draft?.text ?? ''}
        maxLength={LIMITS.noteUtf16}
        onChange={({ currentTarget: { value: text } }) => {
          const begun = draft ?? { target, knownRedactions: page.knownRedactions };
          setDraft(drafts, NEW_COMMENT, text === '' ? null : { ...begun, text });
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
          else if (event.key === 'Escape') onLeave();
        }}
      />
      {mayHold ? (
        <LookOver session={page} drafts={drafts} draft={draft} about={NEW_COMMENT} />
      ) : null}
      {error === null || isEmpty ? null : <NotSent error={error} />}
      <div className="row between">
        <span className="faint small">
          {isOfAnother ? (
            <Button
              kind="quiet"
              className="small"
              onPress={() => setDraft(drafts, NEW_COMMENT, { ...draft, target })}
            >
              {words.putHere}
            </Button>
          ) : null}
        </span>
        <Button type="submit" isDisabled={isEmpty || mayHold || isOfAnother} isPending={isPending}>
          {annotator.talk.send}
        </Button>
      </div>
      {isOfAnother ? <p className="small muted">{words.begunElsewhere}</p> : null}
    </form>
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
