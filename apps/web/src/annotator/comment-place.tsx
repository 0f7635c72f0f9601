import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CommentAnswer } from '@triad/collab';
import { isAllowed, makeAnchor, trimRange } from '@triad/collab';
import type { TextRange } from '@triad/realist';
import { useMemo } from 'react';
import { sentenceOf } from '../api/api-error.ts';
import { call } from '../api/client.ts';
import { keys } from '../api/queries.ts';
import { annotator as words } from '../messages/annotator.ts';
import { editing } from '../messages/editing.ts';
import { Button, Notice } from '../ui/index.ts';
import { introduceProposal } from './introduce-proposal.ts';
import type { PanelProps } from './panel-props.ts';
import type { AnnotatorSession } from './session.ts';
import { useLater } from './signal.ts';

/** Of the words, so many UTF-16 units are shown. */
const SHOWN_UTF16 = 300;

type Props = {
  readonly session: AnnotatorSession;
  readonly project: PanelProps['project'];
  readonly comment: CommentAnswer;
};

/** The words that a comment is about, as a way there; or that they are lost, and what can be done. */
export function PlaceOfComment({ session, project, comment }: Props) {
  const { target } = comment;
  const version = useLater(session.textVersion);
  // `version` stands for the text that the session holds.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const place = useMemo(() => session.placeOf(target), [session, target, version]);
  if (target.kind === 'span') {
    const ref = { member: session.layers.laneOf(target.member, target.round), span: target.span };
    const placed = session.layers.placed(ref);
    if (placed === null) return null;
    return <Way session={session} range={placed} onGo={() => session.showSpan(ref)} />;
  }
  if (place === null) return null;
  if (place.kind === 'placed') {
    const { range } = place;
    return <Way session={session} range={range} onGo={() => session.showPassage(range)} />;
  }
  return (
    <Lost
      session={session}
      project={project}
      comment={comment}
      proposal={place.kind === 'lost' ? place.proposal : null}
    />
  );
}

function Way({
  session,
  range,
  onGo,
}: {
  readonly session: AnnotatorSession;
  readonly range: TextRange;
  readonly onGo: () => void;
}) {
  return (
    <button type="button" className="quote-link" onClick={onGo}>
      <q dir="auto">{shownOf(session, range)}</q>
    </button>
  );
}

/** Nothing was put on other words: whoever wrote the comment, or a lead, does that, or nobody. */
function Lost({
  session,
  project,
  comment,
  proposal,
}: Props & { readonly proposal: TextRange | null }) {
  const client = useQueryClient();
  const place = useMutation({
    mutationFn: (range: TextRange) => {
      const anchor = makeAnchor(session.index, range);
      if (anchor === null) throw new Error(editing.lost.selectFirst);
      return call(
        'placeComment',
        { transcript: session.transcript.id, comment: comment.id },
        { version: comment.version, anchor, knownRedactions: session.knownRedactions },
      );
    },
    onSettled: () =>
      client.invalidateQueries({ queryKey: keys.comments(project.id, session.transcript.id) }),
  });
  const { target } = comment;
  const anchor = target.kind === 'passage' ? target.anchor : undefined;
  const own = comment.author === session.me;
  const mayPlace =
    target.kind === 'passage' &&
    isAllowed('comment.place', project.roles, { own, unblinded: true });
  const onSelection = (): void => {
    const range = trimRange(session.index.text, session.selection.get());
    if (range === null) session.announce(editing.lost.selectFirst);
    else place.mutate(range);
  };
  return (
    <div className="lost-place">
      {anchor === undefined ? null : <q dir="auto">{anchor.quote.slice(0, SHOWN_UTF16)}</q>}
      <p className="small muted">
        {target.kind === 'turn'
          ? words.talk.turnGone
          : anchor === undefined
            ? words.talk.untold
            : words.talk.lost}
      </p>
      {proposal === null ? null : (
        <p className="small">
          <span className="muted">
            {introduceProposal(anchor?.quote ?? '', shownOf(session, proposal))}
          </span>{' '}
          <q dir="auto">{shownOf(session, proposal)}</q>
        </p>
      )}
      {place.isError ? (
        <Notice kind="bad">{`${words.talk.notPlaced} ${sentenceOf(place.error)}`}</Notice>
      ) : null}
      <div className="row wrap">
        {proposal !== null && mayPlace ? (
          <Button
            className="small"
            isPending={place.isPending}
            onPress={() => place.mutate(proposal)}
          >
            {editing.lost.accept}
          </Button>
        ) : null}
        {proposal === null ? null : (
          <Button kind="quiet" className="small" onPress={() => session.showPassage(proposal)}>
            {editing.lost.show}
          </Button>
        )}
        {mayPlace ? (
          <Button kind="quiet" className="small" onPress={onSelection}>
            {editing.lost.mark}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function shownOf(session: AnnotatorSession, { startUtf16, endUtf16 }: TextRange): string {
  return session.index.text.slice(startUtf16, Math.min(endUtf16, startUtf16 + SHOWN_UTF16));
}
