import type { CommentTarget } from '@triad/collab';
import { LIMITS } from '@triad/collab';
import type { Anchor } from '@triad/realist';
import type { ReactNode, RefObject } from 'react';
import { useEffect, useRef, useState } from 'react';
import { sentenceOf } from '../api/api-error.ts';
import { annotator as words } from '../messages/annotator.ts';
import { say } from '../messages.ts';
import { Button, Notice } from '../ui/index.ts';
import type { CommentDraft, CommentDrafts } from './comment-drafts.ts';
import { NEW_COMMENT, setDraft, useDraft } from './comment-drafts.ts';
import { useFocusOn } from './focus-on.ts';
import { memberOf } from './lanes.ts';
import type { PanelProps } from './panel-props.ts';
import type { SpanRef } from './layers.ts';
import type { AnnotatorSession } from './session.ts';
import type { TalkPage } from './talk-page.ts';
import { useLater } from './signal.ts';
import { useSendComment } from './use-comment.ts';

type FormProps<Page extends TalkPage> = {
  readonly session: Page;
  readonly project: string;
  readonly drafts: CommentDrafts;
};

/** The field for a comment on what is selected, on the current span, or on the transcript. */
export function NewComment({
  session,
  project,
  drafts,
  focusOn,
}: FormProps<AnnotatorSession> & { readonly focusOn: PanelProps['focusOn'] }) {
  const draft = useDraft(drafts, NEW_COMMENT);
  const field = useRef<HTMLTextAreaElement>(null);
  useFocusOn(focusOn, (what) => {
    if (what !== 'comment') return false;
    field.current?.focus();
    return true;
  });
  const current = useLater(session.current);
  const selection = useLater(session.selection);
  const [selected, setSelected] = useState(() => session.selectedPassage());
  useEffect(() => setSelected(session.selectedPassage()), [session, selection]);
  const tooLong = selected !== null && selected.quote.length > LIMITS.quoteUtf16;
  // What was chosen when the comment was begun stays its place, whatever is chosen meanwhile.
  const target =
    draft === null
      ? targetOf(session, tooLong ? null : selected, current)
      : draftTarget(session, draft);
  const passage = draft !== null && target.kind === 'passage' ? target.anchor : null;
  useEffect(() => {
    session.keepSelection(passage);
    return () => session.keepSelection(null);
  }, [session, passage]);
  return (
    <NewCommentForm
      {...{ session, project, drafts, target }}
      label={words.talk.label}
      fieldRef={field}
      onLeave={() => session.view?.focus()}
      about={draft === null && tooLong ? words.talk.tooLong : placeName(session, target, current)}
    />
  );
}

/** A comment being written; what is begun keeps its target. Sent by its button or by Ctrl+Enter. */
export function NewCommentForm({
  session,
  project,
  drafts,
  target,
  label,
  fieldRef,
  onLeave,
  about,
  isHeld = false,
}: FormProps<TalkPage> & {
  /** What one that is begun now is about. */
  readonly target: CommentTarget;
  readonly label: string;
  readonly fieldRef: RefObject<HTMLTextAreaElement | null>;
  /** Escape in the field. */
  readonly onLeave: () => void;
  /** Beside the button: where it goes. */
  readonly about: ReactNode;
  /** Not to be sent from here. */
  readonly isHeld?: boolean;
}) {
  const draft = useDraft(drafts, NEW_COMMENT);
  const { send, isPending, error } = useSendComment(session, {
    project,
    drafts,
    about: NEW_COMMENT,
  });
  const mayHold = draft !== null && holdsOlder(session, draft);
  const isEmpty = draft === null || draft.text.trim() === '';
  const maySend = !isEmpty && !mayHold && !isHeld;
  const submit = (): void => {
    if (maySend && !isPending) send(draft);
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
        aria-label={label}
        placeholder={words.talk.placeholder}
        value={draft?.text ?? ''}
        maxLength={LIMITS.noteUtf16}
        onChange={({ currentTarget: { value: text } }) => {
          const begun = draft ?? { target, knownRedactions: session.knownRedactions };
          setDraft(drafts, NEW_COMMENT, text === '' ? null : { ...begun, text });
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
          else if (event.key === 'Escape') onLeave();
        }}
      />
      {mayHold ? <LookOver {...{ session, drafts, draft }} about={NEW_COMMENT} /> : null}
      {error === null || isEmpty ? null : <NotSent error={error} />}
      <div className="row between">
        <span className="faint small">{about}</span>
        <Button type="submit" isDisabled={!maySend} isPending={isPending}>
          {words.talk.send}
        </Button>
      </div>
    </form>
  );
}

/** The way to an answer, and its field once it is begun. */
export function Reply({
  session,
  project,
  drafts,
  comment,
}: FormProps<TalkPage> & { readonly comment: string }) {
  const draft = useDraft(drafts, comment);
  const { send, isPending, error } = useSendComment(session, { project, drafts, about: comment });
  // One that was being written before the panel was shown takes no focus from where it is.
  const [isBegunHere, setIsBegunHere] = useState(false);
  const write = (text: string): void =>
    setDraft(drafts, comment, {
      target: { kind: 'comment', comment },
      knownRedactions: session.knownRedactions,
      ...draft,
      text,
    });
  if (draft === null) {
    return (
      <Button
        kind="quiet"
        className="small"
        onPress={() => {
          setIsBegunHere(true);
          write('');
        }}
      >
        {words.talk.reply}
      </Button>
    );
  }
  const mayHold = holdsOlder(session, draft);
  return (
    <form
      className="new-comment"
      onSubmit={(event) => {
        event.preventDefault();
        if (draft.text.trim() !== '' && !mayHold && !isPending) send(draft);
      }}
    >
      <textarea
        className="input"
        rows={2}
        dir="auto"
        aria-label={words.talk.reply}
        value={draft.text}
        maxLength={LIMITS.noteUtf16}
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus={isBegunHere}
        onChange={(event) => write(event.currentTarget.value)}
      />
      {mayHold ? <LookOver {...{ session, drafts, draft }} about={comment} /> : null}
      {error === null ? null : <NotSent error={error} />}
      <div className="row between">
        <Button kind="quiet" onPress={() => setDraft(drafts, comment, null)}>
          {say.act.cancel}
        </Button>
        <Button type="submit" isDisabled={mayHold} isPending={isPending}>
          {words.talk.send}
        </Button>
      </div>
    </form>
  );
}

function NotSent({ error }: { readonly error: Error }) {
  return <Notice kind="bad">{`${words.talk.failed} ${sentenceOf(error)}`}</Notice>;
}

/** Whether words were taken out of the text for good since this was begun. */
function holdsOlder({ knownRedactions }: TalkPage, draft: CommentDraft): boolean {
  return draft.knownRedactions !== knownRedactions;
}

/** Where it goes: a passage has its words with it, also those that were taken out meanwhile. */
function draftTarget(session: TalkPage, draft: CommentDraft): CommentTarget {
  const { target } = draft;
  return target.kind === 'passage' && holdsOlder(session, draft) ? { kind: 'transcript' } : target;
}

/** What was written before words were taken out is not sent before somebody looked it over. */
function LookOver({
  session,
  drafts,
  draft,
  about,
}: {
  readonly session: TalkPage;
  readonly drafts: CommentDrafts;
  readonly draft: CommentDraft;
  readonly about: string;
}) {
  const lookedOver = (): void =>
    setDraft(drafts, about, {
      ...draft,
      knownRedactions: session.knownRedactions,
      target: draftTarget(session, draft),
    });
  return (
    <Notice kind="warn" title={words.talk.wordsGone}>
      <p>{words.talk.wordsGoneBody}</p>
      <Button onPress={lookedOver}>{words.talk.lookedOver}</Button>
    </Notice>
  );
}

function targetOf(
  session: AnnotatorSession,
  selected: Anchor | null,
  current: SpanRef | null,
): CommentTarget {
  if (selected !== null) return { kind: 'passage', anchor: selected };
  if (current === null) return { kind: 'transcript' };
  const { member, span } = current;
  return { kind: 'span', member: memberOf(member), round: session.layers.roundOf(member), span };
}

function placeName(
  session: AnnotatorSession,
  target: CommentTarget,
  current: SpanRef | null,
): string {
  if (target.kind === 'passage') return words.talk.onPassage;
  if (target.kind !== 'span') return words.talk.onTranscript;
  const isCurrent =
    current?.span === target.span && session.layers.roundOf(current.member) === target.round;
  return isCurrent ? words.talk.onSpan : words.talk.onThatSpan;
}
