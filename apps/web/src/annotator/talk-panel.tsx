import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CommentAnswer, CommentTarget } from '@triad/collab';
import { isAllowed, LIMITS } from '@triad/collab';
import { useEffect, useRef, useState } from 'react';
import { sentenceOf } from '../api/api-error.ts';
import { call } from '../api/client.ts';
import { keys } from '../api/queries.ts';
import { useReach } from '../api/reach.ts';
import { annotator as words } from '../messages/annotator.ts';
import { devices } from '../messages/devices.ts';
import { dateTime } from '../messages/format.ts';
import { say } from '../messages.ts';
import { Avatar, Button, EmptyState, Notice } from '../ui/index.ts';
import { PlaceOfComment } from './comment-place.tsx';
import type { PanelProps } from './panel-props.ts';
import { memberOf } from './lanes.ts';
import { useFocusOn } from './focus-on.ts';
import type { AnnotatorSession } from './session.ts';
import { useLater } from './signal.ts';

/** Comments on the transcript and its passages: seen by all who may read it, never coding. */
export function TalkPanel({
  session,
  project,
  focusOn,
  comments,
}: PanelProps & { readonly comments: readonly CommentAnswer[] }) {
  const reach = useReach();
  const [showResolved, setShowResolved] = useState(false);
  const resolved = comments.filter(({ resolvedBy }) => resolvedBy !== null).length;
  const threads = comments
    .filter(({ target }) => target.kind !== 'comment')
    .filter(({ resolvedBy }) => showResolved || resolvedBy === null);
  const mayWrite = isAllowed('comment.write', project.roles, {
    unblinded: true,
    observersRead: session.transcript.observersRead,
  });
  return (
    <div className="talk">
      {mayWrite ? <NewComment session={session} project={project.id} focusOn={focusOn} /> : null}
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
            <Comment session={session} project={project} comment={comment} />
            <ul className="replies">
              {comments
                .filter(({ target }) => target.kind === 'comment' && target.comment === comment.id)
                .map((reply) => (
                  <li key={reply.id}>
                    <Comment session={session} project={project} comment={reply} />
                  </li>
                ))}
            </ul>
            {mayWrite ? (
              <Reply session={session} project={project.id} comment={comment.id} />
            ) : null}
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

function useComment(session: AnnotatorSession, project: string) {
  const client = useQueryClient();
  const { id: transcript } = session.transcript;
  const settled = () => client.invalidateQueries({ queryKey: keys.comments(project, transcript) });
  return {
    create: useMutation({
      mutationFn: (body: { target: CommentTarget; text: string }) =>
        call(
          'createComment',
          { transcript },
          { ...body, knownRedactions: session.knownRedactions },
        ),
      onSettled: settled,
    }),
    resolve: useMutation({
      mutationFn: ({ comment, resolved }: { comment: CommentAnswer; resolved: boolean }) =>
        call(
          'resolveComment',
          { transcript, comment: comment.id },
          { version: comment.version, resolved },
        ),
      onSettled: settled,
    }),
    remove: useMutation({
      mutationFn: (comment: string) => call('removeComment', { transcript, comment }),
      onSettled: settled,
    }),
  };
}

function NewComment({
  session,
  project,
  focusOn,
}: {
  readonly session: AnnotatorSession;
  readonly project: string;
  readonly focusOn: PanelProps['focusOn'];
}) {
  const current = useLater(session.current);
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const { create } = useComment(session, project);
  useFocusOn(focusOn, (what) => {
    if (what !== 'comment') return false;
    field.current?.focus();
    return true;
  });
  const selection = useLater(session.selection);
  // What was selected when the comment was begun stays its place, whatever is selected meanwhile.
  const [passage, setPassage] = useState(() => session.selectedPassage());
  useEffect(() => {
    if (text === '') setPassage(session.selectedPassage());
  }, [session, selection, text]);
  const tooLong = passage !== null && passage.quote.length > LIMITS.quoteUtf16;
  const writing = text !== '' && passage !== null;
  useEffect(() => {
    session.keepSelection(writing ? passage : null);
    return () => session.keepSelection(null);
  }, [session, writing, passage]);
  const target: CommentTarget =
    passage !== null && !tooLong
      ? { kind: 'passage', anchor: passage }
      : current === null || tooLong
        ? { kind: 'transcript' }
        : {
            kind: 'span',
            member: memberOf(current.member),
            round: session.roundOf(current.member),
            span: current.span,
          };
  const send = (): void => {
    if (text.trim() === '' || create.isPending) return;
    create.mutate({ target, text: text.trim() }, { onSuccess: () => setText('') });
  };
  return (
    <form
      className="new-comment"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={field}
        className="input"
        rows={2}
        dir="auto"
        aria-label={words.talk.label}
        placeholder={words.talk.placeholder}
        value={text}
        maxLength={20_000}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
          else if (event.key === 'Escape') session.view?.focus();
        }}
      />
      {create.isError ? (
        <Notice kind="bad">{`${words.talk.failed} ${sentenceOf(create.error)}`}</Notice>
      ) : null}
      <div className="row between">
        <span className="faint small">
          {passage !== null
            ? tooLong
              ? words.talk.tooLong
              : words.talk.onPassage
            : current === null
              ? words.talk.onTranscript
              : words.talk.onSpan}
        </span>
        <Button type="submit" isDisabled={text.trim() === ''} isPending={create.isPending}>
          {words.talk.send}
        </Button>
      </div>
    </form>
  );
}

function Reply({
  session,
  project,
  comment,
}: {
  readonly session: AnnotatorSession;
  readonly project: string;
  readonly comment: string;
}) {
  const [text, setText] = useState<string | null>(null);
  const { create } = useComment(session, project);
  if (text === null) {
    return (
      <Button kind="quiet" className="small" onPress={() => setText('')}>
        {words.talk.reply}
      </Button>
    );
  }
  return (
    <form
      className="new-comment"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() === '') return;
        create.mutate(
          { target: { kind: 'comment', comment }, text: text.trim() },
          { onSuccess: () => setText(null) },
        );
      }}
    >
      <textarea
        className="input"
        rows={2}
        dir="auto"
        aria-label={words.talk.reply}
        value={text}
        maxLength={20_000}
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className="row between">
        <Button kind="quiet" onPress={() => setText(null)}>
          {say.act.cancel}
        </Button>
        <Button type="submit" isPending={create.isPending}>
          {words.talk.send}
        </Button>
      </div>
    </form>
  );
}

function Comment({
  session,
  project,
  comment,
}: {
  readonly session: AnnotatorSession;
  readonly project: PanelProps['project'];
  readonly comment: CommentAnswer;
}) {
  const { resolve, remove } = useComment(session, project.id);
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
      <PlaceOfComment session={session} project={project} comment={comment} />
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
